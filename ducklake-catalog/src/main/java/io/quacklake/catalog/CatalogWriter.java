package io.quacklake.catalog;

import io.quacklake.catalog.commit.CommitPoint;
import io.quacklake.catalog.commit.Edit;
import io.quacklake.catalog.commit.NewSnapshot;
import io.quacklake.catalog.commit.TableColumnStats;
import io.quacklake.catalog.internal.cleanup.SnapshotExpiry;
import io.quacklake.catalog.internal.cleanup.StoredFileRows;
import io.quacklake.catalog.internal.edits.EditWriter;
import io.quacklake.catalog.internal.edits.OptionEdits;
import io.quacklake.catalog.internal.edits.StatsEdits;
import io.quacklake.catalog.internal.init.CatalogLayout;
import io.quacklake.catalog.internal.init.SnapshotFacts;
import io.quacklake.catalog.internal.jdbc.Jdbc;
import io.quacklake.catalog.internal.rows.ColumnRows;
import io.quacklake.catalog.internal.rows.SnapshotRows;
import io.quacklake.format.Snapshot;
import io.quacklake.format.SnapshotId;
import io.quacklake.format.TableId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One transaction that writes the catalog; to be used inside {@link Catalog#write} only. It sees
 * one state of the catalog, with what it wrote itself.
 */
public final class CatalogWriter {
  private final Jdbc jdbc;
  private final CatalogLayout layout;
  private final SnapshotRows snapshots;
  private final StatsEdits stats;
  private final SnapshotReader reader;

  CatalogWriter(Jdbc jdbc, CatalogLayout layout) {
    this.jdbc = jdbc;
    this.layout = layout;
    this.snapshots = new SnapshotRows(jdbc, layout);
    this.stats = new StatsEdits(jdbc);
    // Nothing that is not committed yet gets into what the catalog's readers share.
    this.reader = new SnapshotReader(jdbc, layout, new SnapshotFacts());
  }

  /** The newest snapshot, on which a commit builds. */
  public CommitPoint latest() {
    return snapshots.point(layout.version());
  }

  /** The snapshots that came after that one, oldest first. */
  public List<Snapshot> after(SnapshotId base) {
    return snapshots.between(new SnapshotId(base.value() + 1), new SnapshotId(Long.MAX_VALUE));
  }

  /** What the catalog says of snapshots. */
  public SnapshotReader reader() {
    return reader;
  }

  /** The counters of a table, if it has ever had rows. */
  public Optional<TableStats> tableStats(TableId table) {
    return Optional.ofNullable(stats.of(List.of(table)).get(table));
  }

  /** The same of several tables at once; those without are left out. */
  public Map<TableId, TableStats> tableStats(Collection<TableId> tables) {
    return stats.of(tables);
  }

  /** What is known of a table's columns; a column without a row is not among them. */
  public List<TableColumnStats> columnStats(TableId table) {
    return stats.columnsOf(List.of(table)).getOrDefault(table, List.of());
  }

  /** The same of several tables at once; those without are left out. */
  public Map<TableId, List<TableColumnStats>> columnStats(Collection<TableId> tables) {
    return stats.columnsOf(tables);
  }

  /** The id for the next column of a table: no column ever had it. */
  public long nextColumnId(TableId table) {
    return new ColumnRows(jdbc, layout).nextId(table);
  }

  /** Writes a commit; gives the snapshot as it will be read. */
  public Snapshot write(NewSnapshot snapshot, List<Edit> edits) {
    return snapshot.at(new EditWriter(jdbc, layout).write(snapshot, edits));
  }

  /**
   * Removes snapshots, and all that no other one sees. Files of which nothing is needed are
   * scheduled for deletion. No snapshot is written.
   *
   * @param snapshots not the newest
   */
  public void expire(Collection<SnapshotId> snapshots) {
    Set<Long> ids = snapshots.stream().map(SnapshotId::value).collect(Collectors.toSet());
    if (ids.contains(latest().id().value())) {
      throw new IllegalArgumentException("The newest snapshot cannot expire.");
    }
    if (!ids.isEmpty()) {
      new SnapshotExpiry(jdbc, layout).remove(ids);
    }
  }

  /** Files that were scheduled for deletion have been removed. */
  public void forget(Collection<ScheduledFile> files) {
    new StoredFileRows(jdbc).forget(files);
  }

  /**
   * Sets an option of the lake, a schema or a table. Options have no snapshots.
   *
   * @param scopeId null for the lake
   */
  public void putOption(String key, String value, LakeOption.Scope scope, @Nullable Long scopeId) {
    new OptionEdits(jdbc).put(key, value, scope, scopeId);
  }
}
