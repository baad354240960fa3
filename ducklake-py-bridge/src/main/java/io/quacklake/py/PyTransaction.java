package io.quacklake.py;

import io.quacklake.format.TableRef;
import io.quacklake.format.predicate.Predicate;
import io.quacklake.scan.LakehouseSession;
import io.quacklake.transact.AddFilesOptions;
import io.quacklake.transact.Assignment;
import io.quacklake.transact.ColumnDefinition;
import io.quacklake.transact.CommitInfo;
import io.quacklake.transact.CommitResult;
import io.quacklake.transact.MergeOptions;
import io.quacklake.transact.MergeResult;
import io.quacklake.transact.TableDefinition;
import io.quacklake.transact.Transaction;
import io.quacklake.transact.WriteOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.jspecify.annotations.Nullable;

/** A transaction as Python holds it. Rows come as addresses of Arrow C streams. */
public final class PyTransaction {
  private static final long NOTHING_COMMITTED = -1;

  private final Transaction transaction;
  private final Runnable release;
  private final Object turn = new Object();
  private boolean cancelled;
  private @Nullable Thread working;

  /**
   * @param release run once when the transaction has ended
   */
  PyTransaction(LakehouseSession lake, Runnable release) {
    this.transaction = Transaction.begin(lake);
    this.release = release;
  }

  /** The number of the snapshot that it builds on. */
  public long base() {
    return transaction.base().id().value();
  }

  public void createSchema(String name) {
    run(() -> transaction.createSchema(name));
  }

  public void dropSchema(String name, boolean cascade) {
    run(
        () ->
            transaction.dropSchema(
                name, cascade ? Transaction.OnDependents.DROP : Transaction.OnDependents.REFUSE));
  }

  /** Makes a table of columns with types as text, such as {@code BIGINT NOT NULL}. */
  public void createTable(
      String table, String[] names, String[] types, String[] partitioning, String[] sortOrder) {
    List<ColumnDefinition> columns = new ArrayList<>();
    for (int i = 0; i < names.length; i++) {
      columns.add(ColumnTexts.column(names[i], types[i]));
    }
    create(TableDefinition.of(TableRef.parse(table), columns), partitioning, sortOrder);
  }

  /** Makes a table with the columns of the {@code ArrowSchema} at that address. */
  public void createTableOfArrow(
      String table, long schemaAddress, String[] partitioning, String[] sortOrder) {
    create(
        TableDefinition.of(TableRef.parse(table), Imports.schema(schemaAddress)),
        partitioning,
        sortOrder);
  }

  private void create(TableDefinition table, String[] partitioning, String[] sortOrder) {
    run(
        () ->
            transaction.createTable(table.withPartitioning(partitioning).withSortOrder(sortOrder)));
  }

  public void dropTable(String table) {
    run(() -> transaction.dropTable(table));
  }

  public void createView(String view, String sql, String[] columns) {
    run(() -> transaction.createView(TableRef.parse(view), sql, List.of(columns)));
  }

  public void dropView(String view) {
    run(() -> transaction.dropView(view));
  }

  /** Changes a table's definition; {@code change} and its arguments are those of Python. */
  public void alter(String table, String change, @Nullable String[] arguments) {
    run(
        () -> {
          if (change.equals("rename")) {
            transaction.renameTable(table, ColumnTexts.required(arguments[0]));
          } else {
            transaction.alter(table, ColumnTexts.alteration(change, arguments));
          }
        });
  }

  public long append(String table, long streamAddress, boolean addColumns) {
    WriteOptions options =
        WriteOptions.DEFAULT.withUnknownColumns(
            addColumns ? WriteOptions.UnknownColumns.ADD : WriteOptions.UnknownColumns.REFUSE);
    return withRows(
        streamAddress, rows -> transaction.append(TableRef.parse(table), rows, options));
  }

  public long overwrite(String table, long streamAddress, @Nullable String where) {
    return withRows(
        streamAddress,
        rows ->
            transaction.overwrite(
                TableRef.parse(table), rows, predicate(where), WriteOptions.DEFAULT));
  }

  public long delete(String table, @Nullable String where) {
    return call(() -> transaction.delete(TableRef.parse(table), predicate(where)));
  }

  public long update(String table, String[] columns, String[] values, @Nullable String where) {
    Map<String, Assignment> assignments = new LinkedHashMap<>();
    for (int i = 0; i < columns.length; i++) {
      assignments.put(columns[i], Assignment.parse(values[i]));
    }
    return call(() -> transaction.update(TableRef.parse(table), assignments, predicate(where)));
  }

