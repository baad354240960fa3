package io.quacklake.cli.write;

import io.quacklake.cli.command.DucklakeCommand;
import io.quacklake.cli.output.Result;
import io.quacklake.cli.output.RowsReader;
import io.quacklake.format.type.PrimitiveType;
import io.quacklake.scan.LakehouseSession;
import io.quacklake.transact.CommitInfo;
import io.quacklake.transact.CommitResult;
import io.quacklake.transact.Transaction;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** A command that commits one snapshot and prints what it changed. */
abstract class WriteCommand implements Callable<Integer> {
  @ParentCommand
  @SuppressWarnings("NullAway.Init")
  private DucklakeCommand ducklake;

  @Option(names = "--message", paramLabel = "TEXT", description = "The commit message.")
  private @Nullable String message;

  @Option(names = "--author", paramLabel = "NAME", description = "Who commits.")
  private @Nullable String author;

  @Option(
      names = "--extra-info",
      paramLabel = "TEXT",
      description = "More for the snapshot, JSON by habit.")
  private @Nullable String extraInfo;

  @Option(
      names = "--dry-run",
      description = "Do all but the commit, and print what would have been changed.")
  private boolean dryRun;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  @SuppressWarnings("UnusedVariable")
  private boolean help;

  /** Counts for people and programs, by name; in the order in which they were put. */
  static final class Summary {
    private final Map<String, Long> counts = new LinkedHashMap<>();

    Summary count(String name, long rows) {
      counts.merge(name, rows, Long::sum);
      return this;
    }
  }

  /** Stages the change. */
  abstract void change(Work work) throws IOException;

  /** What a command works with. */
  record Work(
      LakehouseSession lake, Transaction transaction, DucklakeCommand ducklake, Summary summary) {}

  @Override
  public final Integer call() throws IOException {
    try (LakehouseSession lake = ducklake.open();
        Transaction transaction = Transaction.begin(lake)) {
      Summary summary = new Summary();
      change(new Work(lake, transaction, ducklake, summary));
      CommitResult done =
          dryRun ? null : transaction.commit(new CommitInfo(message, author, extraInfo));
      try (Result result = result(summary, done)) {
        ducklake.printer().print(result);
      }
      return 0;
    }
  }

  private Result result(Summary summary, @Nullable CommitResult done) {
    RowsReader.Builder row = new RowsReader.Builder();
    List<@Nullable Object> values = new ArrayList<>(summary.counts.values());
    summary.counts.keySet().forEach(name -> row.column(name, PrimitiveType.INT64));
    row.column("snapshot", PrimitiveType.INT64);
    row.column("committed", PrimitiveType.BOOLEAN);
    boolean committed = done != null && done.wroteSnapshot();
    values.add(done != null && committed ? done.snapshot().value() : null);
    values.add(committed);
    return row.row(values.toArray()).record();
  }
}
