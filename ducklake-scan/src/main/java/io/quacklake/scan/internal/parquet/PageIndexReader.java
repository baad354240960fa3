package io.quacklake.scan.internal.parquet;

import io.quacklake.scan.internal.parquet.bytes.FileSite;
import io.quacklake.scan.internal.parquet.bytes.ModuleCipher;
import io.quacklake.scan.internal.parquet.bytes.ModuleCipher.Module;
import io.quacklake.scan.internal.parquet.bytes.ThriftInput;
import io.quacklake.scan.internal.parquet.schema.ParquetField;
import io.quacklake.storage.ObjectSource;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnIndex;
import org.apache.parquet.format.OffsetIndex;
import org.apache.parquet.format.PageLocation;
import org.jspecify.annotations.Nullable;
import shaded.parquet.org.apache.thrift.TBase;
import shaded.parquet.org.apache.thrift.TException;

/** Reads the offset index and the column index of a column chunk. */
final class PageIndexReader {
  private static final int LARGEST = 1 << 28;

  private final ObjectSource source;
  private final ParquetFooter footer;
  private final RowGroup group;
  private final ParquetField leaf;
  private final FileSite site;
  private final ColumnChunk chunk;

  PageIndexReader(ObjectSource source, ParquetFooter footer, RowGroup group, int leaf) {
    this.source = source;
    this.footer = footer;
    this.group = group;
    this.leaf = footer.schema().leaves().get(leaf);
    this.site = group.site(leaf);
    this.chunk = group.format(leaf);
  }

  /** The places of the pages and their first rows. */
  @Nullable List<PageLocation> locations() {
    if (!chunk.isSetOffset_index_offset() || !chunk.isSetOffset_index_length()) {
      return null;
    }
    OffsetIndex offsets =
        parse(
            new OffsetIndex(),
            Module.OFFSET_INDEX,
            chunk.getOffset_index_offset(),
            chunk.getOffset_index_length());
    if (offsets.getPage_locations() == null) {
      throw site.corrupt("its offset index has no pages");
    }
    return offsets.getPage_locations();
  }

  @Nullable PageIndex read() {
    List<PageLocation> locations = locations();
    if (locations == null) {
      return null;
    }
    ColumnIndex bounds = null;
    if (chunk.isSetColumn_index_offset() && chunk.isSetColumn_index_length()) {
      bounds =
          parse(
              new ColumnIndex(),
              Module.COLUMN_INDEX,
              chunk.getColumn_index_offset(),
              chunk.getColumn_index_length());
      checkSizes(bounds, locations.size());
    }
    List<PageIndex.Page> pages = new ArrayList<>();
    for (int i = 0; i < locations.size(); i++) {
      long first = locations.get(i).getFirst_row_index();
      long next =
          i + 1 < locations.size() ? locations.get(i + 1).getFirst_row_index() : group.rowCount();
      if (first < 0 || next < first || next > group.rowCount() || (i == 0 && first != 0)) {
        throw site.corrupt("page " + i + " has rows " + first + " to " + next);
      }
      pages.add(
          new PageIndex.Page(
              first, next - first, bounds == null ? null : stats(bounds, i, next - first)));
    }
    return new PageIndex(pages);
  }

  private void checkSizes(ColumnIndex bounds, int pages) {
    if (bounds.getNull_pages() == null
        || bounds.getMin_values() == null
        || bounds.getMax_values() == null
        || bounds.getNull_pages().size() != pages
        || bounds.getMin_values().size() != pages
        || bounds.getMax_values().size() != pages
        || (bounds.isSetNull_counts() && bounds.getNull_counts().size() != pages)) {
      throw site.corrupt("its column index and its offset index have different pages");
    }
  }

  private LeafStats stats(ColumnIndex bounds, int page, long rows) {
    StatisticsReader reader = new StatisticsReader(footer, leaf);
    Long nulls = bounds.isSetNull_counts() ? bounds.getNull_counts().get(page) : null;
    if (bounds.getNull_pages().get(page)) {
      Long all = nulls == null && leaf.repeatedAncestors() == 0 ? (Long) rows : nulls;
      return new LeafStats(0L, all, null, null, false, false, false);
    }
    return reader.read(
        bytes(bounds.getMin_values().get(page)), bytes(bounds.getMax_values().get(page)), nulls);
  }

  private static byte[] bytes(ByteBuffer value) {
    byte[] bytes = new byte[value.remaining()];
    value.duplicate().get(bytes);
    return bytes;
  }

  private <T extends TBase<T, ?>> T parse(T into, Module module, long offset, int length) {
    if (offset < 4 || length <= 0 || length > LARGEST || length > footer.fileSize() - offset) {
      throw site.corrupt(
          "a page index of "
              + length
              + " bytes at "
              + offset
              + " in a file of "
              + footer.fileSize());
    }
    ByteBuffer bytes = footer.beside().read(source, offset, length);
    ModuleCipher cipher = group.cipher(leaf.leaf().index());
    if (cipher != null) {
      bytes = cipher.decrypt(module, group.ordinal(), leaf.leaf().index(), -1, bytes);
    }
    try {
      return ThriftInput.read(into, bytes);
    } catch (TException e) {
      throw site.corrupt("its page index is damaged: " + e.getMessage(), e);
    }
  }
}
