package io.quacklake.scan.internal.feed;

import io.quacklake.scan.AsOf;
import io.quacklake.scan.internal.plan.ScanRequest;

/**
 * What a caller asked for, by name.
 *
 * @param from the first version; a time means the first snapshot from then on
 * @param rows table, columns and filter as of the last version
 */
public record ChangesRequest(AsOf from, ScanRequest rows) {
  public ChangesRequest with(ScanRequest other) {
    return new ChangesRequest(from, other);
  }
}
