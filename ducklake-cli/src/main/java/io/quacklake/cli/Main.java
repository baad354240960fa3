package io.quacklake.cli;

import io.quacklake.cli.command.DucklakeCommand;
import io.quacklake.cli.command.Surroundings;
import io.quacklake.cli.output.OutputFormat;
import io.quacklake.cli.output.StandardOutput;
import io.quacklake.cli.write.WriteCommands;
import io.quacklake.format.DuckLakeException;
import io.quacklake.format.InvalidPredicateException;
import java.io.BufferedOutputStream;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;

/** Runs {@code ducklake}. */
public final class Main {
  private static final int FAILED = 1;
  private static final int WRONG_USAGE = 2;

  /** As the shell reports a program that ended because its reader did. */
  private static final int CLOSED_BY_READER = 141;

  private Main() {}

  /** The program. Ctrl-C ends it with 130, as the JVM does by itself. */
  public static void main(String[] args) {
    boolean verbose = Arrays.asList(args).contains("--verbose");
    System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", verbose ? "debug" : "error");
    // The pool would list its settings.
    System.setProperty("org.slf4j.simpleLogger.log.com.zaxxer", "warn");
    // System.out would swallow the end of a pipe.
    int code =
        run(
            args,
            new Surroundings(
                System.in,
                new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), 1 << 16),
                System.err,
                System.getenv(),
                Path.of("").toAbsolutePath(),
                Path.of(System.getProperty("user.home", "")),
                isTerminal()));
    System.exit(code);
  }

  /** Runs one command and returns its exit code. */
  public static int run(String[] args, Surroundings surroundings) {
    DucklakeCommand ducklake = new DucklakeCommand(surroundings);
    CommandLine line = new CommandLine(ducklake);
    WriteCommands.all().forEach(line::addSubcommand); // before what is set for all of them
    line.setCaseInsensitiveEnumValuesAllowed(true)
        .registerConverter(OutputFormat.class, Main::format)
        .registerConverter(Long.class, text -> number(text, Long.MAX_VALUE))
        .registerConverter(Integer.class, text -> (int) number(text, Integer.MAX_VALUE))
        .setOut(new PrintWriter(surroundings.out(), true, StandardCharsets.UTF_8))
        .setErr(new PrintWriter(surroundings.err(), true, StandardCharsets.UTF_8))
        .setUsageHelpLongOptionsMaxWidth(32)
        .setUsageHelpWidth(100)
        .setParameterExceptionHandler((failure, arguments) -> wrongUsage(failure, surroundings))
        .setExecutionExceptionHandler(
            (failure, command, parsed) -> failed(failure, ducklake, surroundings));
    // What is the command's own comes first, what all commands have after it.
    line.getSubcommands()
        .values()
        .forEach(
            each ->
                each.getCommandSpec().usageMessage().sortOptions(false).abbreviateSynopsis(true));
    try {
      return line.execute(args);
    } catch (Error e) {
      // Out of memory, or a driver that cannot be loaded.
      return failed(e, ducklake, surroundings);
    }
  }

  private static long number(String text, long most) {
    try {
      long number = Long.parseLong(text);
      if (number >= 0 && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw new TypeConversionException("'" + text + "' is not a whole number.");
    }
    throw new TypeConversionException("'" + text + "' is not between 0 and " + most + ".");
  }

  private static OutputFormat format(String text) {
    for (OutputFormat each : OutputFormat.values()) {
      if (each.toString().equalsIgnoreCase(text)) {
        return each;
      }
    }
    throw new TypeConversionException(
        "'" + text + "' is no format; it can be table, csv, json, ndjson, arrow or parquet.");
  }

  private static int wrongUsage(ParameterException failure, Surroundings surroundings) {
    CommandLine command = failure.getCommandLine();
    surroundings.err().println("ducklake: " + clearText(failure));
    surroundings.err().println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
    return WRONG_USAGE;
  }

  private static int failed(
      Throwable failure, DucklakeCommand ducklake, Surroundings surroundings) {
    for (Throwable each = failure; each != null; each = each.getCause()) {
      if (each instanceof StandardOutput.ClosedByReader) {
        return CLOSED_BY_READER;
      }
    }
    // The library says so to what cannot be meant, such as the column name a..b.
    boolean misused = failure instanceof IllegalArgumentException;
    boolean expected =
        misused
            || failure instanceof DuckLakeException
            || failure instanceof IOException
            || failure instanceof UncheckedIOException;
    surroundings
        .err()
        .println(
            expected
                ? "ducklake: " + clearText(failure)
                : "ducklake: internal error: "
                    + failure.getClass().getSimpleName()
                    + ": "
                    + clearText(failure)
                    + (ducklake.isVerbose() ? "" : " (--verbose shows where)"));
    if (ducklake.isVerbose()) {
      failure.printStackTrace(surroundings.err());
    }
    return misused ? WRONG_USAGE : FAILED;
  }

  private static String clearText(Throwable failure) {
    String message = failure.getMessage();
    if (message == null) {
      return failure.getClass().getSimpleName();
    }
    // The caret under a filter's text needs its line; other line ends come from databases.
    String lines =
        failure instanceof InvalidPredicateException
            ? message.stripTrailing()
            : message.strip().replaceAll("\\s*[\\r\\n]+\\s*", " ");
    return lines.replaceAll("[\\p{Cntrl}&&[^\n]]", "?");
  }

  /** From JDK 22 on there is a console without a terminal too. */
  @SuppressWarnings("SystemConsoleNull")
  private static boolean isTerminal() {
    Console console = System.console();
    if (console == null) {
      return false;
    }
    try {
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (ReflectiveOperationException before22) {
      return true;
    }
  }
}
