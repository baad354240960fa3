package io.quacklake.transact.internal.parquet.columns;

import io.quacklake.transact.internal.parquet.columns.Extremes.Bounds;
import io.quacklake.transact.internal.parquet.encode.ByteSink;
import io.quacklake.transact.internal.parquet.layout.ParquetWriteOptions.Checksums;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.DataPageHeaderV2;
import org.apache.parquet.format.DictionaryPageHeader;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.Util;
import org.jspecify.annotations.Nullable;

/** The finished pages of one column chunk. */
final class ChunkPages implements AutoCloseable {
  private final PageCompressor compressor;
  private final Checksums checksums;
  private final @Nullable ModuleSealer sealer;
  private final NativeBuffer dictionary;
  private final NativeBuffer data;
  private final List<Page> pages = new ArrayList<>();
  private final ByteArrayOutputStream header = new ByteArrayOutputStream();
  private byte[] joined = new byte[0];
  private long uncompressed;
  private PageType dataPageType = PageType.DATA_PAGE;

  /**
   * A data page.
   *
   * @param offset from the first data page
   * @param size with its header
   */
  record Page(
      long offset,
      int size,
      int rows,
      int entries,
      int values,
      Encoding encoding,
      @Nullable Bounds bounds) {}

  /**
   * @param sealer null for a file that is not encrypted
   */
  ChunkPages(
      BufferAllocator allocator,
      PageCompressor compressor,
      Checksums checksums,
      @Nullable ModuleSealer sealer) {
    this.compressor = compressor;
    this.checksums = checksums;
    this.sealer = sealer;
    dictionary = new NativeBuffer(allocator);
    data = new NativeBuffer(allocator);
  }

  PageType dataPageType() {
    return dataPageType;
  }

  List<Page> pages() {
    return pages;
  }

  long dictionarySize() {
    return dictionary.size();
  }

  long size() {
    return dictionary.size() + data.size();
  }

  /** The sizes of pages before compression, with their headers. */
  long uncompressedSize() {
    return uncompressed;
  }

  void addDictionary(ByteSink body, int entries) {
    PageHeader page = new PageHeader();
    page.setType(PageType.DICTIONARY_PAGE);
    page.setDictionary_page_header(new DictionaryPageHeader(entries, Encoding.PLAIN));
    append(dictionary, page, body.array(), 0, body.size());
  }

  /**
   * @param body levels, each with their length, then values
   */
  void addV1(ByteSink body, int rows, int entries, int values, Encoding encoding, Extremes bounds) {
    PageHeader page = new PageHeader();
    page.setType(PageType.DATA_PAGE);
    page.setData_page_header(new DataPageHeader(entries, encoding, Encoding.RLE, Encoding.RLE));
    long offset = data.size();
    append(data, page, body.array(), 0, body.size());
    note(offset, rows, entries, values, encoding, bounds);
  }

  /**
   * @param body repetition levels, definition levels, values; only the values are compressed
   */
  void addV2(
      ByteSink body,
      int repetitionBytes,
      int definitionBytes,
      int rows,
      int entries,
      int values,
      Encoding encoding,
      Extremes bounds) {
    PageHeader page = new PageHeader();
    dataPageType = PageType.DATA_PAGE_V2;
    page.setType(dataPageType);
    page.setData_page_header_v2(
        new DataPageHeaderV2(
            entries, entries - values, rows, encoding, definitionBytes, repetitionBytes));
    long offset = data.size();
    append(data, page, body.array(), repetitionBytes + definitionBytes, body.size());
    note(offset, rows, entries, values, encoding, bounds);
  }

  private void note(
      long offset, int rows, int entries, int values, Encoding encoding, Extremes bounds) {
    pages.add(
        new Page(
            offset,
            Math.toIntExact(data.size() - offset),
            rows,
            entries,
            values,
            encoding,
            bounds.bounds(ChunkMetadata.INDEX_BYTES)));
  }

  /** Appends a page whose first {@code plain} bytes stay as they are. */
  private void append(NativeBuffer target, PageHeader page, byte[] body, int plain, int size) {
    byte[] values = body;
    if (plain > 0) {
      if (joined.length < size - plain) {
        joined = new byte[size - plain];
      }
      System.arraycopy(body, plain, joined, 0, size - plain);
      values = joined;
    }
    int compressed = size == plain ? 0 : compressor.compress(values, size - plain);
    byte[] result = compressor.result();
    if (page.isSetData_page_header_v2()) {
      boolean worthIt = compressed > 0 && compressed < size - plain;
      page.data_page_header_v2.setIs_compressed(worthIt);
      if (!worthIt) {
        compressed = size - plain;
        result = values;
      }
    }
    page.setUncompressed_page_size(size);
    page.setCompressed_page_size(plain + compressed);
    if (sealer != null) {
      appendSealed(sealer, target, page, body, plain, result, compressed);
      return;
    }
    if (checksums == Checksums.CRC32) {
      CRC32 crc = new CRC32();
      crc.update(body, 0, plain);
      crc.update(result, 0, compressed);
      page.setCrc((int) crc.getValue());
    }
    byte[] head = header(page);
    target.append(head, 0, head.length);
    target.append(body, 0, plain);
    target.append(result, 0, compressed);
    uncompressed += head.length + (long) size;
  }

  private byte[] header(PageHeader page) {
    header.reset();
    try {
      Util.writePageHeader(page, header);
    } catch (IOException impossibleInMemory) {
      throw new UncheckedIOException(impossibleInMemory);
    }
    return header.toByteArray();
  }

  /** Header and body are encrypted each for itself; the tag makes a checksum needless. */
  private void appendSealed(
      ModuleSealer key,
      NativeBuffer target,
      PageHeader page,
      byte[] levels,
      int plain,
      byte[] values,
      int compressed) {
    byte[] body = new byte[plain + compressed];
    System.arraycopy(levels, 0, body, 0, plain);
    System.arraycopy(values, 0, body, plain, compressed);
    byte[] sealedBody = key.seal(body, body.length);
    byte[] head = header(page); // with the size before encryption, as the reference has it
    byte[] sealedHead = key.seal(head, head.length);
    target.append(sealedHead, 0, sealedHead.length);
    target.append(sealedBody, 0, sealedBody.length);
    uncompressed += sealedHead.length + (long) page.getUncompressed_page_size();
  }

  void writeTo(OutputStream out) throws IOException {
    dictionary.writeTo(out);
    data.writeTo(out);
  }

  void clear() {
    dictionary.clear();
    data.clear();
    pages.clear();
    uncompressed = 0;
  }

  @Override
  public void close() {
    clear();
  }
}
