package io.quacklake.catalog;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.List;

/**
 * Another process that has a DuckDB file open for writing until its input ends, and writes it when
 * it is told.
 */
final class DuckDbFileHolder implements AutoCloseable {
  private final Process process;
  private final BufferedReader output;

  private DuckDbFileHolder(Process process) {
    this.process = process;
    this.output = process.inputReader(UTF_8);
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
    DuckDbFileHolder holder = new DuckDbFileHolder(process);
    if (holder.output.readLine() == null) {
      throw new IllegalStateException("the other process did not open the file");
    }
    return holder;
  }

  /** Runs a statement of one line in the other process. */
  void run(String sql) throws Exception {
    Writer input = process.outputWriter(UTF_8);
    input.write(sql + "\n");
    input.flush();
    if (output.readLine() == null) {
      throw new IllegalStateException("the other process could not run " + sql);
    }
  }

  public static void main(String[] arguments) throws Exception {
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:" + arguments[0])) {
      connection.createStatement().execute("SELECT 1");
      System.out.println("open");
      BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, UTF_8));
      for (String sql = lines.readLine(); sql != null; sql = lines.readLine()) {
        connection.createStatement().execute(sql);
        System.out.println("done");
      }
    }
  }

  @Override
  public void close() throws Exception {
    process.getOutputStream().close();
    process.waitFor();
  }
}
