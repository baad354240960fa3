package io.quacklake.transact.internal.draft;

import io.quacklake.catalog.SnapshotReader;
import io.quacklake.format.SnapshotId;
import io.quacklake.format.TableId;
import io.quacklake.format.partition.PartitionSpec;
import io.quacklake.format.partition.SortField;
import io.quacklake.format.schema.Column;
import io.quacklake.format.schema.TableInfo;
import java.util.List;

/**
 * A table of the base snapshot.
 *
 * @param partitioning without fields where it is not partitioned
 */
public record BaseTable(
    TableInfo info, List<Column> columns, PartitionSpec partitioning, List<SortField> sortOrder) {
  public BaseTable {
    columns = List.copyOf(columns);
    sortOrder = List.copyOf(sortOrder);
  }

  static BaseTable read(TableInfo info, SnapshotId at, SnapshotReader reader) {
    TableId id = info.id();
    return new BaseTable(
        info, reader.columns(id, at), reader.partitionSpec(id, at), reader.sortOrder(id, at));
  }

  TableLayout layout() {
    return new TableLayout(partitioning, sortOrder);
  }
}
