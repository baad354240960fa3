package io.quacklake.transact.internal.parquet.columns;

import io.quacklake.format.type.DecimalType;
import io.quacklake.format.type.PrimitiveType;
import io.quacklake.transact.internal.parquet.columns.Extremes.Bounds;
import io.quacklake.transact.internal.parquet.encode.ByteSink;
import io.quacklake.transact.internal.parquet.encode.DeltaBinaryPacked;
import io.quacklake.transact.internal.parquet.encode.RleHybrid;
import io.quacklake.transact.internal.parquet.layout.ParquetNode.Leaf;
import io.quacklake.transact.internal.parquet.layout.ParquetWriteOptions;
import io.quacklake.transact.internal.parquet.layout.ParquetWriteOptions.DataPages;
import io.quacklake.transact.internal.parquet.shred.LeafSlots;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.parquet.format.Encoding;
import org.jspecify.annotations.Nullable;

/** BYTE_ARRAY and FIXED_LEN_BYTE_ARRAY. */
final class BytesColumn extends ColumnWriter {
  private static final int PROBE = 4096;
  private static final int KEPT_BYTES = 4 << 20;

  /** Values up to this length are copied word by word. */
  private static final int SHORT = 64;

  private final BytesLoader loader;
  private final int prefix;
  private final BytesDictionary dictionary;
  private BytesExtremes chunk;
  private final BytesExtremes file;

  /** Waiting values in PLAIN encoding; the bytes of value i begin at starts[i]. */
  private final ByteSink plain = new ByteSink(64);

  private int[] starts = new int[64];
  private int[] indices = new int[0];
  private long indexedPlainBytes;

  /** Values looked up for the chunk; after the first so many it shows whether that is worth it. */
  private long probed;

  private boolean[] seen = new boolean[0];

  BytesColumn(
      Leaf leaf,
      ParquetWriteOptions options,
      PageCompressor compressor,
      @Nullable ModuleSealer sealer,
      BufferAllocator allocator) {
    super(leaf, options, compressor, sealer, allocator);
    loader = new BytesLoader(leaf);
    prefix = leaf.width() == 0 ? 4 : 0;
    dictionary = new BytesDictionary(prefix);
    chunk = new BytesExtremes(leaf);
    file = new BytesExtremes(leaf);
  }

  @Override
  void load(FieldVector vector, LeafSlots slots) {
    loader.load(vector, slots);
  }

  @Override
  boolean mayIndex() {
    return true;
  }

  @Override
  boolean index(int count, int waiting) {
    if (indices.length < waiting + count) {
      indices = Arrays.copyOf(indices, Math.max(waiting + count, indices.length * 2));
    }
    byte[] data = loader.data();
    int limit = options.dictionaryBytes();
    for (int i = 0; i < count; i++) {
      int start = loader.start(i);
      int length = loader.end(i) - start;
      int entry = dictionary.add(data, start, length, limit);
      boolean unpromising = ++probed == PROBE && dictionary.size() > PROBE * 31 / 32;
      if (entry < 0 || unpromising) {
        return false;
      }
      indices[waiting + i] = entry;
      indexedPlainBytes += prefix + length;
    }
    return true;
  }

  @Override
  void keep(int count, int waiting) {
    if (starts.length <= waiting + count) {
      starts = Arrays.copyOf(starts, Math.max(waiting + count + 1, starts.length * 2));
    }
    byte[] data = loader.data();
    for (int i = 0; i < count; i++) {
      int start = loader.start(i);
      int length = loader.end(i) - start;
      int at = plain.size() + prefix;
      byte[] target = plain.room(prefix + length + BytesLoader.PADDING);
      if (prefix > 0) {
        ByteSink.INTS.set(target, at - prefix, length);
      }
      starts[waiting + i] = at;
      if (length > SHORT) {
        System.arraycopy(data, start, target, at, length);
      } else {
        // Whole words, a little too much: the next value overwrites it.
        for (int word = 0; word < length; word += 8) {
          ByteSink.LONGS.set(target, at + word, (long) ByteSink.LONGS.get(data, start + word));
        }
      }
      plain.advance(prefix + length);
    }
    starts[waiting + count] = plain.size() + prefix;
  }

  @Override
  void unindex(int waiting) {
    if (starts.length <= waiting) {
      starts = Arrays.copyOf(starts, Math.max(waiting + 1, starts.length * 2));
    }
    byte[] entries = dictionary.plain().array();
    for (int i = 0; i < waiting; i++) {
      int start = dictionary.start(indices[i]);
      int length = dictionary.end(indices[i]) - start;
      if (prefix > 0) {
        plain.putInt(length);
      }
      starts[i] = plain.size();
      plain.put(entries, start, length);
    }
    starts[waiting] = plain.size() + prefix;
    indexedPlainBytes = 0;
  }

