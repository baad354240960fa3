package io.quacklake.format.schema;

import io.quacklake.format.FieldId;
import java.util.List;

/**
 * How a Parquet file that the lake did not write names its columns ({@code ducklake_name_mapping}).
 */
public record NameMapping(long id, List<Entry> entries) {
  public NameMapping {
    entries = List.copyOf(entries);
  }

  /**
   * One column or nested field.
   *
   * @param sourceName the name in the file, or in the path where {@code isPartition}
   * @param target the lake's field
   * @param isPartition the value is in the path, as {@code sourceName=value}, and not in the file
   */
  public record Entry(
      String sourceName, FieldId target, boolean isPartition, List<Entry> children) {
    public Entry {
      children = List.copyOf(children);
    }
  }
}
