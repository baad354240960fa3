package io.quacklake.golden;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * PgBouncer before a server, in transaction mode: each transaction of a client is on whatever
 * connection of the server is free. It needs the program (Debian's package {@code pgbouncer}).
 */
public final class PgBouncer implements AutoCloseable {
  /** What to say where the program is missing. */
  public static final String MISSING = "PgBouncer is not installed here (pgbouncer)";

  private final Path directory;
  private final int port;
  private final Process process;

  private PgBouncer(Path directory, int port, Process process) {
    this.directory = directory;
    this.port = port;
    this.process = process;
  }

  /**
   * Starts one; empty where the program is missing.
   *
   * @param connections how many it has to the server
   */
  public static Optional<PgBouncer> before(PostgresServer server, int connections) {
    return Programs.find(List.of(Path.of("/usr/sbin")), "pgbouncer")
        .map(programs -> start(programs.resolve("pgbouncer"), server, connections));
  }

  private static PgBouncer start(Path program, PostgresServer server, int connections) {
    try {
      Path directory = Programs.directory("qlpb", "postgres");
      int port = Programs.freePort();
      Path settings = directory.resolve("pgbouncer.ini");
      Files.writeString(
          settings,
          """
          [databases]
          * = host=127.0.0.1 port=%d user=ducklake
          [pgbouncer]
          listen_addr = 127.0.0.1
          listen_port = %d
          unix_socket_dir =
          auth_type = any
          pool_mode = transaction
          default_pool_size = %d
          ignore_startup_parameters = extra_float_digits
          """
              .formatted(server.port(), port, connections));
      List<String> command = new ArrayList<>(Programs.as("postgres", "postgres"));
      command.addAll(List.of(program.toString(), settings.toString()));
      Process process = Programs.start(command, directory.resolve("pgbouncer.log"));
      PgBouncer started = new PgBouncer(directory, port, process);
      Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
      Programs.await("PgBouncer", process, directory.resolve("pgbouncer.log"), () -> answers(port));
      return started;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean answers(int port) {
    try {
      new Socket(InetAddress.getLoopbackAddress(), port).close();
      return true;
    } catch (IOException notYet) {
      return false;
    }
  }

  /** The address of the lake in a database of the server. */
  public String address(String database) {
    return "ducklake:postgres:dbname=%s host=127.0.0.1 port=%d user=ducklake"
        .formatted(database, port);
  }

  @Override
  public void close() {
    process.destroyForcibly();
    Programs.delete(directory);
  }
}
