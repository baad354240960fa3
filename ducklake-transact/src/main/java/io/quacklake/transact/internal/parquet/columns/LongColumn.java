package io.quacklake.transact.internal.parquet.columns;

import io.quacklake.format.type.DecimalType;
import io.quacklake.format.type.PrimitiveType;
import io.quacklake.transact.internal.parquet.encode.ByteSink;
import io.quacklake.transact.internal.parquet.encode.DeltaBinaryPacked;
import io.quacklake.transact.internal.parquet.encode.RleHybrid;
import io.quacklake.transact.internal.parquet.layout.ParquetNode.Leaf;
import io.quacklake.transact.internal.parquet.layout.ParquetWriteOptions;
import io.quacklake.transact.internal.parquet.layout.ParquetWriteOptions.DataPages;
import io.quacklake.transact.internal.parquet.shred.LeafSlots;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.Type;
import org.jspecify.annotations.Nullable;

/** BOOLEAN, INT32, INT64, FLOAT and DOUBLE. */
final class LongColumn extends ColumnWriter {
  /** After this many first values a dictionary of almost as many entries is given up. */
  private static final int PROBE = 4096;

  /** So many of the values behind those are looked at before. */
  private static final int SAMPLE = 256;

  /** A dictionary of more entries than this part of a row group is given up, as DuckDB does. */
  private static final int ENTRIES_PART = 5;

  /** Numbers that are clustered are given up here: they compress better as they are. */
  private static final int MANY_PART = 10;

  private static final int FEW_ENTRIES = 1024;

  private final LongLoader loader;
  private final LongDictionary dictionary = new LongDictionary();
  private final ByteSink dictionaryPage = new ByteSink(64);
  private final int dictionaryLimit;
  private final int firstLimit;
  private int limit;
  private LongExtremes chunk;
  private final LongExtremes file;
  private long[] loaded = new long[0];
  private long[] values = new long[0];
  private int[] indices = new int[0];
  private long[] looked = new long[0];

  /** Values looked up for the chunk; after the first so many it shows whether that is worth it. */
  private int probed;

  LongColumn(
      Leaf leaf,
      ParquetWriteOptions options,
      PageCompressor compressor,
      @Nullable ModuleSealer sealer,
      BufferAllocator allocator) {
    super(leaf, options, compressor, sealer, allocator);
    loader = new LongLoader(leaf, options.wideIntegers());
    dictionaryLimit =
        Math.min(
            options.dictionaryBytes() / leaf.width(),
            Math.max(FEW_ENTRIES, options.rowGroupRows() / ENTRIES_PART));
    int many = Math.max(FEW_ENTRIES, options.rowGroupRows() / MANY_PART);
    firstLimit = Math.min(many, dictionaryLimit);
    limit = firstLimit;
    chunk = new LongExtremes(leaf);
    file = new LongExtremes(leaf);
  }

  @Override
  void load(FieldVector vector, LeafSlots slots) {
    if (loaded.length < slots.values()) {
      loaded = new long[slots.values()];
    }
    loader.load(vector, slots, loaded);
  }

  @Override
  boolean mayIndex() {
    return leaf.physical() != Type.BOOLEAN;
  }

  @Override
  boolean index(int count, int waiting) {
    if (indices.length < waiting + count) {
      indices = Arrays.copyOf(indices, Math.max(waiting + count, indices.length * 2));
    }
    int probe = Math.min(PROBE - probed, count);
    int taken = dictionary.addAll(loaded, 0, probe, indices, waiting, dictionaryLimit);
    probed += probe;
    boolean unpromising = probe > 0 && probed == PROBE && dictionary.size() > PROBE * 31 / 32;
    if (taken < probe || (unpromising && !comesAgain(probe, count))) {
      return false;
    }
    int at = probe;
    at += dictionary.addAll(loaded, at, count, indices, waiting + at, limit);
    if (at < count && limit < dictionaryLimit && !areClustered(waiting + at)) {
      limit = dictionaryLimit;
      at += dictionary.addAll(loaded, at, count, indices, waiting + at, limit);
    }
    return at == count;
  }

  /**
   * Whether some of the values that follow are in the dictionary, as where values go in circles.
   */
  private boolean comesAgain(int from, int to) {
    int step = (to - from) / SAMPLE;
    return step > 0 && dictionary.known(loaded, from, to, step) >= SAMPLE / 16;
  }

  @Override
  void keep(int count, int waiting) {
    if (values.length < waiting + count) {
      values = Arrays.copyOf(values, Math.max(waiting + count, values.length * 2));
    }
    System.arraycopy(loaded, 0, values, waiting, count);
  }

  @Override
  void unindex(int waiting) {
    if (values.length < waiting) {
      values = Arrays.copyOf(values, Math.max(waiting, values.length * 2));
    }
    long[] entries = dictionary.values();
    for (int i = 0; i < waiting; i++) {
      values[i] = entries[indices[i]];
    }
  }

  @Override
  boolean dictionaryPays(int waiting) {
    long indexBits = (long) waiting * RleHybrid.bitWidth(Math.max(0, dictionary.size() - 1));
    long indexed = (long) dictionary.size() * leaf.width() + indexBits / 8;
    return indexed < (long) waiting * leaf.width();
  }

  /** Whether at least half of the values follow their like. */
  private boolean areClustered(int waiting) {
    int repeated = 0;
    for (int i = 1; i < waiting; i++) {
      repeated += indices[i] == indices[i - 1] ? 1 : 0;
    }
    return repeated >= waiting / 2;
  }

  @Override
  int plainSize(Mode from, int value) {
    return leaf.width();
  }

  @Override
  long waitingBytes(Mode from, int waiting) {
    return from == Mode.DIRECT ? (long) waiting * leaf.width() : waiting * 4L;
  }

