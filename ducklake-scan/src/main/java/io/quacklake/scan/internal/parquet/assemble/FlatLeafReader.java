package io.quacklake.scan.internal.parquet.assemble;

import io.quacklake.scan.internal.parquet.bytes.FileSite;
import io.quacklake.scan.internal.parquet.pages.ColumnChunk;
import io.quacklake.scan.internal.parquet.schema.ParquetField;
import io.quacklake.scan.internal.parquet.values.Picks;
import java.util.Arrays;
import org.apache.arrow.memory.BufferAllocator;

/** A leaf that is in no list: each entry is a row. */
final class FlatLeafReader extends LeafReader {
  private static final int MOST_AT_ONCE = 1 << 20;

  FlatLeafReader(
      FileSite site,
      ColumnChunk chunk,
      ParquetField leaf,
      Wanted wanted,
      BufferAllocator allocator) {
    super(site, chunk, leaf, wanted, allocator);
  }

  @Override
  void expect(int rows) {
    if (output != null) {
      output.expect(rows);
    }
  }

  @Override
  void append(int rows) {
    int rest = rows;
    while (rest > 0) {
      if (pageLeft == 0) {
        announce();
        load();
        continue;
      }
      int n = Math.min(rest, Math.min(pageLeft, MOST_AT_ONCE));
      if (pages.definition().allHighest()) {
        if (output != null) {
          output.values(n);
        }
        if (kept != null) {
          kept.addHighest(maxDefinition, n);
        }
      } else {
        n = Math.min(n, BLOCK);
        pages.definition().read(definition, 0, n);
        int values = mark(n);
        if (output != null) {
          output.values(present, n, n - values);
        }
        if (kept != null) {
          kept.add(definition, 0, n);
        }
      }
      pageLeft -= n;
      rest -= n;
    }
  }

  /** Marks the places with a value among the definition levels read; returns their number. */
  private int mark(int n) {
    int values = 0;
    for (int i = 0; i < n; i++) {
      int there = definition[i] == maxDefinition ? 1 : 0;
      present[i] = (byte) there;
      values += there;
    }
    return values;
  }

  @Override
  void skip(int rows) {
    int rest = rows;
    while (rest > 0) {
      if (pageLeft == 0) {
        announce();
        if (pages.entries() <= rest) {
          rest -= pages.entries();
          pass();
        } else {
          load();
        }
        continue;
      }
      int n = Math.min(rest, Math.min(pageLeft, MOST_AT_ONCE));
      int values = n;
      if (!pages.definition().allHighest()) {
        n = Math.min(n, BLOCK);
        pages.definition().read(definition, 0, n);
        values = mark(n);
      }
      skipValues(values);
      pageLeft -= n;
      rest -= n;
    }
  }

  @Override
  void select(int[] rows, int first) {
    int at = first;
    int next = 0;
    int last = rows[rows.length - 1];
    while (at <= last) {
      if (pageLeft == 0) {
        announce();
        if (pages.entries() <= rows[next] - at) {
          at += pages.entries();
          pass();
        } else {
          load();
        }
        continue;
      }
      boolean whole = pages.definition().allHighest();
      int n = Math.min(Math.min(pageLeft, last + 1 - at), whole ? MOST_AT_ONCE : BLOCK);
      int behind = Arrays.binarySearch(rows, next, rows.length, at + n);
      behind = behind < 0 ? -behind - 1 : behind;
      if (whole) {
        int passed = behind == next ? 0 : pick(rows, next, behind, at);
        skipValues(n - passed);
      } else {
        pickMarked(rows, next, behind, at, n);
      }
      next = behind;
      at += n;
      pageLeft -= n;
    }
  }

  /** Reads values of a page without NULL; returns how many are behind the reader then. */
  private int pick(int[] rows, int from, int to, int at) {
    if (kept != null) {
      kept.addHighest(maxDefinition, to - from);
    }
    if (output == null) {
      return 0;
    }
    Picks picks = new Picks(rows, from, to, at);
    output.pick(picks);
    return picks.at() - at;
  }

  /** Reads the wanted of the next {@code n} rows, of which some are NULL. */
  private void pickMarked(int[] rows, int from, int to, int at, int n) {
    pages.definition().read(definition, 0, n);
    int[] places = new int[to - from];
    int values = 0;
    int there = 0;
    int next = from;
    for (int i = 0; i < n; i++) {
      int value = definition[i] == maxDefinition ? 1 : 0;
      if (next < to && rows[next] == at + i) {
        int taken = next++ - from;
        definition[taken] = definition[i];
        present[taken] = (byte) value;
        places[there] = values;
        there += value;
      }
      values += value;
    }
    Picks picks = new Picks(places, 0, there, 0);
    if (output != null) {
      output.pick(picks, present, to - from);
    }
    skipValues(values - picks.at());
    if (kept != null) {
      kept.add(definition, 0, to - from);
    }
  }
}
