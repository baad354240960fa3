package io.quacklake.transact;

import io.quacklake.catalog.SnapshotReader;
import io.quacklake.format.NotFoundException;
import io.quacklake.format.Snapshot;
import io.quacklake.format.TableRef;
import io.quacklake.format.schema.TableInfo;
import io.quacklake.scan.LakehouseSession;
import io.quacklake.transact.internal.maintain.Ages;
import io.quacklake.transact.internal.maintain.Cleanup;
import io.quacklake.transact.internal.maintain.Compactions;
import io.quacklake.transact.internal.maintain.Retries;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What keeps a lake in shape. Immutable: each refinement returns another one. Other programs may
 * read and write the lake at the same time.
 *
 * <pre>{@code
 * for (CompactionResult done : Maintenance.of(lake).onTable("main.events").mergeAdjacentFiles()) {
 *   log(done.filesProcessed() + " files became " + done.filesCreated());
 * }
 * }</pre>
 */
public final class Maintenance {
  private final LakehouseSession lake;
  private final @Nullable TableRef table;
  private final Effect effect;
  private final RetryPolicy retry;
  private final CommitInfo info;

  private enum Effect {
    REAL,
    NONE
  }

  private Maintenance(
      LakehouseSession lake,
      @Nullable TableRef table,
      Effect effect,
      RetryPolicy retry,
      CommitInfo info) {
    this.lake = lake;
    this.table = table;
    this.effect = effect;
    this.retry = retry;
    this.info = info;
  }

  /** For all tables of a lake. */
  public static Maintenance of(LakehouseSession lake) {
    Transaction.requireWritable(lake);
    return new Maintenance(lake, null, Effect.REAL, RetryPolicy.DEFAULT, CommitInfo.none());
  }

  /** For one table only. */
  public Maintenance onTable(TableRef name) {
    return new Maintenance(lake, name, effect, retry, info);
  }

  /** For one table only, named as {@link TableRef#parse} reads it. */
  public Maintenance onTable(String name) {
    return onTable(TableRef.parse(name));
  }

  /** Nothing is changed; results say what would be done. */
  public Maintenance dryRun() {
    return new Maintenance(lake, table, Effect.NONE, retry, info);
  }

  /**
   * How often something is tried when others were faster, the commit and the work that it is for.
   */
  public Maintenance withRetry(RetryPolicy policy) {
    return new Maintenance(lake, table, effect, policy, info);
  }

  /** What the snapshots say of themselves that are made. */
  public Maintenance withCommitInfo(CommitInfo commitInfo) {
    return new Maintenance(lake, table, effect, retry, commitInfo);
  }

  /**
   * Makes one data file out of several small ones. Only files that were written while the table had
   * the same columns, for the same partition, and of which no row was ever deleted, are put
   * together, until they have the size that the option {@code target_file_size} says. Rows keep
   * their ids, and all snapshots read as before: each row of the new file says which snapshot wrote
   * it. The old files are scheduled for deletion.
   *
   * <p>Each table gets a snapshot of its own. Tables whose option {@code auto_compact} is false are
   * left out unless named. If others delete from a table meanwhile, it is done anew on what they
   * left.
   *
   * @return what was done, for each table where there was something to do
   * @throws NotFoundException if the table is not there
   * @throws CommitConflictException if others were in the way each time
   */
  public List<CompactionResult> mergeAdjacentFiles() {
    Compactions compactions = new Compactions(lake, info, retry);
    List<CompactionResult> results = new ArrayList<>();
    for (TableRef each : tables()) {
      try {
        Optional<CompactionResult> result =
            effect == Effect.NONE ? compactions.wouldMerge(each) : compactions.merge(each);
        result.ifPresent(results::add);
      } catch (NotFoundException gone) {
        if (table != null) {
          throw gone;
        }
      }
    }
    return results;
  }

