package io.quacklake.transact.internal.stage;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A row to be inlined in the catalog.
 *
 * @param rowId of a row that an update keeps; null for a new row
 * @param values in the Java forms of {@code ValueCodec}, one for each top-level column of the table
 */
public record StagedRow(@Nullable Long rowId, List<@Nullable Object> values) {}
