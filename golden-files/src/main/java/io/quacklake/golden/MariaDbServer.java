package io.quacklake.golden;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A MariaDB server on this machine's loopback, started on first use and stopped with the JVM. It
 * needs the server's programs (Debian's packages {@code mariadb-server-core} and {@code
 * mariadb-client-core}).
 */
public final class MariaDbServer {
  /** What to say where the programs are missing. */
  public static final String MISSING =
      "MariaDB is not installed here (mariadbd, mariadb-install-db, mariadb)";

  private static final String USER = "ducklake";
  private static final long STOP_SECONDS = 10;

  private final Path clients;
  private final Path directory;
  private final int port;
  private final Process process;

  private MariaDbServer(Path clients, Path directory, int port, Process process) {
    this.clients = clients;
    this.directory = directory;
    this.port = port;
    this.process = process;
  }

  /** The server of this JVM; empty where the programs are missing. */
  public static Optional<MariaDbServer> shared() {
    return Shared.SERVER;
  }

  private static final class Shared {
    private static final Optional<MariaDbServer> SERVER =
        Programs.find(List.of(Path.of("/usr/sbin")), "mariadbd")
            .flatMap(
                servers ->
                    Programs.find(List.of(), "mariadb-install-db", "mariadb")
                        .map(clients -> start(servers, clients)));
  }

  private static MariaDbServer start(Path servers, Path clients) {
    try {
      Path directory = Programs.directory("qlmy", "nobody");
      String data = "--datadir=" + directory.resolve("data");
      run(
          clients.resolve("mariadb-install-db"),
          "--no-defaults",
          "--auth-root-authentication-method=normal",
          "--skip-test-db",
          "--innodb-log-file-size=8M",
          data);
      int port = Programs.freePort();
      Process process =
          Programs.start(
              command(
                  servers.resolve("mariadbd"),
                  "--no-defaults",
                  data,
                  "--socket=" + directory.resolve("s.sock"),
                  "--pid-file=" + directory.resolve("pid"),
                  "--bind-address=127.0.0.1",
                  "--port=" + port,
                  "--innodb-flush-log-at-trx-commit=0",
                  "--innodb-log-file-size=8M",
                  "--skip-log-bin"),
              directory.resolve("server.log"));
      MariaDbServer server = new MariaDbServer(clients, directory, port, process);
      Runtime.getRuntime().addShutdownHook(new Thread(server::stop));
      Programs.await("MariaDB", process, directory.resolve("server.log"), server::answers);
      server.execute(
          "CREATE USER %1$s@localhost; GRANT ALL ON *.* TO %1$s@localhost".formatted(USER));
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A command as the server's user: the server refuses to run as root. */
  private static List<String> command(Path program, String... arguments) {
    List<String> command = new ArrayList<>(Programs.as("nobody", "nogroup"));
    command.add(program.toString());
    command.addAll(List.of(arguments));
    return command;
  }

  private static void run(Path program, String... arguments) {
    Programs.run(command(program, arguments));
  }

  private boolean answers() {
    try {
      execute("SELECT 1");
      return true;
    } catch (IllegalStateException notYet) {
      return false;
    }
  }

  private void stop() {
    process.destroyForcibly();
    try {
      process.waitFor(STOP_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Programs.delete(directory);
  }

  /** Runs statements as the administrator. */
  public void execute(String sql) {
    Programs.run(
        List.of(
            clients.resolve("mariadb").toString(),
            "--no-defaults",
            "--default-character-set=utf8mb4",
            "-S",
            directory.resolve("s.sock").toString(),
            "-u",
            "root",
            "-e",
            sql));
  }

  /** Makes an empty database. */
  public void create(String database) {
    execute("CREATE DATABASE `" + database + "` CHARACTER SET utf8mb4");
  }

  /** Makes a database like another one. */
  public void copy(String from, String to) {
    create(to);
    Path tables = directory.resolve("data").resolve(from);
    StringBuilder sql = new StringBuilder();
    try (Stream<Path> files = Files.list(tables)) {
      files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".ibd"))
          .map(name -> name.substring(0, name.lastIndexOf('.')))
          .forEach(
              table ->
                  sql.append(
                      "CREATE TABLE `%2$s`.%3$s LIKE `%1$s`.%3$s; INSERT INTO `%2$s`.%3$s SELECT * FROM `%1$s`.%3$s; "
                          .formatted(from, to, table)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    execute(sql.toString());
  }

  /** The address of the lake in a database. */
  public String address(String database) {
    return "ducklake:mysql:db=%s host=127.0.0.1 port=%d user=%s".formatted(database, port, USER);
  }

  public String jdbcUrl(String database) {
    return "jdbc:mariadb://127.0.0.1:%d/%s?user=%s".formatted(port, database, USER);
  }
}
