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

/** What the servers of tests need of this machine. */
final class Programs {
  private static final long MOST_SECONDS = 120;
  private static final int TRIES = 600;
  private static final long WAIT_MILLIS = 100;

  private Programs() {}

  /** The directory with all of these programs: one of {@code places}, or of the path. */
  static Optional<Path> find(List<Path> places, String... names) {
    List<Path> all = new ArrayList<>(places);
    for (String place : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
      all.add(Path.of(place));
    }
    return all.stream()
        .filter(place -> Stream.of(names).allMatch(name -> isProgram(place, name)))
        .findFirst();
  }

  private static boolean isProgram(Path place, String name) {
    return Files.isExecutable(place.resolve(name));
  }

  static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What stands before a command that root does not run, as servers refuse to. */
  static List<String> as(String user, String group) {
    return isRoot()
        ? List.of("setpriv", "--reuid=" + user, "--regid=" + group, "--clear-groups")
        : List.of();
  }

  /** An empty directory of that user's, if this is root. */
  static Path directory(String prefix, String user) {
    try {
      Path directory = Files.createTempDirectory(prefix);
      give(directory, user);
      return directory;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void give(Path file, String user) {
    if (isRoot()) {
      run(List.of("chown", user, file.toString()));
    }
  }

  /** Makes a file one that only that user reads, if this is root. */
  static void keepFor(Path file, String user) {
    run(List.of("chmod", "600", file.toString()));
    give(file, user);
  }

  private static boolean isRoot() {
    return System.getProperty("user.name").equals("root");
  }

  static void delete(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs a command to its end, which has to be a good one. */
  static void run(List<String> command) {
    try {
      // To a file: a server that the command starts would keep a pipe open.
      Path output = Files.createTempFile("qlrun", ".log");
      Process process = start(command, output);
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

  static Process start(List<String> command, Path output) throws IOException {
    return new ProcessBuilder(command)
        .directory(new File("/"))
        .redirectErrorStream(true)
        .redirectOutput(output.toFile())
        .start();
  }

  /** Whether a server answers yet. */
  interface Probe {
    boolean answers();
  }

  /** Waits until a server that was started answers. */
  static void await(String name, Process server, Path log, Probe probe) {
    try {
      for (int i = 0; i < TRIES && server.isAlive(); i++) {
        if (probe.answers()) {
          return;
        }
        Thread.sleep(WAIT_MILLIS);
      }
      throw new IllegalStateException(name + " does not start: " + Files.readString(log));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
