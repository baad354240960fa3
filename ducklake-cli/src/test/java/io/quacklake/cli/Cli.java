package io.quacklake.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.quacklake.cli.command.Surroundings;
import io.quacklake.golden.Backend;
import io.quacklake.golden.GoldenLake;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Runs the command in this process. */
final class Cli {
  private final Path directory;
  private final Map<String, String> environment = new HashMap<>();
  private boolean atTerminal;

  private Cli(Path directory) {
    this.directory = directory;
  }

  /** In a working directory that is also the home of the user. */
  static Cli in(Path directory) {
    return new Cli(directory);
  }

  Cli with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  Cli atTerminal() {
    atTerminal = true;
    return this;
  }

  /** What a run left behind. */
  record Ran(int code, byte[] bytes, String err) {
    String out() {
      return new String(bytes, UTF_8);
    }
  }

  Ran run(String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code =
        Main.run(
            args,
            new Surroundings(
                InputStream.nullInputStream(),
                out,
                new PrintStream(err, true, UTF_8),
                environment,
                directory,
                directory,
                atTerminal));
    return new Ran(code, out.toByteArray(), err.toString(UTF_8));
  }

  /** Runs a command on a golden lake. */
  Ran run(GoldenLake lake, Backend backend, String... args) {
    return run(
        Stream.concat(
                Stream.of(lake.address(backend), "--data-path", lake.dataPath(backend)),
                List.of(args).stream())
            .toArray(String[]::new));
  }
}
