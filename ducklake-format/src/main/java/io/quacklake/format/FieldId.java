package io.quacklake.format;

/**
 * The id of a column or nested field within its table; Parquet files written by the lake carry it
 * as {@code field_id}.
 */
public record FieldId(long value) implements Comparable<FieldId> {
  @Override
  public int compareTo(FieldId other) {
    return Long.compare(value, other.value);
  }

  @Override
  public String toString() {
    return Long.toString(value);
  }
}
