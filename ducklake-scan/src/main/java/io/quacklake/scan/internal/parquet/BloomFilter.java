package io.quacklake.scan.internal.parquet;

import io.quacklake.format.type.DecimalType;
import io.quacklake.format.type.PrimitiveType;
import io.quacklake.scan.internal.parquet.bytes.FileSite;
import io.quacklake.scan.internal.parquet.bytes.ThriftInput;
import io.quacklake.scan.internal.parquet.schema.Leaf;
import io.quacklake.storage.ObjectSource;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import net.jpountz.xxhash.XXHash64;
import net.jpountz.xxhash.XXHashFactory;
import org.apache.parquet.format.BloomFilterHeader;
import org.apache.parquet.format.ColumnMetaData;
import org.jspecify.annotations.Nullable;
import shaded.parquet.org.apache.thrift.TException;

/**
 * The values of a column chunk, as a split-block Bloom filter: what it does not know is not there,
 * what it knows may be there.
 */
public final class BloomFilter {
  private static final XXHash64 HASH = XXHashFactory.fastestJavaInstance().hash64();
  private static final int LARGEST_HEADER = 256;
  private static final int LARGEST = 1 << 24;
  private static final int BLOCK_BYTES = 32;
  private static final int[] SALT = {
    0x47b6137b, 0x44974d91, 0x8824ad5b, 0xa2b7289d, 0x705495c7, 0x2df1424b, 0x9efc4947, 0x5c6bfb31
  };

  private final ByteBuffer blocks;
  private final Leaf leaf;

  private BloomFilter(ByteBuffer blocks, Leaf leaf) {
    this.blocks = blocks;
    this.leaf = leaf;
  }

  /** Reads the filter of a column chunk; null if it has none, or one of an unknown kind. */
  static @Nullable BloomFilter read(
      ObjectSource source, ColumnMetaData chunk, Leaf leaf, KeptBytes kept) {
    if (!chunk.isSetBloom_filter_offset()) {
      return null;
    }
    FileSite site = leaf.site();
    long offset = chunk.getBloom_filter_offset();
    if (offset < 4 || offset >= source.size()) {
      throw site.corrupt("a Bloom filter at " + offset + " of " + source.size() + " bytes");
    }
    int known = chunk.isSetBloom_filter_length() ? chunk.getBloom_filter_length() : LARGEST_HEADER;
    int length = (int) Math.min(source.size() - offset, Math.min(LARGEST, Math.max(known, 1)));
    ByteBuffer bytes = kept.read(source, offset, length);
    BloomFilterHeader header;
    try {
      header = ThriftInput.read(new BloomFilterHeader(), bytes);
    } catch (TException e) {
      throw site.corrupt("its Bloom filter is damaged: " + e.getMessage(), e);
    }
    int size = header.getNumBytes();
    long begin = offset + bytes.position();
    if (size < BLOCK_BYTES || size % BLOCK_BYTES != 0 || size > source.size() - begin) {
      throw site.corrupt("a Bloom filter of " + size + " bytes");
    }
    if (size > LARGEST
        || !header.getAlgorithm().isSetBLOCK()
        || !header.getHash().isSetXXHASH()
        || !header.getCompression().isSetUNCOMPRESSED()) {
      return null;
    }
    ByteBuffer blocks =
        bytes.remaining() >= size
            ? bytes.slice(bytes.position(), size)
            : kept.read(source, begin, size);
    return new BloomFilter(blocks.order(ByteOrder.LITTLE_ENDIAN), leaf);
  }

  /**
   * Whether a value may be in the chunk; also true where it is not known how the value is stored.
   *
   * @param value in the Java form of the leaf's own type
   */
  public boolean mightContain(Object value) {
    byte[] stored = stored(value);
    return stored == null || holds(HASH.hash(stored, 0, stored.length, 0));
  }

  private boolean holds(long hash) {
    long count = blocks.capacity() / BLOCK_BYTES;
    int block = (int) (((hash >>> 32) * count) >>> 32) * BLOCK_BYTES;
    int key = (int) hash;
    for (int i = 0; i < SALT.length; i++) {
      if ((blocks.getInt(block + 4 * i) & (1 << ((key * SALT[i]) >>> 27))) == 0) {
        return false;
      }
    }
    return true;
  }

  /** The value as PLAIN has it; null where several forms are equal or the form is not known. */
  private byte @Nullable [] stored(Object value) {
    if (leaf.scaling() != Leaf.Scaling.NONE) {
      return null;
    }
    if (value instanceof BigDecimal decimal && leaf.type() instanceof DecimalType) {
      return switch (leaf.physical()) {
        case INT32, INT64 -> number(decimal.unscaledValue().longValueExact());
        default -> null;
      };
    }
    if (!(leaf.type() instanceof PrimitiveType type)) {
      return null;
    }
    return switch (type) {
      case INT8, INT16, INT32, INT64, UINT8, UINT16, UINT32, DATE, TIME, TIMESTAMP, TIMESTAMPTZ ->
          value instanceof Long number ? number(number) : null;
      case VARCHAR -> value instanceof String text ? text.getBytes(StandardCharsets.UTF_8) : null;
      default -> null;
    };
  }

  private byte @Nullable [] number(long value) {
    return switch (leaf.physical()) {
      case INT32 ->
          ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt((int) value).array();
      case INT64 -> ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array();
      default -> null;
    };
  }
}
