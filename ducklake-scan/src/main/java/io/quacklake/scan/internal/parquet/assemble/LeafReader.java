package io.quacklake.scan.internal.parquet.assemble;

import io.quacklake.scan.internal.parquet.bytes.FileSite;
import io.quacklake.scan.internal.parquet.pages.ColumnChunk;
import io.quacklake.scan.internal.parquet.pages.PageReader;
import io.quacklake.scan.internal.parquet.schema.ParquetField;
import io.quacklake.scan.internal.parquet.values.Layout;
import io.quacklake.scan.internal.parquet.values.LeafDecoders;
import io.quacklake.scan.internal.parquet.values.Picks;
import io.quacklake.scan.internal.parquet.values.ValueDecoder;
import java.util.Arrays;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.parquet.format.Encoding;
import org.jspecify.annotations.Nullable;

/** Reads or passes over rows of one leaf, across pages. */
final class LeafReader implements AutoCloseable {
  private static final int BLOCK = 4096;
  private static final int MOST_AT_ONCE = 1 << 20;

  /** Fewer rows than this are passed over without a look into the offset index. */
  private static final int WORTH_THE_INDEX = 64;

  private final FileSite site;
  private final int maxDefinition;
  private final int maxRepetition;
  private final int slotLevel;
  private final PageReader pages;
  private final @Nullable LeafDecoders decoders;
  private final @Nullable LeafOutput output;
  private final @Nullable EntryLevels kept;
  private @Nullable ValueDecoder decoder;

  /** Entries of the current page not yet taken from its level readers. */
  private int pageLeft;

  private boolean pageIsWhole = true;

  /** Whether the page reader stands at a page that is neither loaded nor passed over. */
  private boolean announced;

  /** Rows of a nested column that were begun, and where the current page ends, -1 if unknown. */
  private long rowsStarted;

  private long pageEndRow = -1;

  private byte[] definition = {};
  private byte[] repetition = {};
  private byte[] present = {};
  private int blockAt;
  private int blockEnd;

  /** Whether all definition levels of the block are the highest. */
  private boolean blockIsWhole;

  /**
   * @param leaf the leaf; its levels are those of its chunk
   * @param wanted whether to keep values, levels, or both
   */
  LeafReader(
      FileSite site,
      ColumnChunk chunk,
      ParquetField leaf,
      Wanted wanted,
      BufferAllocator allocator) {
    this.site = site;
    this.maxDefinition = leaf.presentLevel();
    this.maxRepetition = leaf.repeatedAncestors();
    this.slotLevel = leaf.slotLevel();
    if (wanted == Wanted.LEVELS) {
      this.decoders = null;
      this.output = null;
    } else {
      Layout layout = Layout.of(leaf.leaf());
      this.decoders = new LeafDecoders(site, leaf.leaf(), layout, allocator);
      this.output = LeafOutput.of(layout, site, allocator);
    }
    this.kept = wanted == Wanted.VALUES ? null : new EntryLevels();
    this.pages = new PageReader(chunk, site, maxRepetition, maxDefinition);
  }

  /** What is wanted of a leaf. */
  enum Wanted {
    VALUES,
    LEVELS,
    BOTH
  }

  FileSite site() {
    return site;
  }

  LeafOutput output() {
    if (output == null) {
      throw new IllegalStateException("only levels were wanted of " + site.part());
    }
    return output;
  }

  EntryLevels levels() {
    if (kept == null) {
      throw new IllegalStateException("no levels were wanted of " + site.part());
    }
    return kept;
  }

  void clearLevels() {
    if (kept != null) {
      kept.clear();
    }
  }

  /** Announces how many rows the batch will have. */
  void expect(int rows) {
    if (output != null && maxRepetition == 0) {
      output.expect(rows);
    }
  }

  void append(int rows) {
    if (maxRepetition == 0) {
      appendFlat(rows);
    } else {
      nested(rows, output, kept);
    }
  }

  void skip(int rows) {
    if (maxRepetition == 0) {
      skipFlat(rows);
    } else {
      skipNested(rows);
    }
  }

  /** Appends single rows; see {@link VectorAssembler#select}. */
  void select(int[] rows, int first) {
    if (maxRepetition == 0) {
      selectFlat(rows, first);
      return;
    }
    int at = first;
    for (int i = 0; i < rows.length; ) {
      skipNested(rows[i] - at);
      int from = i;
      do {
        i++;
      } while (i < rows.length && rows[i] == rows[i - 1] + 1);
      nested(i - from, output, kept);
      at = rows[i - 1] + 1;
    }
  }

  private void selectFlat(int[] rows, int first) {
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

  private void skipValues(int values) {
    if (decoder != null && values > 0) {
      decoder.skip(values);
    }
  }

  private void appendFlat(int rows) {
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

  private void skipFlat(int rows) {
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

  private void skipNested(int rows) {
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
      load();
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

  private boolean tryAnnounce() {
    announced = announced || pages.next();
    return announced;
  }

  private void announce() {
    if (!tryAnnounce()) {
      throw site.corrupt("its pages end before its rows do");
    }
  }

  private void pass() {
    announced = false;
    pages.skip();
  }

  /** Loads the announced page and starts on its values. */
  private void load() {
    announced = false;
    int rows = maxRepetition == 0 ? -1 : pages.rows();
    pageEndRow = rows < 0 ? -1 : rowsStarted + rows;
    Encoding encoding = pages.encoding();
    pageIsWhole = pages.holdsWholeRows();
    LeafDecoders leaf = decoders;
    if (leaf == null) {
      pages.load();
    } else {
      if (LeafDecoders.needsDictionary(encoding) && !leaf.hasDictionary()) {
        pages.dictionary(leaf::dictionary);
      }
      pages.load();
      ValueDecoder next =
          leaf.start(encoding, pages.valuesAddress(), pages.valuesEnd(), pages.entries());
      next.marks(pages.marks());
      decoder = next;
      output().decoder(next);
    }
    if (definition.length == 0 && (maxRepetition > 0 || !pages.definition().allHighest())) {
      definition = new byte[BLOCK];
      repetition = maxRepetition > 0 ? new byte[BLOCK] : repetition;
      present = new byte[BLOCK];
    }
    pageLeft = pages.entries();
  }

  @Override
  public void close() {
    pages.close();
    if (decoders != null) {
      decoders.close();
    }
    if (output != null) {
      output.close();
    }
  }
}
