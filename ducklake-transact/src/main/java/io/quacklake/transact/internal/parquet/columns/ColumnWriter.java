package io.quacklake.transact.internal.parquet.columns;

import io.quacklake.transact.internal.parquet.encode.ByteSink;
import io.quacklake.transact.internal.parquet.layout.ParquetNode.Leaf;
import io.quacklake.transact.internal.parquet.layout.ParquetWriteOptions;
import io.quacklake.transact.internal.parquet.layout.ParquetWriteOptions.DataPages;
import io.quacklake.transact.internal.parquet.layout.ParquetWriteOptions.Filters;
import io.quacklake.transact.internal.parquet.shred.LeafSlots;
import java.io.IOException;
import java.io.OutputStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.Type;
import org.jspecify.annotations.Nullable;

/**
 * Writes one leaf column, chunk after chunk.
 *
 * <p>Values are first looked up in a dictionary and wait as indices, so that the choice between
 * dictionary and plain pages is made for the whole chunk when its end is seen. A dictionary that
 * does not pay, or outgrows its limit, is dropped, and values go to pages directly.
 */
public abstract class ColumnWriter implements AutoCloseable {
  /** More indices than this do not wait: the choice is made with what was seen. */
  private static final int MAX_WAITING = 1 << 20;

  /** So many values at most that waited as indices are taken back, more become a page. */
  private static final int MAX_PUT_BACK = 1 << 13;

  /** Chunks in a row that a failed dictionary costs at most. */
  private static final int MAX_SKIPPED = 7;

  private static final int KEPT_PAGE_BYTES = 4 << 20;

  final Leaf leaf;
  final ParquetWriteOptions options;
  private final Levels levels;
  private final ChunkPages pages;
  private final PageCompressor compressor;
  private Mode mode = Mode.DIRECT;
  private int waitingRows;
  private int waitingValues;
  private long fileValues;
  private long fileNulls;
  private long fileBytes;
  private int drops;
  private int chunksToSkip;

  /** Where waiting values are, and how they will be encoded. */
  enum Mode {
    /** Indices; the choice is open. */
    UNDECIDED,
    /** Indices that go to dictionary pages. */
    INDEXED,
    /** Indices whose dictionary was dropped. */
    LOOKED_UP,
    /** Values as they are. */
    DIRECT
  }

  ColumnWriter(
      Leaf leaf,
      ParquetWriteOptions options,
      PageCompressor compressor,
      @Nullable ModuleSealer sealer,
      BufferAllocator allocator) {
    this.leaf = leaf;
    this.options = options;
    this.compressor = compressor;
    levels = new Levels(leaf);
    pages = new ChunkPages(allocator, compressor, options.checksums(), sealer);
  }

  /**
   * @param sealer null for a file that is not encrypted
   */
  public static ColumnWriter of(
      Leaf leaf,
      ParquetWriteOptions options,
      PageCompressor compressor,
      @Nullable ModuleSealer sealer,
      BufferAllocator allocator) {
    boolean bytes =
        leaf.physical() == Type.BYTE_ARRAY || leaf.physical() == Type.FIXED_LEN_BYTE_ARRAY;
    ColumnWriter writer =
        bytes
            ? new BytesColumn(leaf, options, compressor, sealer, allocator)
            : new LongColumn(leaf, options, compressor, sealer, allocator);
    writer.begin();
    return writer;
  }

  /** Reads the values of {@code slots} out of the vector; throws before anything is kept. */
  abstract void load(FieldVector vector, LeafSlots slots);

  /** Whether a dictionary is worth a try for this type. */
  abstract boolean mayIndex();

  /** Looks the loaded values up, behind {@code waiting} indices; false if the limit is reached. */
  abstract boolean index(int values, int waiting);

  /** Turns indices that wait back into values that wait. */
  abstract void unindex(int waiting);

  /** Keeps the loaded values, behind {@code waiting} others. */
  abstract void keep(int values, int waiting);

