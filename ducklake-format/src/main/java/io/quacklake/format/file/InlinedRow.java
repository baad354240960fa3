package io.quacklake.format.file;

import io.quacklake.format.SnapshotId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One row out of the catalog.
 *
 * @param rowId the row's id in the table
 * @param begin the snapshot that wrote it
 * @param end the snapshot that deleted it, whether or not that is later than the one read
 * @param values one for each field of its {@link InlinedTable}; Java forms as in {@code ValueCodec}
 */
public record InlinedRow(
    long rowId, SnapshotId begin, @Nullable SnapshotId end, List<@Nullable Object> values) {}
