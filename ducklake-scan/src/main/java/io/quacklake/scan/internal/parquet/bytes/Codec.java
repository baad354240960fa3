package io.quacklake.scan.internal.parquet.bytes;

import com.github.luben.zstd.ZstdDecompressCtx;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.GZIPInputStream;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4SafeDecompressor;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.parquet.format.CompressionCodec;
import org.brotli.dec.BrotliInputStream;

/** A compression codec. It belongs to one thread at a time. */
public abstract class Codec implements AutoCloseable {
  private Codec() {}

  /**
   * Opens a codec; not for {@link CompressionCodec#UNCOMPRESSED}, which needs none.
   *
   * @throws io.quacklake.format.UnsupportedFeatureException if there is none for it
   */
  public static Codec open(CompressionCodec codec, FileSite site) {
    return switch (codec) {
      case SNAPPY -> new SnappyCodec();
      case GZIP -> new Streamed(in -> new GZIPInputStream(in, 1 << 15), 2000);
      case ZSTD -> new ZstdCodec();
      case LZ4_RAW -> new Lz4Codec();
      case LZ4 -> new HadoopLz4Codec();
      case BROTLI -> new Streamed(in -> new BrotliInputStream(in, 1 << 15), Integer.MAX_VALUE);
      case UNCOMPRESSED, LZO -> throw site.unsupported("codec " + codec, "Rewrite the file.");
    };
  }

  /** How many bytes a compressed byte can possibly become; above, a size must be wrong. */
  public abstract int highestRatio();

  /**
   * Decompresses into exactly the {@code length} bytes at {@code offset} of {@code to}.
   *
   * @throws IOException if the bytes are damaged or decompress to another length
   */
  public abstract void decompress(ByteBuffer from, NativeBuffer to, int offset, int length)
      throws IOException;

  @Override
  public void close() {}

  private static void check(long actual, int expected) throws IOException {
    if (actual != expected) {
      throw new IOException(expected + " decompressed bytes were announced, not " + actual);
    }
  }

  private static final class SnappyCodec extends Codec {
    @Override
    public int highestRatio() {
      return 64;
    }

    @Override
    public void decompress(ByteBuffer from, NativeBuffer to, int offset, int length)
        throws IOException {
      SnappyBlocks.decompress(
          NativeBuffer.addressOf(from), from.remaining(), to.address() + offset, length);
    }
  }

  private static final class ZstdCodec extends Codec {
    private final ZstdDecompressCtx context = new ZstdDecompressCtx();

    @Override
    public int highestRatio() {
      return Integer.MAX_VALUE;
    }

    @Override
    public void decompress(ByteBuffer from, NativeBuffer to, int offset, int length)
        throws IOException {
      try {
        int actual =
            context.decompressDirectByteBuffer(
                to.view(offset, length), 0, length, from, from.position(), from.remaining());
        check(actual, length);
      } catch (RuntimeException e) {
        throw new IOException("zstd: " + e.getMessage(), e);
      }
    }

    @Override
    public void close() {
      context.close();
    }
  }

  private static class Lz4Codec extends Codec {
    private final LZ4SafeDecompressor decompressor =
        LZ4Factory.fastestInstance().safeDecompressor();

    @Override
    public int highestRatio() {
      return 256;
    }

    @Override
    public void decompress(ByteBuffer from, NativeBuffer to, int offset, int length)
        throws IOException {
      check(block(from, from.position(), from.remaining(), to, offset, length), length);
    }

    final int block(
        ByteBuffer from, int position, int bytes, NativeBuffer to, int offset, int length)
        throws IOException {
      try {
        return decompressor.decompress(from, position, bytes, to.view(offset, length), 0, length);
      } catch (RuntimeException e) {
        throw new IOException("lz4: " + e.getMessage(), e);
      }
    }
  }

  /** Blocks behind their sizes, big-endian, as Hadoop frames them; or else one bare block. */
  private static final class HadoopLz4Codec extends Lz4Codec {
    @Override
    public void decompress(ByteBuffer from, NativeBuffer to, int offset, int length)
        throws IOException {
      try {
        framed(from, to, offset, length);
      } catch (IOException e) {
        super.decompress(from, to, offset, length);
      }
    }

    private void framed(ByteBuffer source, NativeBuffer to, int offset, int length)
        throws IOException {
      ByteBuffer from = source.duplicate().order(ByteOrder.BIG_ENDIAN);
      int done = 0;
      while (from.remaining() >= 8) {
        int plain = from.getInt();
        int packed = from.getInt();
        if (plain < 0 || plain > length - done || packed < 0 || packed > from.remaining()) {
          throw new IOException("lz4: not framed");
        }
        check(block(from, from.position(), packed, to, offset + done, plain), plain);
        from.position(from.position() + packed);
        done += plain;
      }
      check(done, length);
    }
  }

  private interface Opener {
    InputStream open(InputStream compressed) throws IOException;
  }

  /** A codec that offers a stream. */
  private static final class Streamed extends Codec {
    private final Opener opener;
    private final int ratio;
    private final byte[] block = new byte[1 << 15];

    Streamed(Opener opener, int ratio) {
      this.opener = opener;
      this.ratio = ratio;
    }

    @Override
    public int highestRatio() {
      return ratio;
    }

    @Override
    public void decompress(ByteBuffer from, NativeBuffer to, int offset, int length)
        throws IOException {
      byte[] compressed = new byte[from.remaining()];
      from.duplicate().get(compressed);
      int done = 0;
      try (InputStream plain = opener.open(new ByteArrayInputStream(compressed))) {
        for (int n; (n = plain.read(block)) >= 0; done += n) {
          if (n > length - done) {
            throw new IOException("more than the announced " + length + " bytes");
          }
          MemoryUtil.copyToMemory(block, 0, to.address() + offset + done, n);
        }
      } catch (RuntimeException e) {
        throw new IOException(e.getMessage(), e);
      }
      check(done, length);
    }
  }
}
