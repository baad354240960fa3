package io.quacklake.scan.internal.parquet.bytes;

import java.io.IOException;
import org.apache.arrow.memory.util.MemoryUtil;

/**
 * Decompresses snappy where it is made of numbers: a few bytes as they are, then a few that were
 * there before, and so on. The two are taken in one step, which the native library does not do; of
 * texts it is the faster by far.
 *
 * <p>It may read {@link NativeBuffer#SLACK} bytes behind the compressed ones, and write that many
 * behind the others.
 */
final class SnappyBlocks {
  private static final int LITERAL = 0;
  private static final int COPY_1 = 1;
  private static final int COPY_2 = 2;

  private SnappyBlocks() {}

  /**
   * Decompresses into exactly {@code length} bytes at {@code to}.
   *
   * @throws IOException if the bytes are damaged or decompress to another length
   */
  static void decompress(long from, int packed, long to, int length) throws IOException {
    long inEnd = from + packed;
    long in = body(from, inEnd, length);
    long outEnd = to + length;
    long out = to;
    while (in < inEnd && out <= outEnd) {
      long word = MemoryUtil.getLong(in);
      int tag = (int) word & 0xff;
      int bits = tag << 1; // eight times the length less one, of a literal
      if ((tag & 3) == LITERAL && bits <= 24) { // its bytes and the next tag are in the word
        long next = word >>> (16 + bits);
        MemoryUtil.putLong(out, word >>> 8);
        int bytes = (bits >>> 3) + 1;
        in += 1 + bytes;
        out += bytes;
        int kind = (int) next & 3;
        int offset;
        int count;
        if (kind == COPY_1) {
          offset = (((int) next & 0xe0) << 3) | ((int) (next >>> 8) & 0xff);
          count = (((int) next >>> 2) & 7) + 4;
        } else if (kind == COPY_2) {
          offset = (int) (next >>> 8) & 0xffff;
          count = (((int) next & 0xff) >>> 2) + 1;
        } else {
          continue;
        }
        if (offset >= 8 && offset <= out - to && count <= outEnd - out && in < inEnd) {
          long source = out - offset;
          MemoryUtil.putLong(out, MemoryUtil.getLong(source));
          for (int i = 8; i < count; i += 8) {
            MemoryUtil.putLong(out + i, MemoryUtil.getLong(source + i));
          }
          in += 1 + kind;
          out += count;
        }
        continue;
      }
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
