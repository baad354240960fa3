package io.quacklake.format;

/** The id of a table; it stays when the table is renamed. */
public record TableId(long value) implements Comparable<TableId> {
  @Override
  public int compareTo(TableId other) {
    return Long.compare(value, other.value);
  }

  @Override
  public String toString() {
    return Long.toString(value);
  }
}
