package io.quacklake.format.partition;

import java.util.List;

/** How rows are spread over files. A spec without fields means "not partitioned". */
public record PartitionSpec(long id, List<PartitionField> fields) {
  public PartitionSpec {
    fields = List.copyOf(fields);
  }
}
