package io.quacklake.format.file;

import java.util.Arrays;
import java.util.stream.LongStream;

/** Row ids or positions in a file: ascending, each once; immutable. */
public final class SortedLongs {
  public static final SortedLongs NONE = new SortedLongs(new long[0]);

  private final long[] values;

  private SortedLongs(long[] values) {
    this.values = values;
  }

  /** Those values, in any order; a value that comes twice counts once. */
  public static SortedLongs of(long... values) {
    return new SortedLongs(LongStream.of(values).sorted().distinct().toArray());
  }

  public int size() {
    return values.length;
  }

  public boolean isEmpty() {
    return values.length == 0;
  }

  /** The value at that place, counted from 0. */
  public long at(int index) {
    return values[index];
  }

  public boolean contains(long value) {
    return Arrays.binarySearch(values, value) >= 0;
  }

  /** The values of both. */
  public SortedLongs plus(SortedLongs other) {
    return new SortedLongs(
        LongStream.concat(LongStream.of(values), LongStream.of(other.values))
            .sorted()
            .distinct()
            .toArray());
  }

  public LongStream stream() {
    return LongStream.of(values);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SortedLongs that && Arrays.equals(values, that.values);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return values.length <= 20 ? Arrays.toString(values) : values.length + " values";
  }
}