  @Override
  long heldForValues() {
    long numbers = (long) loaded.length + values.length + looked.length;
    return 8 * numbers + 4L * indices.length + dictionary.held() + dictionaryPage.capacity();
  }

  @Override
  void releaseValues() {
    loaded = new long[0];
    values = new long[0];
    looked = new long[0];
    indices = new int[0];
    dictionary.release();
    dictionaryPage.clearToAtMost(0);
  }

  @Override
  long dictionaryHeld() {
    return (long) dictionary.size() * leaf.width();
  }

  private long[] lookUp(int first, int end) {
    if (looked.length < end - first) {
      looked = new long[end - first];
    }
    long[] entries = dictionary.values();
    for (int i = first; i < end; i++) {
      looked[i - first] = entries[indices[i]];
    }
    return looked;
  }

  @Override
  Extremes extremes(Mode from, int first, int end) {
    LongExtremes extremes = new LongExtremes(leaf);
    if (from == Mode.DIRECT) {
      extremes.add(values, first, end);
    } else {
      extremes.add(lookUp(first, end), 0, end - first);
    }
    return extremes;
  }

  @Override
  Encoding encode(Mode from, int first, int end, ByteSink out) {
    if (from == Mode.INDEXED) {
      int bitWidth = RleHybrid.bitWidth(Math.max(0, dictionary.size() - 1));
      out.putByte(bitWidth);
      RleHybrid.encode(indices, first, end, bitWidth, out);
      return Encoding.RLE_DICTIONARY;
    }
    long[] source = values;
    int start = first;
    if (from != Mode.DIRECT) {
      // The extremes of these very values were taken just before.
      source = looked;
      start = 0;
    }
    int stop = start + end - first;
    boolean delta = options.dataPages() == DataPages.V2;
    return switch (leaf.physical()) {
      case BOOLEAN -> bits(source, start, stop, out);
      case INT32, INT64 -> {
        if (delta) {
          DeltaBinaryPacked.encode(source, start, stop, leaf.width() * 8, out);
          yield Encoding.DELTA_BINARY_PACKED;
        }
        yield plain(source, start, stop, leaf.width(), out);
      }
      default ->
          delta ? split(source, start, stop, out) : plain(source, start, stop, leaf.width(), out);
    };
  }

  private static Encoding bits(long[] source, int from, int to, ByteSink out) {
    int bytes = (to - from + 7) >>> 3;
    byte[] target = out.room(bytes);
    int at = out.size();
    Arrays.fill(target, at, at + bytes, (byte) 0);
    for (int i = from; i < to; i++) {
      int bit = i - from;
      target[at + (bit >>> 3)] |= (byte) (source[i] << (bit & 7));
    }
    out.advance(bytes);
    return Encoding.PLAIN;
  }

  private static Encoding plain(long[] source, int from, int to, int width, ByteSink out) {
    byte[] target = out.room((to - from) * width);
    int at = out.size();
    if (width == 4) {
      for (int i = from; i < to; i++, at += 4) {
        ByteSink.INTS.set(target, at, (int) source[i]);
      }
    } else {
      for (int i = from; i < to; i++, at += 8) {
        ByteSink.LONGS.set(target, at, source[i]);
      }
    }
    out.advance((to - from) * width);
    return Encoding.PLAIN;
  }

  private Encoding split(long[] source, int from, int to, ByteSink out) {
    int count = to - from;
    byte[] target = out.room(count * leaf.width());
    for (int stream = 0; stream < leaf.width(); stream++) {
      int at = out.size() + stream * count;
      for (int i = 0; i < count; i++) {
        target[at + i] = (byte) (source[from + i] >>> (8 * stream));
      }
    }
    out.advance(count * leaf.width());
    return Encoding.BYTE_STREAM_SPLIT;
  }

  @Override
  void mergeIntoChunk(Extremes page) {
    chunk.merge((LongExtremes) page);
  }

  @Override
  Extremes chunkExtremes() {
    return chunk;
  }

  @Override
  void mergeChunkIntoFile() {
    file.merge(chunk);
    chunk = new LongExtremes(leaf);
  }

  @Override
  int dictionarySize() {
    return dictionary.size();
  }

  @Override
  ByteSink dictionaryBytes() {
    dictionaryPage.clear();
    plain(dictionary.values(), 0, dictionary.size(), leaf.width(), dictionaryPage);
    return dictionaryPage;
  }

  @Override
  void clearWaiting() {}

  @Override
  void clearChunk() {
    probed = 0;
    limit = firstLimit;
    dictionary.clear();
  }

  @Override
  RawBounds rawBounds() {
    boolean floats =
        leaf.field().type() == PrimitiveType.FLOAT32
            || leaf.field().type() == PrimitiveType.FLOAT64;
    Boolean nan = floats ? (Boolean) file.hasNan() : null;
    return file.any()
        ? new RawBounds(raw(file.min()), true, raw(file.max()), true, nan)
        : new RawBounds(null, false, null, false, nan);
  }

  private Object raw(long value) {
    if (leaf.field().type() instanceof DecimalType decimal) {
      return BigDecimal.valueOf(value, decimal.scale());
    }
    return switch ((PrimitiveType) leaf.field().type()) {
      case BOOLEAN -> value != 0;
      case FLOAT32 -> Float.intBitsToFloat((int) value);
      case FLOAT64 -> Double.longBitsToDouble(value);
      case UINT64 ->
          value >= 0 ? BigInteger.valueOf(value) : new BigInteger(Long.toUnsignedString(value));
      case TIMESTAMP_S -> Math.abs(value) == Long.MAX_VALUE ? value : (Object) (value / 1_000_000L);
      default -> value;
    };
  }
}
