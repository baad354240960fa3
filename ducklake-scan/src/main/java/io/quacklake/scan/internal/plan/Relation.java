package io.quacklake.scan.internal.plan;

import io.quacklake.catalog.SnapshotReader;
import io.quacklake.format.NotFoundException;
import io.quacklake.format.SnapshotId;
import io.quacklake.format.TableRef;
import io.quacklake.format.internal.bind.BoundPredicate;
import io.quacklake.format.schema.Column;
import io.quacklake.format.schema.TableInfo;
import io.quacklake.format.schema.ViewInfo;
import io.quacklake.scan.internal.view.ViewBinding;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a scan may read: a table, or a view that selects from one.
 *
 * @param table the table that is read
 * @param view null for the table itself
 * @param tableColumns all columns of the table
 * @param columns those that a caller may name
 * @param filter the view's own condition, null without one
 */
public record Relation(
    TableInfo table,
    @Nullable ViewInfo view,
    List<Column> tableColumns,
    List<Column> columns,
    @Nullable BoundPredicate filter) {

  /**
   * Finds a table or view.
   *
   * @throws NotFoundException if there is neither
   * @throws io.quacklake.format.UnsupportedFeatureException if it is a view that takes an engine
   */
  public static Relation of(TableRef ref, SnapshotReader reader, SnapshotId snapshot) {
    try {
      return ofTable(ref, reader, snapshot);
    } catch (NotFoundException noTable) {
      Optional<ViewInfo> view = reader.view(ref, snapshot);
      if (view.isEmpty()) {
        throw noTable;
      }
      return of(ViewBinding.of(view.get(), reader, snapshot));
    }
  }

  private static Relation of(ViewBinding binding) {
    return new Relation(
        binding.table(),
        binding.view(),
        binding.tableColumns(),
        binding.columns(),
        binding.filter());
  }

  static Relation ofTable(TableRef ref, SnapshotReader reader, SnapshotId snapshot) {
    TableInfo table = reader.table(ref, snapshot);
    List<Column> columns = reader.columns(table.id(), snapshot);
    return new Relation(table, null, columns, columns, null);
  }

  TableRef ref() {
    return view == null ? table.ref() : view.ref();
  }
}
