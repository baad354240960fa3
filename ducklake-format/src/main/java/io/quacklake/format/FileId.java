package io.quacklake.format;

/** The id of a data file or delete file. */
public record FileId(long value) implements Comparable<FileId> {
  @Override
  public int compareTo(FileId other) {
    return Long.compare(value, other.value);
  }

  @Override
  public String toString() {
    return Long.toString(value);
  }
}
