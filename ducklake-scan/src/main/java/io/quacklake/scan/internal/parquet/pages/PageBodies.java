package io.quacklake.scan.internal.parquet.pages;

import io.quacklake.scan.internal.parquet.bytes.Codec;
import io.quacklake.scan.internal.parquet.bytes.FileSite;
import io.quacklake.scan.internal.parquet.bytes.ModuleCipher;
import io.quacklake.scan.internal.parquet.bytes.ModuleCipher.Module;
import io.quacklake.scan.internal.parquet.bytes.NativeBuffer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.LongSupplier;
import java.util.zip.CRC32;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.PageHeader;
import org.jspecify.annotations.Nullable;

/** Fetches, decrypts, checks and decompresses the bodies of pages. */
final class PageBodies implements AutoCloseable {
  /** Pages up to this size need no second opinion. */
  private static final int PLAUSIBLE = 1 << 26;

  private final ColumnChunk chunk;
  private final FileSite site;
  private final ChunkInput input;
  private final NativeBuffer opened = new NativeBuffer();
  private NativeBuffer plain = new NativeBuffer();
  private final @Nullable Codec codec;

  PageBodies(ColumnChunk chunk, FileSite site, ChunkInput input) {
    this.chunk = chunk;
    this.site = site;
    this.input = input;
    this.codec =
        chunk.codec() == CompressionCodec.UNCOMPRESSED ? null : Codec.open(chunk.codec(), site);
  }

  /**
   * The address of a page's body, decompressed: as it is kept, or else as {@code read} yields it,
   * and then it is kept if there is room for it.
   */
  long load(PageHeaders.Announced page, LongSupplier read) {
    PageCache.Page kept = page.kept();
    PageCache.Share cache = chunk.cache();
    long known = kept == null ? 0 : kept.address();
    if (known != 0) {
      return known;
    }
    long address = read.getAsLong();
    int size = page.header().getUncompressed_page_size();
    if (kept == null || cache == null || !cache.takes(size)) {
      return address;
    }
    if (address != plain.address()) { // it lies in the window onto the file
      MemoryUtil.copyMemory(address, plain.ensure(size), size);
    } else if (plain.capacity() / 4 > size) {
      NativeBuffer fitting = new NativeBuffer();
      MemoryUtil.copyMemory(address, fitting.ensure(size), size);
      plain.close();
      plain = fitting;
    }
    long own = plain.address();
    if (kept.fill(plain)) {
      plain = new NativeBuffer();
    }
    return own;
  }

  /** The body of a page as it is before decompression; it holds until the next call. */
  ByteBuffer stored(PageHeaders.Announced announced, int size, Module module, int ordinal) {
    PageHeader page = announced.header();
    long offset = announced.bodyPosition();
    ByteBuffer body = input.bytes(offset, size);
    ModuleCipher cipher = chunk.cipher();
    if (cipher != null) {
      ByteBuffer opened = cipher.decrypt(module, chunk.rowGroup(), chunk.column(), ordinal, body);
      return decrypted(opened);
    }
    if (page.isSetCrc()) {
      CRC32 crc = new CRC32();
      crc.update(body.duplicate());
      if ((int) crc.getValue() != page.getCrc()) {
        throw site.corrupt("the checksum of the page at " + offset + " does not match its bytes");
      }
    }
    return body;
  }

  private ByteBuffer decrypted(ByteBuffer bytes) {
    opened.ensure(bytes.remaining());
    ByteBuffer copy = opened.view(0, bytes.remaining());
    copy.put(bytes);
    return copy.flip();
  }

  /** The address of a body that is not compressed. */
  long uncompressed(ByteBuffer body, int size) {
    if (body.remaining() != size) {
      throw site.corrupt(
          "an uncompressed page of " + body.remaining() + " bytes that should have " + size);
    }
    return NativeBuffer.addressOf(body);
  }

  /**
   * Decompresses to {@code size} bytes in all, of which the first {@code bare} are not compressed.
   * Returns their address.
   */
  long plain(ByteBuffer body, int bare, int size) {
    Codec decompressor = codec;
    if (decompressor == null) {
      return uncompressed(body, size);
    }
    long packed = (long) body.remaining() - bare;
    long most = Math.max(1, packed) * (long) decompressor.highestRatio();
    if ((long) size - bare > most || (size > PLAUSIBLE && size / 4 > chunk.uncompressed())) {
      throw site.corrupt(
          "a page of " + body.remaining() + " bytes cannot have " + size + " uncompressed");
    }
    long address = plain.ensure(size);
    MemoryUtil.copyMemory(NativeBuffer.addressOf(body), address, bare);
    if (size > bare) {
      ByteBuffer rest = body.slice(body.position() + bare, (int) packed);
      try {
        decompressor.decompress(rest, plain, bare, size - bare);
      } catch (IOException e) {
        throw site.corrupt("a page cannot be decompressed: " + e.getMessage(), e);
      }
    }
    return address;
  }

  @Override
  public void close() {
    plain.close();
    opened.close();
    if (codec != null) {
      codec.close();
    }
  }
}
