package io.quacklake.scan;

import io.quacklake.catalog.TableStats;
import io.quacklake.format.FieldId;
import io.quacklake.format.Snapshot;
import io.quacklake.format.TableRef;
import io.quacklake.format.file.ColumnSummary;
import io.quacklake.format.partition.PartitionField;
import io.quacklake.format.partition.PartitionSpec;
import io.quacklake.format.partition.SortField;
import io.quacklake.format.partition.Transform;
import io.quacklake.format.schema.Column;
import io.quacklake.format.schema.TableInfo;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A table as of a snapshot.
 *
 * <pre>{@code
 * TableDescription events = lake.table("analytics.events");
 * events.size().bytes();
 * events.summary(events.columns().get(0)).max(); // null: the catalog does not know
 * }</pre>
 *
 * @param location where its files lie
 * @param schema the Arrow schema that a scan of all columns has
 * @param partitioning without fields where the table is not partitioned
 * @param size files and rows at the snapshot
 * @param tags by their keys; the comment is one of them
 * @param columnTags the same of columns
 * @param summaries what is noted of the values of columns, of the latest snapshot whichever was
 *     asked for; a column that is missing is unknown
 * @param counters the table's counters at the latest snapshot, null where there are none: an upper
 *     estimate of its rows, which deletes do not lower
 */
public record TableDescription(
    Snapshot snapshot,
    TableInfo table,
    String location,
    List<Column> columns,
    Schema schema,
    PartitionSpec partitioning,
    List<SortField> sortOrder,
    TableSize size,
    Map<String, String> tags,
    Map<FieldId, Map<String, String>> columnTags,
    Map<FieldId, ColumnSummary> summaries,
    @Nullable TableStats counters) {
  public TableDescription {
    columns = List.copyOf(columns);
    sortOrder = List.copyOf(sortOrder);
    tags = Map.copyOf(tags);
    columnTags = Map.copyOf(columnTags);
    summaries = Map.copyOf(summaries);
  }

  /** What is noted of the values that a column ever got; not the truth about its rows. */
  public ColumnSummary summary(Column column) {
    return summaries.getOrDefault(column.id(), ColumnSummary.unknown(column.id()));
  }

  /** The partition keys in order: {@code day}, {@code year(ts)} or {@code bucket(16, id)}. */
  public List<String> partitionKeys() {
    return partitioning.fields().stream().map(this::partitionKey).toList();
  }

  private String partitionKey(PartitionField field) {
    String column =
        columns.stream()
            .filter(each -> each.id().equals(field.column()))
            .map(each -> TableRef.quote(each.name()))
            .findFirst()
            .orElse("column " + field.column());
    if (field.transform() instanceof Transform.Identity) {
      return column;
    }
    if (field.transform() instanceof Transform.Bucket bucket) {
      return "bucket(" + bucket.buckets() + ", " + column + ")";
    }
    return field.transform() + "(" + column + ")";
  }

  /** The sort keys in order, such as {@code ts DESC NULLS LAST}. */
  public List<String> sortKeys() {
    return sortOrder.stream()
        .map(
            field ->
                field.expression()
                    + " "
                    + field.direction()
                    + " "
                    + field.nullOrder().replace('_', ' '))
        .toList();
  }
}
