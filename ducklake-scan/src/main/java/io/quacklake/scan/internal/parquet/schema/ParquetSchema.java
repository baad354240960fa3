package io.quacklake.scan.internal.parquet.schema;

import java.util.List;

/** The columns of a file, and all its leaves in the order of its column chunks. */
public record ParquetSchema(List<ParquetField> fields, List<ParquetField> leaves) {
  public ParquetSchema {
    fields = List.copyOf(fields);
    leaves = List.copyOf(leaves);
  }
}