  /** Whether dictionary and indices are smaller than the values themselves. */
  abstract boolean dictionaryPays(int waiting);

  /** Bytes of a waiting value in PLAIN encoding. */
  abstract int plainSize(Mode from, int value);

  /** Bytes of heap that wait. */
  abstract long waitingBytes(Mode from, int waiting);

  abstract Encoding encode(Mode from, int first, int end, ByteSink out);

  /** The extremes of waiting values. */
  abstract Extremes extremes(Mode from, int first, int end);

  abstract void mergeIntoChunk(Extremes page);

  abstract Extremes chunkExtremes();

  abstract void mergeChunkIntoFile();

  /** Entries and PLAIN bytes of the dictionary. */
  abstract int dictionarySize();

  abstract ByteSink dictionaryBytes();

  /** PLAIN bytes of the dictionary as it is. */
  abstract long dictionaryHeld();

  /** Bytes of heap that the arrays for values take, filled or not. */
  abstract long heldForValues();

  /** Gives back what is kept for the values of the next chunk, of which there are none yet. */
  abstract void releaseValues();

  abstract void clearWaiting();

  abstract void clearChunk();

  /** The raw Java forms of the file's extremes. */
  abstract RawBounds rawBounds();

  private void begin() {
    boolean skip = chunksToSkip > 0;
    chunksToSkip -= skip ? 1 : 0;
    boolean index = !skip && mayIndex() && options.dictionaryBytes() > 0;
    mode = index ? Mode.UNDECIDED : Mode.DIRECT;
  }

  /** Gives the dictionary up, and tries none in the next chunks: they are likely alike. */
  private void drop() {
    boolean few = waitingValues <= MAX_PUT_BACK;
    if (mode == Mode.UNDECIDED && few) {
      unindex(waitingValues);
    } else {
      emit(mode == Mode.UNDECIDED ? Mode.LOOKED_UP : mode);
    }
    mode = Mode.DIRECT;
    drops++;
    chunksToSkip = Math.min(drops, MAX_SKIPPED);
  }

  /** Adds the entries of some rows. */
  public final void append(FieldVector vector, LeafSlots slots) {
    load(vector, slots);
    if (mode != Mode.DIRECT && !index(slots.values(), waitingValues)) {
      drop();
    }
    if (mode == Mode.DIRECT) {
      keep(slots.values(), waitingValues);
    }
    levels.append(slots);
    waitingRows += slots.rows();
    waitingValues += slots.values();
    fileValues += slots.values();
    fileNulls += slots.levels() - slots.values();
    if (mode == Mode.UNDECIDED && waitingValues > MAX_WAITING) {
      decide();
    }
    if (mode != Mode.UNDECIDED
        && (waitingRows >= options.pageRows()
            || waitingBytes(mode, waitingValues) >= options.pageBytes())) {
      emit(mode);
    }
  }

  /** Bytes held for the current chunk. */
  public final long buffered() {
    long dictionary = mode == Mode.DIRECT ? 0 : dictionaryHeld();
    return pages.size() + levels.bytes() + dictionary + waitingBytes(mode, waitingValues);
  }

  /** Bytes of memory that the column takes now, of which not all is {@link #buffered}. */
  public final long held() {
    return pages.size() + levels.held() + heldForValues();
  }

  /** Gives back what is kept to be used again; between two chunks. */
  public final void release() {
    levels.release();
    releaseValues();
  }

  private void decide() {
    if (dictionaryPays(waitingValues)) {
      mode = Mode.INDEXED;
      drops = 0;
    } else {
      drop();
    }
  }

