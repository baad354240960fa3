package io.quacklake.transact.internal.draft;

import io.quacklake.format.TableRef;
import io.quacklake.format.UnsupportedFeatureException;
import io.quacklake.format.partition.PartitionSpec;
import io.quacklake.format.partition.SortField;
import io.quacklake.format.schema.Column;
import java.util.ArrayList;
import java.util.List;

/**
 * The keys by which the rows of a table are partitioned and sorted, and what becomes of them when
 * columns change; immutable.
 */
record TableLayout(PartitionSpec partitioning, List<SortField> sortOrder) {
  /** Neither partitioned nor sorted. */
  static final TableLayout NONE = new TableLayout(new PartitionSpec(-1, List.of()), List.of());

  TableLayout {
    sortOrder = List.copyOf(sortOrder);
  }

  TableLayout withPartitioning(PartitionSpec keys) {
    return new TableLayout(keys, sortOrder);
  }

  TableLayout withSortOrder(List<SortField> keys) {
    return new TableLayout(partitioning, keys);
  }

  /** Whether rows go to other partitions than in another layout, whatever the ids of the specs. */
  boolean isPartitionedAs(TableLayout other) {
    return partitioning.fields().equals(other.partitioning.fields());
  }

  /** Refuses that a column goes which is, or may be, part of a key. */
  void requireNoKey(Column column, TableRef table) {
    if (partitioning.fields().stream().anyMatch(key -> key.column().equals(column.id()))) {
      throw new UnsupportedFeatureException(
          "dropping a partition key",
          "Cannot drop column "
              + column.name()
              + ": table "
              + table
              + " is partitioned by it. Change the partitioning first.");
    }
    if (sortOrder.stream().anyMatch(key -> Keys.mayName(key.expression(), column.name()))) {
      throw new UnsupportedFeatureException(
          "dropping a sort key",
          "Cannot drop column "
              + column.name()
              + ": table "
              + table
              + " is sorted by it. Change the sort order first.");
    }
  }

  /**
   * The layout after a column has another name: sort keys name columns, partition keys their ids.
   *
   * @param before the columns with the old name
   * @param after the same columns with the new name
   */
  TableLayout renamed(Column column, TableColumns before, TableColumns after, TableRef table) {
    List<SortField> keys = new ArrayList<>();
    for (SortField key : sortOrder) {
      String expression = renamed(key.expression(), column, before, after, table);
      keys.add(new SortField(expression, key.dialect(), key.direction(), key.nullOrder()));
    }
    return withSortOrder(keys);
  }

  private static String renamed(
      String key, Column column, TableColumns before, TableColumns after, TableRef table) {
    if (Keys.isColumn(key, column.name())) {
      return Keys.expression(after.topLevelName(column.id()));
    }
    if (!Keys.mayName(key, column.name())) {
      return key;
    }
    String expression = Keys.renamed(key, before, after);
    if (expression == null) {
      throw new UnsupportedFeatureException(
          "renaming a column of a sort expression",
          "Cannot rename column "
              + column.name()
              + ": table "
              + table
              + " is sorted by "
              + key
              + ". Change the sort order first.");
    }
    return expression;
  }
}
