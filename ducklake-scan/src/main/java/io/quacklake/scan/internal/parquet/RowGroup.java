package io.quacklake.scan.internal.parquet;

import io.quacklake.scan.internal.parquet.bytes.FileSite;
import io.quacklake.scan.internal.parquet.bytes.ModuleCipher;
import io.quacklake.scan.internal.parquet.pages.ColumnChunk;
import io.quacklake.scan.internal.parquet.pages.PageCache;
import io.quacklake.scan.internal.parquet.schema.ParquetField;
import io.quacklake.storage.ByteRange;
import io.quacklake.storage.ObjectSource;
import org.apache.parquet.format.ColumnMetaData;
import org.jspecify.annotations.Nullable;

/** A part of a file: some rows, stored column by column. */
public final class RowGroup {
  private final ObjectSource source;
  private final ParquetFooter footer;
  private final int ordinal;
  private final long firstRow;

  RowGroup(ObjectSource source, ParquetFooter footer, int ordinal, long firstRow) {
    this.source = source;
    this.footer = footer;
    this.ordinal = ordinal;
    this.firstRow = firstRow;
  }

  public int ordinal() {
    return ordinal;
  }

  public long rowCount() {
    return footer.metadata().getRow_groups().get(ordinal).getNum_rows();
  }

  /** The position of its first row in the file. */
  public long firstRow() {
    return firstRow;
  }

  /** Statistics of a leaf; null if the file has none. */
  public @Nullable LeafStats stats(ParquetField leaf) {
    ColumnMetaData meta = format(leaf.leaf().index()).getMeta_data();
    if (meta == null || !meta.isSetStatistics()) {
      return null;
    }
    return new StatisticsReader(footer, leaf).read(meta.getStatistics(), meta.getNum_values());
  }

  /** The pages of a leaf; null if the file has no index of them. Reads the file. */
  public @Nullable PageIndex pageIndex(ParquetField leaf) {
    return new PageIndexReader(source, footer, this, leaf.leaf().index()).read();
  }

  /** The Bloom filter of a leaf; null if the file has none that can be used. Reads the file. */
  public @Nullable BloomFilter bloomFilter(ParquetField leaf) {
    ColumnMetaData meta = format(leaf.leaf().index()).getMeta_data();
    return meta == null || footer.cipher() != null
        ? null
        : BloomFilter.read(source, meta, leaf.leaf(), footer.beside());
  }

  /** Compressed bytes of a leaf. */
  public long compressedSize(ParquetField leaf) {
    return range(leaf.leaf().index()).length();
  }

  /** Where the chunk of a leaf lies. */
  ByteRange range(int leaf) {
    ColumnChunk chunk = chunk(leaf);
    return new ByteRange(chunk.start(), chunk.length());
  }

  org.apache.parquet.format.ColumnChunk format(int leaf) {
    return footer.chunks(ordinal).get(leaf);
  }

  ColumnChunk chunk(int leaf) {
    return chunk(leaf, null);
  }

  ColumnChunk chunk(int leaf, PageCache.@Nullable Share cache) {
    FileSite site = site(leaf);
    org.apache.parquet.format.ColumnChunk format = format(leaf);
    ColumnMetaData meta = format.getMeta_data();
    ModuleCipher cipher = cipher(leaf);
    if (meta == null) {
      throw site.unsupported("a column without metadata", "It may be encrypted.");
    }
    if (format.isSetFile_path()) {
      throw site.unsupported("a column in another file", "Rewrite the file.");
    }
    if (meta.getCodec() == null) {
      throw site.unsupported("an unknown codec", "Rewrite the file.");
    }
    long data = meta.getData_page_offset();
    long dictionary = meta.isSetDictionary_page_offset() ? meta.getDictionary_page_offset() : -1;
    if (dictionary <= 0 || dictionary >= data) {
      dictionary = -1; // some writers fill it in where there is none
    }
    long start = dictionary > 0 ? dictionary : data;
    long length = meta.getTotal_compressed_size();
    if (meta.getNum_values() == 0) {
      start = 4; // some writers give no place to what is empty
      length = 0;
    }
    if (start < 4 || length < 0 || length > footer.fileSize() - start) {
      throw site.corrupt(
          length + " bytes at " + start + " reach out of a file of " + footer.fileSize());
    }
    return new ColumnChunk(
        source,
        start,
        length,
        cipher != null && dictionary < 0 && startsWithDictionary(meta) ? start : dictionary,
        meta.getTotal_uncompressed_size(),
        meta.getNum_values(),
        meta.getCodec(),
        cipher,
        cipher == null ? cache : null,
        () -> new PageIndexReader(source, footer, this, leaf).locations(),
        ordinal,
        leaf);
  }

  /** The cipher of a leaf; null if it is not encrypted. */
  @Nullable ModuleCipher cipher(int leaf) {
    org.apache.parquet.format.ColumnChunk format = format(leaf);
    ModuleCipher cipher = footer.cipher();
    if (!format.isSetCrypto_metadata()) {
      return cipher == null || cipher.bindsModules() ? null : cipher;
    }
    if (cipher == null || !format.getCrypto_metadata().isSetENCRYPTION_WITH_FOOTER_KEY()) {
      throw site(leaf)
          .unsupported("encryption with another key than the footer's", "Leave the column out.");
    }
    return cipher;
  }

  FileSite site(int leaf) {
    return footer.schema().leaves().get(leaf).leaf().site();
  }

  private static boolean startsWithDictionary(ColumnMetaData meta) {
    return meta.isSetDictionary_page_offset()
        && meta.getDictionary_page_offset() == meta.getData_page_offset();
  }
}
