package io.quacklake.scan.internal.read;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The rows of a row group, counted from 0, that may match a filter: ascending, disjoint ranges. */
final class RowRanges {
  private final List<Range> ranges;

  /** Rows from {@code start} up to, but not including, {@code end}. */
  record Range(long start, long end) {}

  private RowRanges(List<Range> ranges) {
    this.ranges = List.copyOf(ranges);
  }

  static final RowRanges NONE = new RowRanges(List.of());

  static RowRanges all(long rows) {
    return new RowRanges(List.of(new Range(0, rows)));
  }

  /** Neighbouring ranges become one. */
  static RowRanges of(List<Range> ascending) {
    List<Range> merged = new ArrayList<>();
    for (Range range : ascending) {
      Range last = merged.isEmpty() ? null : merged.get(merged.size() - 1);
      if (last != null && range.start() <= last.end()) {
        merged.set(merged.size() - 1, new Range(last.start(), Math.max(last.end(), range.end())));
      } else {
        merged.add(range);
      }
    }
    return new RowRanges(merged);
  }

  /** Rows that are in both. */
  RowRanges and(RowRanges other) {
    List<Range> both = new ArrayList<>();
    for (Range mine : ranges) {
      for (Range theirs : other.ranges) {
        long start = Math.max(mine.start(), theirs.start());
        long end = Math.min(mine.end(), theirs.end());
        if (start < end) {
          both.add(new Range(start, end));
        }
      }
    }
    return new RowRanges(both);
  }

  /** Rows that are in either. */
  RowRanges or(RowRanges other) {
    List<Range> either = new ArrayList<>(ranges);
    either.addAll(other.ranges);
    either.sort(Comparator.comparingLong(Range::start));
    return of(either);
  }

  boolean isEmpty() {
    return ranges.isEmpty();
  }

  /** How many rows from {@code row} on, up to {@code limit}, are in no range. */
  long skippable(long row, long limit) {
    for (Range range : ranges) {
      if (row < range.end()) {
        return Math.max(0, Math.min(range.start(), limit) - row);
      }
    }
    return limit - row;
  }

  /** Where the range that holds {@code row} ends, at most {@code limit}. */
  long end(long row, long limit) {
    for (Range range : ranges) {
      if (row < range.end()) {
        return Math.min(range.end(), limit);
      }
    }
    return limit;
  }
}
