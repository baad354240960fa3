package io.quacklake.catalog;

import io.quacklake.catalog.internal.init.CatalogLayout;
import io.quacklake.catalog.internal.jdbc.Jdbc;
import io.quacklake.catalog.internal.rows.MacroRows;
import io.quacklake.catalog.internal.rows.SummaryRows;
import io.quacklake.catalog.internal.rows.TagRows;
import io.quacklake.catalog.internal.rows.ViewRows;
import io.quacklake.format.FieldId;
import io.quacklake.format.SnapshotId;
import io.quacklake.format.TableId;
import io.quacklake.format.file.ColumnSummary;
import io.quacklake.format.file.FileTotals;
import io.quacklake.format.schema.MacroInfo;
import io.quacklake.format.schema.SchemaInfo;
import io.quacklake.format.schema.ViewInfo;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the catalog says beside what a scan needs: views, macros, tags, sums and statistics. To be
 * used inside {@link Catalog#read} only; {@link SnapshotReader#metadata} gives it out.
 */
public final class MetadataReader {
  private final ViewRows views;
  private final MacroRows macros;
  private final TagRows tags;
  private final SummaryRows summaries;

  MetadataReader(Jdbc jdbc, CatalogLayout layout) {
    this.views = new ViewRows(jdbc, layout);
    this.macros = new MacroRows(jdbc, layout);
    this.tags = new TagRows(jdbc);
    this.summaries = new SummaryRows(jdbc, layout);
  }

  /** The views in some of a snapshot's schemas, by name. */
  List<ViewInfo> views(SnapshotId snapshot, List<SchemaInfo> schemas) {
    return views.at(snapshot, schemas);
  }

  /** The uuid of a view, which stays when it is renamed. */
  Optional<String> viewUuid(long view) {
    return views.uuid(view);
  }

  /** The macros in some of a snapshot's schemas, by name. */
  public List<MacroInfo> macros(SnapshotId snapshot, List<SchemaInfo> schemas) {
    return macros.at(snapshot, schemas);
  }

  /** The tags of a table, the comment among them, by their keys. */
  public Map<String, String> tags(TableId table, SnapshotId snapshot) {
    return tags.of(table.value(), snapshot);
  }

  /** The tags of a table's columns, comments among them. */
  public Map<FieldId, Map<String, String>> columnTags(TableId table, SnapshotId snapshot) {
    return tags.ofColumns(table, snapshot);
  }

  /** What is noted of the values of a table's columns; a column that is missing is unknown. */
  public Map<FieldId, ColumnSummary> columnSummaries(TableId table) {
    return summaries.columns(table);
  }

  /** Sums over the files of a table that a snapshot sees. */
  public FileTotals fileTotals(TableId table, SnapshotId snapshot) {
    return summaries.files(table, snapshot);
  }
}
