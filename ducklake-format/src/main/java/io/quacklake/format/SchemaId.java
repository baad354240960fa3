package io.quacklake.format;

/** The id of a schema. */
public record SchemaId(long value) implements Comparable<SchemaId> {
  @Override
  public int compareTo(SchemaId other) {
    return Long.compare(value, other.value);
  }

  @Override
  public String toString() {
    return Long.toString(value);
  }
}
