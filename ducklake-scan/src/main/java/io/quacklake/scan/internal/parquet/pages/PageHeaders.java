package io.quacklake.scan.internal.parquet.pages;

import io.quacklake.scan.internal.parquet.bytes.FileSite;
import io.quacklake.scan.internal.parquet.bytes.ModuleCipher;
import io.quacklake.scan.internal.parquet.bytes.ModuleCipher.Module;
import io.quacklake.scan.internal.parquet.bytes.ThriftInput;
import java.nio.ByteBuffer;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.parquet.format.PageHeader;
import org.jspecify.annotations.Nullable;
import shaded.parquet.org.apache.thrift.TException;

/** Reads the headers of pages, or knows them from an earlier read. */
final class PageHeaders {
  private static final int USUAL_HEADER = 1 << 12;
  private static final int LARGEST_HEADER = 1 << 24;

  private final ColumnChunk chunk;
  private final FileSite site;
  private final ChunkInput input;

  PageHeaders(ColumnChunk chunk, FileSite site, ChunkInput input) {
    this.chunk = chunk;
    this.site = site;
    this.input = input;
  }

  /**
   * A page of which only the header is known.
   *
   * @param bodyPosition where its body begins in the file
   * @param kept its place in the cache; whoever has it releases it
   */
  record Announced(PageHeader header, long bodyPosition, PageCache.@Nullable Page kept) {
    void release() {
      if (kept != null) {
        kept.release();
      }
    }
  }

  /**
   * The header at a position.
   *
   * @param ordinal the ordinal of a data page, -1 for the dictionary page
   */
  Announced at(long position, int ordinal) {
    ModuleCipher cipher = chunk.cipher();
    if (cipher != null) {
      return decrypted(cipher, position, ordinal);
    }
    PageCache.Share cache = chunk.cache();
    if (cache == null) {
      return read(position);
    }
    String location = chunk.source().location();
    PageCache.Page known = cache.find(location, position);
    if (known != null) {
      return new Announced(known.header(), known.bodyPosition(), known);
    }
    Announced fresh = read(position);
    return new Announced(
        fresh.header(),
        fresh.bodyPosition(),
        cache.add(location, position, fresh.header(), fresh.bodyPosition()));
  }

  private Announced read(long position) {
    long available = input.remaining(position);
    for (long size = Math.min(available, USUAL_HEADER); ; size = Math.min(available, size * 64)) {
      ByteBuffer bytes = input.bytes(position, (int) size);
      try {
        PageHeader found = ThriftInput.read(new PageHeader(), bytes);
        return new Announced(found, position + bytes.position(), null);
      } catch (TException e) {
        if (size == available || size >= LARGEST_HEADER) {
          throw site.corrupt("no page header at " + position, e);
        }
      }
    }
  }

  private Announced decrypted(ModuleCipher cipher, long position, int ordinal) {
    int length = input.remaining(position) < 4 ? -1 : MemoryUtil.getInt(input.address(position, 4));
    if (length < 0 || length > LARGEST_HEADER) {
      throw site.corrupt("an encrypted page header of " + length + " bytes at " + position);
    }
    ByteBuffer sealed = input.bytes(position, length + 4);
    ByteBuffer bytes =
        cipher.decrypt(
            ordinal < 0 ? Module.DICTIONARY_PAGE_HEADER : Module.DATA_PAGE_HEADER,
            chunk.rowGroup(),
            chunk.column(),
            ordinal,
            sealed);
    try {
      return new Announced(ThriftInput.read(new PageHeader(), bytes), position + length + 4, null);
    } catch (TException e) {
      throw site.corrupt("no page header at " + position, e);
    }
  }

  /**
   * Bytes of a page in the file. Where the reference encrypts, its headers do not count what
   * encryption adds; the module's own length tells.
   */
  int storedSize(Announced page) {
    int size = page.header().getCompressed_page_size();
    long position = page.bodyPosition();
    if (chunk.cipher() == null || input.remaining(position) < 4 || size < 0) {
      return size;
    }
    long module = MemoryUtil.getInt(input.address(position, 4)) + 4L;
    if (module != size && module != (long) size + ModuleCipher.OVERHEAD) {
      throw site.corrupt("a page of " + size + " bytes in a module of " + module);
    }
    return (int) module;
  }
}