  /** Turns all that waits into pages. */
  private void emit(Mode from) {
    int entry = 0;
    int value = 0;
    while (entry < levels.count()) {
      int endEntry = entry;
      int endValue = value;
      int rows = 0;
      if (levels.isDense() && leaf.width() > 0) {
        int fit = Math.max(1, options.pageBytes() / leaf.width());
        rows = Math.min(levels.count() - entry, Math.min(options.pageRows(), fit));
        endEntry += rows;
        endValue += rows;
      } else {
        long bytes = 0;
        for (; endEntry < levels.count(); endEntry++) {
          if (levels.beginsRow(endEntry)) {
            if (rows == options.pageRows() || bytes >= options.pageBytes()) {
              break;
            }
            rows++;
          }
          if (levels.hasValue(endEntry)) {
            bytes += plainSize(from, endValue++);
          }
        }
      }
      page(from, entry, endEntry, value, endValue, rows);
      entry = endEntry;
      value = endValue;
    }
    levels.clear();
    clearWaiting();
    waitingRows = 0;
    waitingValues = 0;
  }

  private void page(Mode from, int entry, int endEntry, int value, int endValue, int rows) {
    Extremes extremes = extremes(from, value, endValue);
    mergeIntoChunk(extremes);
    ByteSink page = compressor.body();
    page.clearToAtMost(KEPT_PAGE_BYTES);
    int entries = endEntry - entry;
    int values = endValue - value;
    if (options.dataPages() == DataPages.V1) {
      if (leaf.maxRepetition() > 0) {
        int at = lengthAhead(page);
        levels.encodeRepetitions(entry, endEntry, page);
        page.setInt(at, page.size() - at - 4);
      }
      int at = lengthAhead(page);
      levels.encodeDefinitions(entry, endEntry, page);
      page.setInt(at, page.size() - at - 4);
      Encoding encoding = encode(from, value, endValue, page);
      pages.addV1(page, rows, entries, values, encoding, extremes);
      return;
    }
    if (leaf.maxRepetition() > 0) {
      levels.encodeRepetitions(entry, endEntry, page);
    }
    int repetitionBytes = page.size();
    levels.encodeDefinitions(entry, endEntry, page);
    int definitionBytes = page.size() - repetitionBytes;
    Encoding encoding = encode(from, value, endValue, page);
    pages.addV2(page, repetitionBytes, definitionBytes, rows, entries, values, encoding, extremes);
  }

  private static int lengthAhead(ByteSink page) {
    page.putInt(0);
    return page.size() - 4;
  }

  /** Ends the chunk, which will begin at {@code offset} of the file. */
  public final ChunkMetadata finish(long offset) {
    if (mode == Mode.UNDECIDED) {
      decide();
    }
    emit(mode);
    boolean indexed =
        pages.pages().stream().anyMatch(each -> each.encoding() == Encoding.RLE_DICTIONARY);
    SplitBlockFilter filter = null;
    if (indexed) {
      ByteSink dictionary = dictionaryBytes();
      pages.addDictionary(dictionary, dictionarySize());
      boolean hasAllValues =
          pages.pages().stream()
              .allMatch(each -> each.encoding() == Encoding.RLE_DICTIONARY || each.values() == 0);
      if (hasAllValues && options.filters() == Filters.BLOOM) {
        filter = SplitBlockFilter.of(leaf, dictionary, dictionarySize());
      }
    }
    fileBytes += pages.size();
    ChunkMetadata metadata =
        ChunkMetadata.of(
            leaf, compressor.compression().codec(), pages, chunkExtremes(), filter, offset);
    mergeChunkIntoFile();
    return metadata;
  }

  /** The size of the finished chunk. */
  public final long size() {
    return pages.size();
  }

  /** Writes the finished chunk and makes ready for the next. */
  public final void writeTo(OutputStream out) throws IOException {
    pages.writeTo(out);
    pages.clear();
    clearChunk();
    begin();
  }

  /** What became of the column in all chunks so far. */
  public final LeafStats stats() {
    RawBounds bounds = rawBounds();
    return new LeafStats(
        leaf.field().id(),
        leaf.path(),
        leaf.field().type(),
        fileValues,
        fileNulls,
        bounds.min(),
        bounds.minExact(),
        bounds.max(),
        bounds.maxExact(),
        bounds.nan(),
        fileBytes);
  }

  @Override
  public final void close() {
    pages.close();
  }
}
