package io.quacklake.transact.internal.stage;

import io.quacklake.format.schema.NameMapping;
import java.util.List;

/** A name mapping that has no id yet; equal ones of a transaction share one. */
public record StagedMapping(List<NameMapping.Entry> entries) {
  public StagedMapping {
    entries = List.copyOf(entries);
  }
}
