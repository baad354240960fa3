package io.quacklake.scan;

import io.quacklake.format.Snapshot;
import io.quacklake.format.schema.Column;
import io.quacklake.format.schema.ViewInfo;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A view as of a snapshot. A view that selects plain columns and rows of one table can be scanned
 * like a table; any other takes an engine.
 *
 * @param columns null if it takes an engine, which then says what they are
 * @param needsEngine why it takes an engine, null if it does not
 */
public record ViewDescription(
    Snapshot snapshot,
    ViewInfo view,
    @Nullable List<Column> columns,
    @Nullable String needsEngine) {
  public ViewDescription {
    columns = columns == null ? null : List.copyOf(columns);
  }
}
