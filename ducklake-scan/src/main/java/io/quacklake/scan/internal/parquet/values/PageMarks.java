package io.quacklake.scan.internal.parquet.values;

import java.util.Arrays;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Places within a page that is kept from which decoding can begin, so that a far value is reached
 * without walking over all those before it. Found on the first long walk; threads may share it.
 */
public final class PageMarks {
  /** Values between two marks, at least. */
  static final int STEP = 1024;

  private volatile @Nullable Found found;

  /** Marks in ascending order. */
  static final class Found {
    private final int[] values;
    private final int[] offsets;

    private Found(int[] values, int[] offsets) {
      this.values = values;
      this.offsets = offsets;
    }

    /** The last mark that is not behind {@code value}; -1 if there is none. */
    int before(int value) {
      int at = Arrays.binarySearch(values, value);
      return at >= 0 ? at : -at - 2;
    }

    /** The ordinal of the value that a mark is at. */
    int value(int mark) {
      return values[mark];
    }

    /** Where it begins, from the first byte of the page's values. */
    int offset(int mark) {
      return offsets[mark];
    }
  }

  Found found(Supplier<Found> look) {
    Found known = found;
    if (known == null) {
      known = look.get();
      found = known;
    }
    return known;
  }

  /** Collects marks. */
  static final class Finder {
    private int[] values = new int[128];
    private int[] offsets = new int[128];
    private int count;

    /** Considers a value; those too near to the last mark are left out. */
    void at(int value, long offset) {
      if (count > 0 && value - values[count - 1] < STEP) {
        return;
      }
      if (count == values.length) {
        values = Arrays.copyOf(values, 2 * count);
        offsets = Arrays.copyOf(offsets, 2 * count);
      }
      values[count] = value;
      offsets[count++] = (int) offset;
    }

    Found found() {
      return new Found(Arrays.copyOf(values, count), Arrays.copyOf(offsets, count));
    }
  }
}
