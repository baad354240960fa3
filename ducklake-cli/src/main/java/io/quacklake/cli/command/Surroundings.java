package io.quacklake.cli.command;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;

/**
 * What a command runs in.
 *
 * @param in where rows may come from
 * @param out where results go
 * @param err where messages go
 * @param directory the working directory
 * @param atTerminal whether a person reads {@code out}
 */
public record Surroundings(
    InputStream in,
    OutputStream out,
    PrintStream err,
    Map<String, String> environment,
    Path directory,
    Path home,
    boolean atTerminal) {
  public Surroundings {
    environment = Map.copyOf(environment);
  }
}