  @Override
  boolean dictionaryPays(int waiting) {
    long indexBits = (long) waiting * RleHybrid.bitWidth(Math.max(0, dictionary.size() - 1));
    return dictionary.plain().size() + indexBits / 8 < indexedPlainBytes;
  }

  @Override
  int plainSize(Mode from, int value) {
    return prefix + end(from, value) - start(from, value);
  }

  @Override
  long waitingBytes(Mode from, int waiting) {
    return from == Mode.DIRECT ? plain.size() : waiting * 4L;
  }

  @Override
  long heldForValues() {
    long numbers = (long) starts.length + indices.length;
    return plain.capacity() + 4 * numbers + seen.length + dictionary.held();
  }

  @Override
  void releaseValues() {
    plain.clearToAtMost(0);
    starts = new int[64];
    indices = new int[0];
    seen = new boolean[0];
    dictionary.release();
  }

  @Override
  long dictionaryHeld() {
    return dictionary.plain().size();
  }

  private byte[] array(Mode from) {
    return from == Mode.DIRECT ? plain.array() : dictionary.plain().array();
  }

  private int start(Mode from, int value) {
    return from == Mode.DIRECT ? starts[value] : dictionary.start(indices[value]);
  }

  private int end(Mode from, int value) {
    return from == Mode.DIRECT ? starts[value + 1] - prefix : dictionary.end(indices[value]);
  }

  @Override
  Extremes extremes(Mode from, int first, int end) {
    BytesExtremes extremes = new BytesExtremes(leaf);
    if (from == Mode.DIRECT) {
      for (int i = first; i < end; i++) {
        extremes.add(plain.array(), starts[i], starts[i + 1] - prefix);
      }
      return extremes;
    }
    // Only the distinct values need comparing.
    if (seen.length < dictionary.size()) {
      seen = new boolean[dictionary.size()];
    }
    Arrays.fill(seen, 0, dictionary.size(), false);
    for (int i = first; i < end; i++) {
      seen[indices[i]] = true;
    }
    for (int entry = 0; entry < dictionary.size(); entry++) {
      if (seen[entry]) {
        extremes.add(dictionary.plain().array(), dictionary.start(entry), dictionary.end(entry));
      }
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
    if (options.dataPages() == DataPages.V2 && prefix > 0) {
      return deltaLength(from, first, end, out);
    }
    if (first == end) {
      return Encoding.PLAIN;
    }
    if (from == Mode.DIRECT) {
      int begin = starts[first] - prefix;
      out.put(plain.array(), begin, starts[end] - prefix - begin);
      return Encoding.PLAIN;
    }
    byte[] array = array(from);
    for (int i = first; i < end; i++) {
      int begin = start(from, i) - prefix;
      out.put(array, begin, end(from, i) - begin);
    }
    return Encoding.PLAIN;
  }

  private Encoding deltaLength(Mode from, int first, int end, ByteSink out) {
    long[] lengths = new long[end - first];
    for (int i = first; i < end; i++) {
      lengths[i - first] = (long) end(from, i) - start(from, i);
    }
    DeltaBinaryPacked.encode(lengths, 0, lengths.length, 32, out);
    byte[] array = array(from);
    for (int i = first; i < end; i++) {
      out.put(array, start(from, i), (int) lengths[i - first]);
    }
    return Encoding.DELTA_LENGTH_BYTE_ARRAY;
  }

  @Override
  void mergeIntoChunk(Extremes page) {
    chunk.merge((BytesExtremes) page);
  }

  @Override
  Extremes chunkExtremes() {
    return chunk;
  }

  @Override
  void mergeChunkIntoFile() {
    file.merge(chunk);
    chunk = new BytesExtremes(leaf);
  }

  @Override
  int dictionarySize() {
    return dictionary.size();
  }

  @Override
  ByteSink dictionaryBytes() {
    return dictionary.plain();
  }

  @Override
  void clearWaiting() {
    plain.clearToAtMost(KEPT_BYTES);
    indexedPlainBytes = 0;
  }

  @Override
  void clearChunk() {
    probed = 0;
    dictionary.clear();
  }

  @Override
  RawBounds rawBounds() {
    Bounds bounds = file.bounds(ChunkMetadata.FOOTER_BYTES);
    if (bounds == null) {
      return new RawBounds(null, false, null, false, null);
    }
    byte[] max = bounds.max();
    return new RawBounds(
        raw(bounds.min()),
        bounds.minExact(),
        max == null ? null : raw(max),
        bounds.maxExact(),
        null);
  }

  private Object raw(byte[] value) {
    if (leaf.field().type() instanceof DecimalType decimal) {
      return new BigDecimal(new BigInteger(value), decimal.scale());
    }
    if (leaf.field().type() == PrimitiveType.UUID) {
      ByteBuffer bytes = ByteBuffer.wrap(value);
      return new UUID(bytes.getLong(), bytes.getLong());
    }
    return leaf.field().type() == PrimitiveType.BLOB
        ? value.clone()
        : new String(value, StandardCharsets.UTF_8);
  }
}