  /** Merges rows; the result is a JSON object. */
  public String merge(
      String table, long streamAddress, String[] keys, String mode, @Nullable String deleteWhen) {
    MergeOptions options = mergeOptions(mode).withDeleteWhen(predicate(deleteWhen));
    MergeResult[] result = new MergeResult[1];
    withRows(
        streamAddress,
        rows -> {
          result[0] = transaction.merge(TableRef.parse(table), rows, List.of(keys), options);
          return 0;
        });
    return Json.text(
        json -> {
          json.writeStartObject();
          json.writeNumberField("inserted", result[0].inserted());
          json.writeNumberField("updated", result[0].updated());
          json.writeNumberField("deleted", result[0].deleted());
          json.writeEndObject();
        });
  }

  private static MergeOptions mergeOptions(String mode) {
    return switch (mode) {
      case "upsert" -> MergeOptions.UPSERT;
      case "update" -> MergeOptions.UPSERT.withUnmatched(MergeOptions.Unmatched.IGNORE);
      case "insert" -> MergeOptions.UPSERT.withMatched(MergeOptions.Matched.KEEP);
      case "delete" ->
          MergeOptions.UPSERT
              .withMatched(MergeOptions.Matched.DELETE)
              .withUnmatched(MergeOptions.Unmatched.IGNORE);
      case "sync" -> MergeOptions.UPSERT.withAbsent(MergeOptions.Absent.DELETE);
      default ->
          throw new IllegalArgumentException(
              "mode is \"upsert\", \"update\", \"insert\", \"delete\" or \"sync\", not \""
                  + mode
                  + "\"");
    };
  }

  public long addFiles(
      String table,
      String[] locations,
      @Nullable Boolean hive,
      boolean allowMissing,
      boolean ignoreExtra) {
    AddFilesOptions options = AddFilesOptions.DEFAULT;
    if (hive != null) {
      options =
          options.withHive(
              hive ? AddFilesOptions.HivePartitions.USE : AddFilesOptions.HivePartitions.IGNORE);
    }
    if (allowMissing) {
      options = options.withMissing(AddFilesOptions.MissingColumns.ALLOW);
    }
    if (ignoreExtra) {
      options = options.withExtra(AddFilesOptions.ExtraColumns.IGNORE);
    }
    AddFilesOptions chosen = options;
    return call(() -> transaction.addFiles(TableRef.parse(table), List.of(locations), chosen));
  }

  /**
   * Fills the {@code ArrowSchema} at that address with the columns of a table as rows need them.
   */
  public void exportSchema(String table, long address) {
    run(() -> Exports.schema(transaction.schema(TableRef.parse(table)), address));
  }

  /** Commits; the number of the snapshot, or -1 where there was nothing to commit. */
  public long commit(
      @Nullable String message, @Nullable String author, @Nullable String extraInfo) {
    CommitResult result =
        callResult(() -> transaction.commit(new CommitInfo(message, author, extraInfo)));
    return result.wroteSnapshot() ? result.snapshot().value() : NOTHING_COMMITTED;
  }

  /** Ends the step that is under way, and the transaction with it; from any thread. */
  public void cancel() {
    boolean idle;
    synchronized (turn) {
      cancelled = true;
      idle = working == null;
      if (working != null) {
        working.interrupt();
      }
    }
    if (idle) {
      close();
    }
  }

  /** Discards what was not committed. */
  public void close() {
    CallerThread.prepare();
    try {
      transaction.close();
    } finally {
      release.run();
    }
  }

  private static @Nullable Predicate predicate(@Nullable String where) {
    return where == null ? null : Predicate.parse(where);
  }

  private long withRows(long streamAddress, ToLongFunction<ArrowReader> work) {
    return call(
        () -> {
          try (ArrowReader rows = Imports.stream(streamAddress)) {
            return work.applyAsLong(rows);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  private void run(Runnable work) {
    call(
        () -> {
          work.run();
          return 0;
        });
  }

  private long call(LongSupplier work) {
    return callResult(work::getAsLong);
  }

  /** Runs a step so that {@link #cancel} interrupts it; nothing is run after that. */
  private <T> T callResult(Supplier<T> work) {
    CallerThread.prepare();
    synchronized (turn) {
      if (cancelled) {
        throw new CancellationException("The transaction was interrupted");
      }
      working = Thread.currentThread();
    }
    boolean ended;
    try {
      return work.get();
    } finally {
      synchronized (turn) {
        working = null;
        ended = cancelled;
      }
      if (ended) {
        boolean interrupted = Thread.interrupted();
        close();
        if (interrupted) {
          Thread.currentThread().interrupt();
        }
      }
    }
  }
}
