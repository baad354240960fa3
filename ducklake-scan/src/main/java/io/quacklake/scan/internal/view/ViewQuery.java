package io.quacklake.scan.internal.view;

import io.quacklake.format.predicate.Predicate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code SELECT items FROM relation WHERE filter}, names as the text has them.
 *
 * @param items null for {@code *}
 * @param filter null without WHERE; its columns are not resolved yet
 */
record ViewQuery(@Nullable List<Item> items, Relation relation, @Nullable Predicate filter) {
  ViewQuery {
    items = items == null ? null : List.copyOf(items);
  }

  /**
   * A column of the result.
   *
   * @param column perhaps with the relation's name before it
   * @param alias null where it keeps the column's name
   */
  record Item(List<String> column, @Nullable String alias) {
    Item {
      column = List.copyOf(column);
    }
  }

  /**
   * What is read.
   *
   * @param path one to three names; the first may be {@link ViewTokens#CATALOG}
   * @param alias null without one
   */
  record Relation(List<String> path, @Nullable String alias) {
    Relation {
      path = List.copyOf(path);
    }

    String table() {
      return path.get(path.size() - 1);
    }
  }
}
