package io.quacklake.golden;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A PostgreSQL server on this machine's loopback, started on first use and stopped with the JVM. It
 * needs the server's programs (Debian's package {@code postgresql}).
 */
public final class PostgresServer {
  /** What to say where the programs are missing. */
  public static final String MISSING =
      "PostgreSQL is not installed here (initdb, pg_ctl, createdb, psql)";

  private static final String USER = "ducklake";
  private static final String SYSTEM_USER = "postgres";

  private final Path programs;
  private final Path directory;
  private final int port;
  private final String settings;

  private PostgresServer(Path programs, Path directory, int port, String settings) {
    this.programs = programs;
    this.directory = directory;
    this.port = port;
    this.settings = settings;
  }

  /** The server of this JVM; empty where the programs are missing. */
  public static Optional<PostgresServer> shared() {
    return Shared.SERVER;
  }

  /** A server of the caller's own, which may be stopped, restarted and told of passwords. */
  public static Optional<PostgresServer> another() {
    return programs().map(PostgresServer::start);
  }

  private static final class Shared {
    private static final Optional<PostgresServer> SERVER = programs().map(PostgresServer::start);
  }

  /** The same, which encrypts connections for whoever asks for it. */
  public static Optional<PostgresServer> encrypted(Certificates certificates) {
    return programs()
        .map(
            programs -> {
              Path directory = Programs.directory("qlpg", SYSTEM_USER);
              certificates.install(directory, SYSTEM_USER);
              return start(
                  programs,
                  directory,
                  " -c ssl=on -c ssl_cert_file=%1$s/server.pem -c ssl_key_file=%1$s/server.key"
                      .formatted(directory));
            });
  }

  private static Optional<Path> programs() {
    return Programs.find(places(), "initdb", "pg_ctl", "createdb", "psql");
  }

  /** Where Debian puts each version. */
  private static List<Path> places() {
    try (Stream<Path> versions = Files.list(Path.of("/usr/lib/postgresql"))) {
      return versions
          .sorted(Comparator.reverseOrder())
          .map(version -> version.resolve("bin"))
          .toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  private static PostgresServer start(Path programs) {
    return start(programs, Programs.directory("qlpg", SYSTEM_USER), "");
  }

  private static PostgresServer start(Path programs, Path directory, String more) {
    int port = Programs.freePort();
    String settings =
        "-c listen_addresses=127.0.0.1 -p %d -c unix_socket_directories=%s -c fsync=off"
            .formatted(port, directory);
    PostgresServer server = new PostgresServer(programs, directory, port, settings + more);
    server.runAsServer(
        "initdb",
        "-D",
        server.data(),
        "-U",
        USER,
        "--auth=trust",
        "--no-sync",
        "-E",
        "UTF8",
        "--locale=C.UTF-8");
    Runtime.getRuntime().addShutdownHook(new Thread(server::stop));
    server.start();
    return server;
  }

  private String data() {
    return directory.resolve("data").toString();
  }

  private void start() {
    runAsServer(
        "pg_ctl",
        "-D",
        data(),
        "-w",
        "-l",
        directory.resolve("server.log").toString(),
        "-o",
        settings,
        "start");
  }

  /** From now on connections to that database need a password, which the user has. */
  public void lock(String database, String password) {
    rule("host %s all 127.0.0.1/32 scram-sha-256".formatted(database));
    String sql =
        "ALTER USER %s PASSWORD '%s'; SELECT pg_reload_conf()"
            .formatted(USER, password.replace("'", "''"));
    Programs.run(client("psql", "-q", "-d", "postgres", "-c", sql));
  }

  /** From now on the server takes encrypted connections only. */
  public void requireEncryption() {
    rule("hostnossl all all 127.0.0.1/32 reject");
    runAsServer("pg_ctl", "-D", data(), "reload");
  }

  private void rule(String first) {
    try {
      Path rules = directory.resolve("data").resolve("pg_hba.conf");
      Files.writeString(rules, first + "\n" + Files.readString(rules));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public int port() {
    return port;
  }

  /** Stops it as a crash would, and starts it again. */
  public void restart() {
    runAsServer("pg_ctl", "-D", data(), "-m", "immediate", "stop");
    start();
  }

  /** The server refuses to run as root. */
  private void runAsServer(String program, String... arguments) {
    List<String> command = new ArrayList<>(Programs.as(SYSTEM_USER, SYSTEM_USER));
    command.add(programs.resolve(program).toString());
    command.addAll(List.of(arguments));
    Programs.run(command);
  }

  private void stop() {
    runAsServer("pg_ctl", "-D", data(), "-m", "immediate", "stop");
    Programs.delete(directory);
  }

  /** Makes an empty database. */
  public void create(String database) {
    Programs.run(client("createdb", database));
  }

  /** Makes a database with the contents of a dump. */
  public void restore(String database, Path dump) {
    create(database);
    Programs.run(
        client("psql", "-q", "-v", "ON_ERROR_STOP=1", "-d", database, "-f", dump.toString()));
  }

  /** Makes a database like one that nobody is connected to. */
  public void copy(String from, String to) {
    Programs.run(client("createdb", "-T", from, to));
  }

  private List<String> client(String program, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(programs.resolve(program).toString());
    command.addAll(List.of("-h", "127.0.0.1", "-p", Integer.toString(port), "-U", USER));
    command.addAll(List.of(arguments));
    return command;
  }

  /** The address of the lake in a database. */
  public String address(String database) {
    return "ducklake:postgres:dbname=%s host=127.0.0.1 port=%d user=%s"
        .formatted(database, port, USER);
  }

  public String jdbcUrl(String database) {
    return "jdbc:postgresql://127.0.0.1:%d/%s?user=%s".formatted(port, database, USER);
  }
}
