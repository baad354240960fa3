package io.quacklake.transact.internal.parquet.columns;

import io.quacklake.transact.internal.parquet.encode.ByteSink;
import io.quacklake.transact.internal.parquet.layout.ParquetNode.Leaf;
import java.io.IOException;
import java.io.OutputStream;
import net.jpountz.xxhash.XXHash64;
import net.jpountz.xxhash.XXHashFactory;
import org.apache.parquet.format.BloomFilterAlgorithm;
import org.apache.parquet.format.BloomFilterCompression;
import org.apache.parquet.format.BloomFilterHash;
import org.apache.parquet.format.BloomFilterHeader;
import org.apache.parquet.format.SplitBlockAlgorithm;
import org.apache.parquet.format.Type;
import org.apache.parquet.format.Uncompressed;
import org.apache.parquet.format.Util;
import org.apache.parquet.format.XxHash;
import org.jspecify.annotations.Nullable;

/**
 * The distinct values of a column chunk as a Bloom filter, of the size that the reference gives it:
 * one value in a hundred that is not there is taken for one that may be.
 */
public final class SplitBlockFilter {
  private static final XXHash64 HASH = XXHashFactory.fastestJavaInstance().hash64();
  private static final int BLOCK_BYTES = 32;
  private static final int[] SALT = {
    0x47b6137b, 0x44974d91, 0x8824ad5b, 0xa2b7289d, 0x705495c7, 0x2df1424b, 0x9efc4947, 0x5c6bfb31
  };

  /** Bits for each value: {@code -8 / ln(1 - 0.01^(1/8))}. */
  private static final double BITS_PER_VALUE =
      -SALT.length / Math.log(1 - Math.pow(0.01, 1.0 / SALT.length));

  private final byte[] blocks;

  private SplitBlockFilter(int values) {
    long bytes = (long) (values * BITS_PER_VALUE / 8);
    long power = Long.highestOneBit(Math.max(BLOCK_BYTES, bytes));
    blocks = new byte[Math.toIntExact(power < bytes ? power * 2 : power)];
  }

  /**
   * The filter of a chunk all of whose values are in a dictionary.
   *
   * @param dictionary the values in PLAIN encoding
   * @return null where equal values may have different bytes, and where a value is found only
   *     inside of others
   */
  static @Nullable SplitBlockFilter of(Leaf leaf, ByteSink dictionary, int values) {
    if (values == 0 || leaf.maxRepetition() > 0 || hasUnequalForms(leaf, dictionary)) {
      return null;
    }
    SplitBlockFilter filter = new SplitBlockFilter(values);
    byte[] plain = dictionary.array();
    int at = 0;
    for (int i = 0; i < values; i++) {
      int length = leaf.width();
      if (leaf.physical() == Type.BYTE_ARRAY) {
        length = (int) ByteSink.INTS.get(plain, at);
        at += Integer.BYTES;
      }
      filter.add(HASH.hash(plain, at, length, 0));
      at += length;
    }
    return filter;
  }

  /** A zero is equal to that of the other sign, and one NaN to another. */
  private static boolean hasUnequalForms(Leaf leaf, ByteSink dictionary) {
    byte[] plain = dictionary.array();
    if (leaf.physical() == Type.FLOAT) {
      for (int at = 0; at < dictionary.size(); at += Float.BYTES) {
        float value = Float.intBitsToFloat((int) ByteSink.INTS.get(plain, at));
        if (value == 0 || Float.isNaN(value)) {
          return true;
        }
      }
    } else if (leaf.physical() == Type.DOUBLE) {
      for (int at = 0; at < dictionary.size(); at += Double.BYTES) {
        double value = Double.longBitsToDouble((long) ByteSink.LONGS.get(plain, at));
        if (value == 0 || Double.isNaN(value)) {
          return true;
        }
      }
    }
    return false;
  }

  private void add(long hash) {
    long count = blocks.length / BLOCK_BYTES;
    int block = (int) (((hash >>> 32) * count) >>> 32) * BLOCK_BYTES;
    int key = (int) hash;
    for (int i = 0; i < SALT.length; i++) {
      int place = block + Integer.BYTES * i;
      int word = (int) ByteSink.INTS.get(blocks, place);
      ByteSink.INTS.set(blocks, place, word | (1 << ((key * SALT[i]) >>> 27)));
    }
  }

  /** Writes its header and itself. */
  public void writeTo(OutputStream out) throws IOException {
    Util.writeBloomFilterHeader(
        new BloomFilterHeader(
            blocks.length,
            BloomFilterAlgorithm.BLOCK(new SplitBlockAlgorithm()),
            BloomFilterHash.XXHASH(new XxHash()),
            BloomFilterCompression.UNCOMPRESSED(new Uncompressed())),
        out);
    out.write(blocks);
  }
}
