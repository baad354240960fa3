package io.quacklake.transact;

import io.quacklake.format.TableRef;
import io.quacklake.transact.internal.draft.ArrowColumns;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A table to be made.
 *
 * @param partitioning keys such as {@code day}, {@code year(ts)}, {@code bucket(16, id)}
 * @param sortOrder keys such as {@code ts DESC NULLS LAST} or {@code lower(name)}
 */
public record TableDefinition(
    TableRef ref,
    List<ColumnDefinition> columns,
    List<String> partitioning,
    List<String> sortOrder,
    @Nullable String comment) {
  public TableDefinition {
    columns = List.copyOf(columns);
    partitioning = List.copyOf(partitioning);
    sortOrder = List.copyOf(sortOrder);
  }

  public static TableDefinition of(TableRef ref, List<ColumnDefinition> columns) {
    return new TableDefinition(ref, columns, List.of(), List.of(), null);
  }

  public static TableDefinition of(String ref, ColumnDefinition... columns) {
    return of(TableRef.parse(ref), Arrays.asList(columns));
  }

  /** A table with the columns of Arrow batches; a field that is not nullable gives NOT NULL. */
  public static TableDefinition of(TableRef ref, Schema schema) {
    return of(ref, ArrowColumns.of(schema));
  }

  public TableDefinition withPartitioning(String... keys) {
    return withPartitioning(Arrays.asList(keys));
  }

  public TableDefinition withPartitioning(List<String> keys) {
    return new TableDefinition(ref, columns, keys, sortOrder, comment);
  }

  public TableDefinition withSortOrder(String... keys) {
    return withSortOrder(Arrays.asList(keys));
  }

  public TableDefinition withSortOrder(List<String> keys) {
    return new TableDefinition(ref, columns, partitioning, keys, comment);
  }

  public TableDefinition withComment(@Nullable String text) {
    return new TableDefinition(ref, columns, partitioning, sortOrder, text);
  }
}