  /**
   * Forgets snapshots: the lake can no more be read as of them. What no other snapshot sees is
   * removed from the catalog, and its files are scheduled for deletion. No snapshot is made.
   * Transactions that began at one of them will not be committed.
   *
   * @return those that are gone
   */
  public List<Snapshot> expireSnapshots(SnapshotsToExpire which) {
    return lakeAsAWhole().catalog().read(reader -> which.among(reader.snapshots())).isEmpty()
        ? List.of()
        : expired(which);
  }

  /** The same for those older than the option {@code expire_older_than} says; else none. */
  public List<Snapshot> expireSnapshots() {
    String age =
        lakeAsAWhole()
            .catalog()
            .read(reader -> reader.options(null, null))
            .getOrDefault("expire_older_than", "");
    return age.isBlank()
        ? List.of()
        : expireSnapshots(SnapshotsToExpire.olderThan(Ages.parse(age)));
  }

  private List<Snapshot> expired(SnapshotsToExpire which) {
    if (effect == Effect.NONE) {
      return lake.catalog().read(reader -> which.among(reader.snapshots()));
    }
    return Retries.run(
        retry,
        () ->
            lake.catalog()
                .write(
                    writer -> {
                      List<Snapshot> gone = which.among(writer.reader().snapshots());
                      writer.expire(gone.stream().map(Snapshot::id).toList());
                      return gone;
                    }));
  }

  /**
   * Removes files below the data path that the catalog does not name at any snapshot: what a
   * program left that was killed while it wrote, or whose commit had an unknown outcome. Only files
   * are looked at whose names are those that lakes give. Several lakes that share a data path would
   * take each other's files for orphans.
   *
   * @param age how long ago a file at least was modified, by the store's time; longer than any
   *     transaction lasts, since its files are known to the catalog only when it is committed
   * @return where they were
   */
  public List<String> deleteOrphanedFiles(Duration age) {
    return orphans(new Cleanup(lakeAsAWhole(), age));
  }

  /** The same with the age that the option {@code delete_older_than} says, or two days. */
  public List<String> deleteOrphanedFiles() {
    return orphans(new Cleanup(lakeAsAWhole(), null));
  }

  private List<String> orphans(Cleanup cleanup) {
    return effect == Effect.NONE ? cleanup.orphans() : cleanup.removeOrphans();
  }

  /**
   * Removes files that were scheduled for deletion, as merging does with the old files.
   *
   * @param age how long ago a file at least was scheduled; longer than anybody reads who planned
   *     before that
   * @return where they were
   */
  public List<String> cleanupOldFiles(Duration age) {
    return oldFiles(new Cleanup(lakeAsAWhole(), age));
  }

  /** The same with the age that the option {@code delete_older_than} says, or two days. */
  public List<String> cleanupOldFiles() {
    return oldFiles(new Cleanup(lakeAsAWhole(), null));
  }

  private List<String> oldFiles(Cleanup cleanup) {
    return effect == Effect.NONE ? cleanup.scheduled() : cleanup.removeScheduled();
  }

  /**
   * Reads an age: {@code 30m}, {@code 12h}, {@code 2d}, {@code 1 week 2 days}.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static Duration age(String text) {
    return Ages.parse(text);
  }

  private LakehouseSession lakeAsAWhole() {
    if (table != null) {
      throw new IllegalArgumentException(
          "Files that no table has are removed for the whole lake, not for table " + table + ".");
    }
    return lake;
  }

  /** The one that is named, or all that are not left out by an option. */
  private List<TableRef> tables() {
    return table != null ? List.of(table) : lake.catalog().read(Maintenance::compacted);
  }

  private static List<TableRef> compacted(SnapshotReader reader) {
    List<TableRef> refs = new ArrayList<>();
    for (TableInfo each : reader.tables(reader.latest().id())) {
      Map<String, String> options = reader.options(each.schema().id(), each.id());
      if ("true".equalsIgnoreCase(options.getOrDefault("auto_compact", "true"))) {
        refs.add(each.ref());
      }
    }
    return refs;
  }
}
