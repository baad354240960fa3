package io.quacklake.catalog;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.List;

/** Another process that has a DuckDB file open for writing until its input ends. */
final class DuckDbFileHolder implements AutoCloseable {
  private final Process process;

  private DuckDbFileHolder(Process process) {
    this.process = process;
  }

  static DuckDbFileHolder hold(Path file) throws Exception {
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-cp",
                    classPath,
                    DuckDbFileHolder.class.getName(),
                    file.toString()))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    if (process.getInputStream().read() < 0) {
      throw new IllegalStateException("the other process did not open the file");
    }
    return new DuckDbFileHolder(process);
  }

  public static void main(String[] arguments) throws Exception {
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:" + arguments[0])) {
      connection.createStatement().execute("SELECT 1");
      System.out.println("open");
      while (System.in.read() >= 0) {
        continue;
      }
    }
  }

  @Override
  public void close() throws Exception {
    process.getOutputStream().close();
    process.waitFor();
  }
}
