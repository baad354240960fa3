package io.quacklake.scan.internal.deletes;

import io.quacklake.scan.internal.filter.RowMask;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.roaringbitmap.PeekableIntIterator;
import org.roaringbitmap.RoaringBitmap;

/**
 * Which snapshot deleted which positions of a data file, counted from 0. Several delete files may
 * name one position: the earliest snapshot is the one that deleted it. Immutable.
 */
public final class DeleteHistory {
  /** Nothing was ever deleted. */
  public static final DeleteHistory NONE = new DeleteHistory(List.of());

  private final List<Deletion> deletions;

  /** Positions that one snapshot deleted. */
  private record Deletion(long snapshot, RoaringBitmap positions) {}

  private DeleteHistory(List<Deletion> deletions) {
    this.deletions = List.copyOf(deletions);
  }

  /** The snapshots that deleted something, ascending. */
  public NavigableSet<Long> snapshots() {
    TreeSet<Long> snapshots = new TreeSet<>();
    deletions.forEach(each -> snapshots.add(each.snapshot()));
    return snapshots;
  }

  /** The positions that a snapshot deleted, ascending. */
  public long[] positionsOf(long snapshot) {
    for (Deletion each : deletions) {
      if (each.snapshot() == snapshot) {
        return each.positions().stream().mapToLong(Integer::toUnsignedLong).toArray();
      }
    }
    return new long[0];
  }

  /** The snapshot that deleted a position, or {@code otherwise}. */
  public long snapshotOf(long position, long otherwise) {
    for (Deletion each : deletions) {
      if (each.positions().contains((int) position)) {
        return each.snapshot();
      }
    }
    return otherwise;
  }

  /** Positions of {@code [from, to)} that a snapshot deleted. */
  public long cardinality(long snapshot, long from, long to) {
    for (Deletion each : deletions) {
      if (each.snapshot() == snapshot) {
        return each.positions().rangeCardinality(from, to);
      }
    }
    return 0;
  }

  /** Positions of {@code [from, to)} that snapshots before {@code snapshot} deleted. */
  public long cardinalityBefore(long snapshot, long from, long to) {
    long count = 0;
    for (Deletion each : deletions) {
      if (each.snapshot() < snapshot) {
        count += each.positions().rangeCardinality(from, to);
      }
    }
    return count;
  }

  /** Positions from {@code end} on that are deleted. */
  long cardinalityFrom(long end) {
    long count = 0;
    for (Deletion each : deletions) {
      count += each.positions().rangeCardinality(end, 1L << 32);
    }
    return count;
  }

  /** Sets the rows that a snapshot deleted in a mask whose first row is at {@code first}. */
  public void set(RowMask rows, long first, long snapshot) {
    for (Deletion each : deletions) {
      if (each.snapshot() == snapshot) {
        PeekableIntIterator positions = each.positions().getIntIterator();
        positions.advanceIfNeeded((int) first);
        while (positions.hasNext()) {
          long row = (positions.next() & 0xFFFFFFFFL) - first;
          if (row >= rows.size()) {
            return;
          }
          rows.set((int) row);
        }
      }
    }
  }

  /** Sets all rows but those that snapshots before {@code snapshot} deleted. */
  public void setAllBut(RowMask rows, long first, long snapshot) {
    RowMask before = new RowMask(rows.size());
    for (Deletion each : deletions) {
      if (each.snapshot() < snapshot) {
        set(before, first, each.snapshot());
      }
    }
    rows.or(before.flip());
  }

  /** Collects positions in any order. */
  static final class Builder implements DeletedPositions {
    private final Map<Long, RoaringBitmap> positions = new TreeMap<>();
    private final long last;

    /**
     * @param last later snapshots do not count
     */
    Builder(long last) {
      this.last = last;
    }

    @Override
    public void add(long snapshot, long position) {
      if (snapshot <= last) {
        positions
            .computeIfAbsent(snapshot, each -> new RoaringBitmap())
            .add((int) DeleteMask.checked(position));
      }
    }

    @Override
    public void addAll(long snapshot, RoaringBitmap more) {
      if (snapshot <= last) {
        positions.computeIfAbsent(snapshot, each -> new RoaringBitmap()).or(more);
      }
    }

    DeleteHistory build() {
      RoaringBitmap before = new RoaringBitmap();
      List<Deletion> deletions = new ArrayList<>();
      positions.forEach(
          (snapshot, all) -> {
            all.andNot(before);
            if (!all.isEmpty()) {
              before.or(all);
              all.runOptimize();
              deletions.add(new Deletion(snapshot, all));
            }
          });
      return new DeleteHistory(deletions);
    }
  }
}
