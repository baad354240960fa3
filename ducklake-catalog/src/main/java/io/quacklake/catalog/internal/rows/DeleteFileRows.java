package io.quacklake.catalog.internal.rows;

import io.quacklake.catalog.internal.init.CatalogLayout;
import io.quacklake.catalog.internal.init.SnapshotFacts;
import io.quacklake.catalog.internal.jdbc.Jdbc;
import io.quacklake.catalog.internal.jdbc.Row;
import io.quacklake.catalog.internal.jdbc.Visible;
import io.quacklake.format.FileId;
import io.quacklake.format.SnapshotId;
import io.quacklake.format.TableId;
import io.quacklake.format.file.DeleteFile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Rows of {@code ducklake_delete_file} and of {@code ducklake_inlined_delete_N}. */
public final class DeleteFileRows {
  private static final String SELECT =
      """
      SELECT d.delete_file_id, d.data_file_id, d.begin_snapshot, d.end_snapshot, d.path,
        d.path_is_relative, d.format, d.delete_count, d.file_size_bytes, d.footer_size,
        d.encryption_key, %s
      FROM ducklake_delete_file d
      WHERE d.table_id = ? AND %s
      ORDER BY d.data_file_id, d.delete_file_id
      """;
  // Its row_id is a position in the file. There is no end: such a delete is never undone.
  private static final String INLINED =
      """
      SELECT d.file_id, d.row_id, d.begin_snapshot
      FROM %s d
      WHERE d.begin_snapshot <= ?
      ORDER BY d.file_id, d.row_id
      """;

  private final Jdbc jdbc;
  private final SnapshotFacts facts;
  private final String visible;
  private final String between;

  public DeleteFileRows(Jdbc jdbc, CatalogLayout layout, SnapshotFacts facts) {
    this.jdbc = jdbc;
    this.facts = facts;
    String partialMax = layout.columnOrNull("ducklake_delete_file", "d", "partial_max");
    this.visible = SELECT.formatted(partialMax, Visible.at("d"));
    this.between = SELECT.formatted(partialMax, Visible.between("d"));
  }

  /** By data file; a race may have left several for one (pitfalls P21). */
  public List<DeleteFile> of(TableId table, SnapshotId snapshot) {
    return jdbc.isKnownEmpty("ducklake_delete_file")
        ? List.of()
        : jdbc.query(
            visible, DeleteFileRows::map, table.value(), snapshot.value(), snapshot.value());
  }

  /** Those that begin at {@code to} or before and end, if at all, at {@code from} or after. */
  public List<DeleteFile> between(TableId table, SnapshotId from, SnapshotId to) {
    return jdbc.query(between, DeleteFileRows::map, table.value(), to.value(), from.value());
  }

  /** Gives each deleted position up to a snapshot to {@code use}, in the order of files. */
  public void eachInlined(TableId table, SnapshotId to, InlinedDelete use) {
    String name = "ducklake_inlined_delete_" + table;
    // A table that is made later holds nothing that this snapshot sees.
    boolean there =
        facts.of(
            to,
            new SnapshotFacts.Key<>("inlined deletes", table),
            () -> !jdbc.isKnownEmpty(name) && !jdbc.columns(name).isEmpty());
    if (!there) {
      return;
    }
    jdbc.each(
        INLINED.formatted(name),
        row ->
            use.deleted(
                new FileId(row.number("file_id")),
                row.number("row_id"),
                new SnapshotId(row.number("begin_snapshot"))),
        to.value());
  }

  /** Takes a position of a data file that a snapshot deleted. */
  public interface InlinedDelete {
    void deleted(FileId file, long position, SnapshotId snapshot);
  }

  /** Positions in ascending order, each once. The table is registered nowhere and made on need. */
  public Map<FileId, long[]> inlined(TableId table, SnapshotId snapshot) {
    Map<FileId, List<Long>> positions = new LinkedHashMap<>();
    eachInlined(
        table,
        snapshot,
        (file, position, since) ->
            positions.computeIfAbsent(file, each -> new ArrayList<>()).add(position));
    Map<FileId, long[]> result = new HashMap<>();
    positions.forEach(
        (file, list) ->
            result.put(file, list.stream().mapToLong(Long::longValue).distinct().toArray()));
    return result;
  }

  private static DeleteFile map(Row row) {
    long id = row.number("delete_file_id");
    return new DeleteFile(
        new FileId(id),
        new FileId(row.number("data_file_id")),
        DataFileRows.filePath(row),
        row.text("format"),
        row.numberOrNull("delete_count"),
        row.number("file_size_bytes"),
        row.numberOrNull("footer_size"),
        Keys.of(row),
        DataFileRows.lifespan(row),
        DataFileRows.snapshotOrNull(row, "partial_max"));
  }
}
