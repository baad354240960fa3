package io.quacklake.catalog.internal.rows;

import io.quacklake.catalog.internal.init.CatalogLayout;
import io.quacklake.catalog.internal.jdbc.Jdbc;
import io.quacklake.catalog.internal.jdbc.Row;
import io.quacklake.format.CorruptLakeException;
import io.quacklake.format.FieldId;
import io.quacklake.format.UnsupportedFeatureException;
import io.quacklake.format.schema.NameMapping;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Rows of {@code ducklake_column_mapping} and {@code ducklake_name_mapping}. */
public final class MappingRows {
  private static final String KIND =
      "SELECT m.%s AS kind FROM ducklake_column_mapping m WHERE m.mapping_id = ?";
  private static final String ENTRIES =
      """
      SELECT n.column_id, n.source_name, n.target_field_id, n.parent_column, %s
      FROM ducklake_name_mapping n
      WHERE n.mapping_id = ?
      ORDER BY n.column_id
      """;

  /** Ids and parents are local to the mapping. */
  private record Entry(
      long id, @Nullable Long parent, String source, long target, boolean isPartition) {}

  private final Jdbc jdbc;
  private final CatalogLayout layout;

  public MappingRows(Jdbc jdbc, CatalogLayout layout) {
    this.jdbc = jdbc;
    this.layout = layout;
  }

  public NameMapping of(long id) {
    String missing = "A data file refers to the name mapping " + id + ", which is not there.";
    if (!layout.has("ducklake_column_mapping")) {
      throw new CorruptLakeException(missing);
    }
    String kind =
        jdbc.first(KIND.formatted(jdbc.dialect().quote("type")), row -> row.text("kind"), id)
            .orElseThrow(() -> new CorruptLakeException(missing));
    if (!kind.equals("map_by_name")) {
      throw new UnsupportedFeatureException(
          "column mapping " + kind,
          "The column mapping %d is of the unknown kind %s.".formatted(id, kind));
    }
    List<Entry> entries =
        jdbc.query(
            ENTRIES.formatted(layout.columnOrNull("ducklake_name_mapping", "n", "is_partition")),
            MappingRows::map,
            id);
    Set<Long> ids = new HashSet<>();
    for (Entry entry : entries) {
      if (!ids.add(entry.id())) {
        throw new CorruptLakeException(
            "The name mapping %d has two entries with column_id %d.".formatted(id, entry.id()));
      }
    }
    for (Entry entry : entries) {
      if (entry.parent() != null
          && (!ids.contains(entry.parent()) || entry.parent() == entry.id())) {
        throw new CorruptLakeException(
            "Entry %d of the name mapping %d has no parent %d."
                .formatted(entry.id(), id, entry.parent()));
      }
    }
    return new NameMapping(id, children(null, entries));
  }

  private static List<NameMapping.Entry> children(@Nullable Long parent, List<Entry> all) {
    List<NameMapping.Entry> children = new ArrayList<>();
    for (Entry entry : all) {
      if (Objects.equals(entry.parent(), parent)) {
        children.add(
            new NameMapping.Entry(
                entry.source(),
                new FieldId(entry.target()),
                entry.isPartition(),
                children(entry.id(), all)));
      }
    }
    return children;
  }

  private static Entry map(Row row) {
    Boolean isPartition = row.flagOrNull("is_partition");
    return new Entry(
        row.number("column_id"),
        row.numberOrNull("parent_column"),
        row.text("source_name"),
        row.number("target_field_id"),
        isPartition != null && isPartition);
  }
}
