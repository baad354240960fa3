package io.quacklake.golden;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
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
  private static final long MOST_SECONDS = 120;

  private final Path programs;
  private final Path directory;
  private final int port;

  private PostgresServer(Path programs, Path directory, int port) {
    this.programs = programs;
    this.directory = directory;
    this.port = port;
  }

  /** The server of this JVM; empty where the programs are missing. */
  public static Optional<PostgresServer> shared() {
    return Shared.SERVER;
  }

  private static final class Shared {
    private static final Optional<PostgresServer> SERVER = programs().map(PostgresServer::start);
  }

  private static Optional<Path> programs() {
    List<Path> places = new ArrayList<>();
    try (Stream<Path> versions = Files.list(Path.of("/usr/lib/postgresql"))) {
      versions
          .sorted(Comparator.reverseOrder())
          .forEach(version -> places.add(version.resolve("bin")));
    } catch (IOException e) {
      // not Debian's layout
    }
    for (String place : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
      places.add(Path.of(place));
    }
    return places.stream()
        .filter(place -> Files.isExecutable(place.resolve("initdb")))
        .filter(place -> Files.isExecutable(place.resolve("pg_ctl")))
        .findFirst();
  }

  private static PostgresServer start(Path programs) {
    try {
      Path directory = Files.createTempDirectory("qlpg");
      PostgresServer server = new PostgresServer(programs, directory, freePort());
      if (isRoot()) {
        run(List.of("chown", "postgres", directory.toString()));
      }
      Path data = directory.resolve("data");
      run(
          server.asServer(
              "initdb",
              "-D",
              data,
              "-U",
              USER,
              "--auth=trust",
              "--no-sync",
              "-E",
              "UTF8",
              "--locale=C.UTF-8"));
      String settings =
          "-c listen_addresses=127.0.0.1 -p %d -c unix_socket_directories=%s -c fsync=off"
              .formatted(server.port, directory);
      Runtime.getRuntime().addShutdownHook(new Thread(server::stop));
      run(
          server.asServer(
              "pg_ctl",
              "-D",
              data,
              "-w",
              "-l",
              directory.resolve("server.log"),
              "-o",
              settings,
              "start"));
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static boolean isRoot() {
    return System.getProperty("user.name").equals("root");
  }

  /** A command as the server's user: the server refuses to run as root. */
  private List<String> asServer(String program, Object... arguments) {
    List<String> command = new ArrayList<>();
    if (isRoot()) {
      command.addAll(List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"));
    }
    command.add(programs.resolve(program).toString());
    Stream.of(arguments).map(Object::toString).forEach(command::add);
    return command;
  }

  private void stop() {
    try {
      run(asServer("pg_ctl", "-D", directory.resolve("data"), "-m", "immediate", "stop"));
      try (Stream<Path> files = Files.walk(directory)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(file);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Makes an empty database. */
  public void create(String database) {
    run(client("createdb", database));
  }

  /** Makes a database with the contents of a dump. */
  public void restore(String database, Path dump) {
    create(database);
    run(client("psql", "-q", "-v", "ON_ERROR_STOP=1", "-d", database, "-f", dump.toString()));
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

  private static void run(List<String> command) {
    try {
      // To a file: the server that pg_ctl starts would keep a pipe open.
      Path output = Files.createTempFile("qlpg", ".log");
      Process process =
          new ProcessBuilder(command)
              .directory(new File("/"))
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      if (!process.waitFor(MOST_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IllegalStateException("No end of " + command);
      }
      String said = Files.readString(output);
      Files.delete(output);
      if (process.exitValue() != 0) {
        throw new IllegalStateException(command + " failed: " + said);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
