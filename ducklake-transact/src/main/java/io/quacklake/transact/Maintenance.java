package io.quacklake.transact;

import io.quacklake.catalog.SnapshotReader;
import io.quacklake.format.NotFoundException;
import io.quacklake.format.TableRef;
import io.quacklake.format.schema.TableInfo;
import io.quacklake.scan.LakehouseSession;
import io.quacklake.transact.internal.maintain.Compactions;
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
