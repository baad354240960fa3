package io.quacklake.golden;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
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

  private static final String SYSTEM_USER = "nobody";

  private final Path clients;
  private final Path directory;
  private final int port;
  private final List<String> startup;
  private Process process;

  private MariaDbServer(
      Path clients, Path directory, int port, List<String> startup, Process process) {
    this.clients = clients;
    this.directory = directory;
    this.port = port;
    this.startup = startup;
    this.process = process;
  }

  /** The server of this JVM; empty where the programs are missing. */
  public static Optional<MariaDbServer> shared() {
    return Shared.SERVER;
  }

  /** A server of the caller's own, which may be restarted. */
  public static Optional<MariaDbServer> another() {
    return started(directory -> List.of());
  }

  /** The same, which encrypts connections for whoever asks for it. */
  public static Optional<MariaDbServer> encrypted(Certificates certificates) {
    return started(
        directory -> {
          certificates.install(directory, SYSTEM_USER);
          return List.of(
              "--ssl-cert=" + directory.resolve("server.pem"),
              "--ssl-key=" + directory.resolve("server.key"));
        });
  }

  private static final class Shared {
    private static final Optional<MariaDbServer> SERVER = another();
  }

  private static Optional<MariaDbServer> started(Function<Path, List<String>> options) {
    return Programs.find(List.of(Path.of("/usr/sbin")), "mariadbd")
        .flatMap(
            servers ->
                Programs.find(List.of(), "mariadb-install-db", "mariadb")
                    .map(clients -> start(servers, clients, options)));
  }

  private static MariaDbServer start(
      Path servers, Path clients, Function<Path, List<String>> options) {
    Path directory = Programs.directory("qlmy", SYSTEM_USER);
    String data = "--datadir=" + directory.resolve("data");
    Programs.run(
        command(
            clients.resolve("mariadb-install-db"),
            "--no-defaults",
            "--auth-root-authentication-method=normal",
            "--skip-test-db",
            "--innodb-log-file-size=8M",
            data));
    int port = Programs.freePort();
    List<String> startup =
        command(
            servers.resolve("mariadbd"),
            "--no-defaults",
            data,
            "--socket=" + directory.resolve("s.sock"),
            "--pid-file=" + directory.resolve("pid"),
            "--bind-address=127.0.0.1",
            "--port=" + port,
            "--innodb-flush-log-at-trx-commit=2",
            "--innodb-log-file-size=8M",
            "--skip-log-bin");
    startup.addAll(options.apply(directory));
    MariaDbServer server =
        new MariaDbServer(clients, directory, port, startup, run(startup, directory));
    Runtime.getRuntime().addShutdownHook(new Thread(server::stop));
    server.await();
    server.execute(
        "CREATE USER %1$s@localhost; GRANT ALL ON *.* TO %1$s@localhost".formatted(USER));
    return server;
  }

  private static Process run(List<String> startup, Path directory) {
    try {
      return Programs.start(startup, directory.resolve("server.log"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void await() {
    Programs.await("MariaDB", process, directory.resolve("server.log"), this::answers);
  }

  /** Stops it as a crash would, and starts it again. */
  public void restart() {
    kill();
    process = run(startup, directory);
    await();
  }

  /** A command as the server's user: the server refuses to run as root. */
  private static List<String> command(Path program, String... arguments) {
    List<String> command = new ArrayList<>(Programs.as(SYSTEM_USER, "nogroup"));
    command.add(program.toString());
    command.addAll(List.of(arguments));
    return command;
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
    kill();
    Programs.delete(directory);
  }

  private void kill() {
    process.destroyForcibly();
    try {
      process.waitFor(STOP_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
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

  /** From now on the tests' user needs a password. */
  public void lock(String password) {
    execute(
        "ALTER USER %s@localhost IDENTIFIED BY '%s'".formatted(USER, password.replace("'", "''")));
  }

  /** From now on the tests' user has to come by an encrypted connection. */
  public void requireEncryption() {
    execute("ALTER USER %s@localhost REQUIRE SSL".formatted(USER));
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

  public int port() {
    return port;
  }

  /** The address of the lake in a database. */
  public String address(String database) {
    return "ducklake:mysql:db=%s host=127.0.0.1 port=%d user=%s".formatted(database, port, USER);
  }

  public String jdbcUrl(String database) {
    return "jdbc:mariadb://127.0.0.1:%d/%s?user=%s".formatted(port, database, USER);
  }
}
