package io.quacklake.scan.internal.parquet.assemble;

import io.quacklake.scan.internal.parquet.bytes.FileSite;
import io.quacklake.scan.internal.parquet.pages.ColumnChunk;
import io.quacklake.scan.internal.parquet.schema.ParquetField;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/** A leaf within lists or maps: a row has any number of entries. */
final class NestedLeafReader extends LeafReader {
  /** Fewer rows than this are passed over without a look into the offset index. */
  private static final int WORTH_THE_INDEX = 64;

  private final int slotLevel;
  private boolean pageIsWhole = true;

  /** Rows that were begun, and where the current page ends, -1 if unknown. */
  private long rowsStarted;

  private long pageEndRow = -1;

  private byte[] repetition = {};
  private int blockAt;
  private int blockEnd;

  /** Whether all definition levels of the block are the highest. */
  private boolean blockIsWhole;

  NestedLeafReader(
      FileSite site,
      ColumnChunk chunk,
      ParquetField leaf,
      Wanted wanted,
      BufferAllocator allocator) {
    super(site, chunk, leaf, wanted, allocator);
    this.slotLevel = leaf.slotLevel();
  }

  @Override
  void expect(int rows) {}

  @Override
  void append(int rows) {
    nested(rows, output, kept);
  }

  @Override
  void select(int[] rows, int first) {
    int at = first;
    for (int i = 0; i < rows.length; ) {
      skip(rows[i] - at);
      int from = i;
      do {
        i++;
      } while (i < rows.length && rows[i] == rows[i - 1] + 1);
      append(i - from);
      at = rows[i - 1] + 1;
    }
  }

  @Override
  void skip(int rows) {
    if (rows >= WORTH_THE_INDEX) {
      pages.useIndex();
    }
    long target = rowsStarted + rows;
    if (pageEndRow >= 0 && target >= pageEndRow) { // what is left of the page goes unread
      blockAt = 0;
      blockEnd = 0;
      pageLeft = 0;
      rowsStarted = pageEndRow;
      pageEndRow = -1;
    }
    while (rowsStarted < target && blockAt == blockEnd && pageLeft == 0) {
      announce();
      int whole = pages.rows();
      if (whole < 0 || whole > target - rowsStarted) {
        break;
      }
      pass();
      rowsStarted += whole;
    }
    nested((int) (target - rowsStarted), null, null);
  }

  /** Takes whole rows: all entries up to the start of the row behind them. */
  private void nested(int rows, @Nullable LeafOutput into, @Nullable EntryLevels levels) {
    if (rows == 0) {
      return;
    }
    int started = 0;
    while (true) {
      if (blockAt == blockEnd && !nextBlock(started == rows)) {
        if (started == rows) {
          return;
        }
        throw site.corrupt("its pages end " + (rows - started) + " rows too early");
      }
      int at = blockAt;
      int begun = started == 0 && repetition[at] != 0 ? 0 : rowsBegun();
      if (begun > 0 && begun <= rows - started) {
        started += begun;
        rowsStarted += begun;
        at = blockEnd;
      }
      while (at < blockEnd) {
        if (repetition[at] == 0) {
          if (started == rows) {
            break;
          }
          started++;
          rowsStarted++;
        } else if (started == 0) {
          throw site.corrupt("a page begins within a row");
        }
        at++;
      }
      take(blockAt, at - blockAt, into, levels);
      blockAt = at;
      if (at < blockEnd) {
        return;
      }
    }
  }

  /** Rows that begin in what is left of the block. */
  private int rowsBegun() {
    int begun = 0;
    for (int i = blockAt; i < blockEnd; i++) {
      begun += repetition[i] == 0 ? 1 : 0;
    }
    return begun;
  }

  /** Reads the next levels; false at the end, or where rows are complete anyway. */
  private boolean nextBlock(boolean complete) {
    while (pageLeft == 0) {
      if (pageEndRow >= 0 && pageEndRow != rowsStarted) {
        throw site.corrupt(
            "a page ends at row " + rowsStarted + " and should end at row " + pageEndRow);
      }
      if (complete && pageIsWhole) {
        return false;
      }
      if (!tryAnnounce() || (complete && pages.holdsWholeRows())) {
        return false;
      }
      begin();
    }
    int n = Math.min(pageLeft, BLOCK);
    pages.repetition().read(repetition, 0, n);
    blockIsWhole = pages.definition().allHighest();
    pages.definition().read(definition, 0, n);
    pageLeft -= n;
    blockAt = 0;
    blockEnd = n;
    return true;
  }

  private void take(
      int from, int entries, @Nullable LeafOutput into, @Nullable EntryLevels levels) {
    if (blockIsWhole) {
      if (into != null) {
        into.values(entries);
      } else {
        skipValues(entries);
      }
      if (levels != null) {
        levels.add(definition, repetition, from, entries);
      }
      return;
    }
    int places = 0;
    int values = 0;
    for (int i = from; i < from + entries; i++) {
      int level = definition[i];
      if (level >= slotLevel) {
        int there = level == maxDefinition ? 1 : 0;
        present[places++] = (byte) there;
        values += there;
      }
    }
    if (into != null) {
      into.values(present, places, places - values);
    } else {
      skipValues(values);
    }
    if (levels != null) {
      levels.add(definition, repetition, from, entries);
    }
  }

  private void begin() {
    int rows = pages.rows();
    pageEndRow = rows < 0 ? -1 : rowsStarted + rows;
    pageIsWhole = pages.holdsWholeRows();
    load();
    if (repetition.length == 0) {
      repetition = new byte[BLOCK];
    }
  }
}
