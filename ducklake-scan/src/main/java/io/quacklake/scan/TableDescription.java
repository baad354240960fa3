package io.quacklake.scan;

import io.quacklake.format.Snapshot;
import io.quacklake.format.partition.PartitionSpec;
import io.quacklake.format.partition.SortField;
import io.quacklake.format.schema.Column;
import io.quacklake.format.schema.TableInfo;
import java.util.List;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * A table as of a snapshot.
 *
 * @param location where its files lie
 * @param schema the Arrow schema that a scan of all columns has
 * @param partitioning without fields where the table is not partitioned
 */
public record TableDescription(
    Snapshot snapshot,
    TableInfo table,
    String location,
    List<Column> columns,
    Schema schema,
    PartitionSpec partitioning,
    List<SortField> sortOrder) {
  public TableDescription {
    columns = List.copyOf(columns);
    sortOrder = List.copyOf(sortOrder);
  }
}
