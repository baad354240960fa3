package io.quacklake.scan.internal.parquet.bytes;

import java.io.IOException;
import org.apache.arrow.memory.util.MemoryUtil;

/**
 * Decompresses snappy. What it makes of numbers and of texts is a few bytes as they are now and
 * then, and a few that were there before most of the time; so it is the time for an element that
 * counts. Usual elements are taken without a branch on their kind, by copies of a fixed length.
 *
 * <p>It may read {@link NativeBuffer#SLACK} bytes behind the compressed ones, and write that many
 * behind the others.
 */
final class SnappyBlocks {
  private static final int LITERAL = 0;
  private static final int COPY_1 = 1;
  private static final int COPY_2 = 2;

  /** Tags below are those of literals that are in one word with the copy behind them. */
  private static final int SHORT_LITERALS = 4 << 2;

  /** Bytes that a usual element may write at most. */
  private static final int MOST = 72;

  /**
   * For each tag of a copy with a near offset: its length, the part of the offset that it holds,
   * and a mask for the two bytes behind it. The others are 0, and then so is the offset.
   */
  private static final int[] COPIES = copies();

  private SnappyBlocks() {}

  private static int[] copies() {
    int[] copies = new int[256];
    for (int tag = 0; tag < copies.length; tag++) {
      if ((tag & 3) == COPY_1) {
        copies[tag] = (((tag >>> 2) & 7) + 4) | (tag & 0xe0) << 3 | 0xff << 16;
      } else if ((tag & 3) == COPY_2) {
        copies[tag] = ((tag >>> 2) + 1) | 0xffff << 16;
      }
    }
    return copies;
  }

  /**
   * Decompresses into exactly {@code length} bytes at {@code to}.
   *
   * @throws IOException if the bytes are damaged or decompress to another length
   */
  static void decompress(long from, int packed, long to, int length) throws IOException {
    long inEnd = from + packed;
    long in = body(from, inEnd, length);
    long outEnd = to + length;
    long safe = outEnd - MOST;
    long out = to;
    while (in < inEnd && out <= outEnd) {
      if (out < safe) {
        long word = MemoryUtil.getLong(in);
        int first = (int) word & 0xff;
        if ((first & 3) == LITERAL && first < SHORT_LITERALS) {
          MemoryUtil.putLong(out, word >>> 8);
          int bytes = (first >>> 2) + 1;
          in += 1 + bytes;
          out += bytes;
          word >>>= 8 + 8 * bytes;
        }
        int copy = COPIES[(int) word & 0xff];
        int offset = ((int) (word >>> 8) & (copy >>> 16)) | (copy & 0x700);
        long source = out - offset;
        if (offset >= 8 && source >= to) {
          int count = copy & 0xff;
          MemoryUtil.putLong(out, MemoryUtil.getLong(source));
          MemoryUtil.putLong(out + 8, MemoryUtil.getLong(source + 8));
          if (count > 16) {
            for (int i = 16; i < count; i += 8) {
              MemoryUtil.putLong(out + i, MemoryUtil.getLong(source + i));
            }
          }
          in += 1 + ((int) word & 3);
          out += count;
          continue;
        }
      }
      // anything; behind the end of what is compressed, it will be found to be damaged
      long word = MemoryUtil.getLong(in);
      int tag = (int) word & 0xff;
      int count = (tag >>> 2) + 1;
      if ((tag & 3) == LITERAL) {
        in++;
        if (count > 60) {
          int more = count - 60; // bytes of the length
          count = (int) (MemoryUtil.getInt(in) & (0xffff_ffffL >>> (32 - 8 * more))) + 1;
          in += more;
        }
        if (count < 1 || count > inEnd - in || count > outEnd - out) {
          throw damaged();
        }
        if (count <= 64) {
          for (int i = 0; i < count; i += 8) {
            MemoryUtil.putLong(out + i, MemoryUtil.getLong(in + i));
          }
        } else {
          MemoryUtil.copyMemory(in, out, count);
        }
        in += count;
        out += count;
        continue;
      }
      int offset;
      if ((tag & 3) == COPY_1) {
        count = ((tag >>> 2) & 7) + 4;
        offset = ((tag & 0xe0) << 3) | ((int) (word >>> 8) & 0xff);
        in += 2;
      } else if ((tag & 3) == COPY_2) {
        offset = (int) (word >>> 8) & 0xffff;
        in += 3;
      } else {
        offset = (int) (word >>> 8);
        in += 5;
      }
      if (offset <= 0 || offset > out - to || count > outEnd - out) {
        throw damaged();
      }
      copy(out - offset, offset, out, count);
      out += count;
    }
    if (in != inEnd || out != outEnd) {
      throw damaged();
    }
  }

  /** Repeats what is {@code offset} bytes before {@code out}. */
  private static void copy(long from, int offset, long out, int count) {
    int period = offset;
    int done = 0;
    if (offset < 8) { // the first bytes one by one, and then it repeats over 8 or more
      for (; done < 8; done++) {
        MemoryUtil.putByte(out + done, MemoryUtil.getByte(from + done));
      }
      period = (7 / offset + 1) * offset;
    }
    for (; done < count; done += 8) {
      MemoryUtil.putLong(out + done, MemoryUtil.getLong(out + done - period));
    }
  }

  /** Checks the announced length; returns where the first tag is. */
  private static long body(long from, long end, int length) throws IOException {
    long announced = 0;
    long in = from;
    for (int shift = 0; shift < 35 && in < end; shift += 7) {
      int b = MemoryUtil.getByte(in++);
      announced |= (b & 0x7fL) << shift;
      if (b >= 0) {
        if (announced != length) {
          throw new IOException(length + " decompressed bytes were announced, not " + announced);
        }
        return in;
      }
    }
    throw damaged();
  }

  private static IOException damaged() {
    return new IOException("snappy: damaged");
  }
}
