package io.quacklake.transact.internal.parquet.columns;

import io.quacklake.transact.internal.parquet.columns.Extremes.Bounds;
import io.quacklake.transact.internal.parquet.layout.ParquetNode.Leaf;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.parquet.format.BoundaryOrder;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnIndex;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.OffsetIndex;
import org.apache.parquet.format.PageEncodingStats;
import org.apache.parquet.format.PageLocation;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.Statistics;
import org.jspecify.annotations.Nullable;

/**
 * What the footer says of a column chunk.
 *
 * @param columnIndex null when a page has values but no bounds
 * @param filter null when it has none
 */
public record ChunkMetadata(
    ColumnChunk chunk,
    OffsetIndex offsetIndex,
    @Nullable ColumnIndex columnIndex,
    @Nullable SplitBlockFilter filter) {
  /** Longer bounds are shortened in footers and in the catalog. */
  static final int FOOTER_BYTES = 256;

  /** Longer bounds are shortened in page indexes. */
  static final int INDEX_BYTES = 64;

  /**
   * @param offset where the chunk begins in the file
   */
  static ChunkMetadata of(
      Leaf leaf,
      CompressionCodec codec,
      ChunkPages pages,
      Extremes extremes,
      @Nullable SplitBlockFilter filter,
      long offset) {
    long entries = 0;
    long values = 0;
    Map<Encoding, Integer> dataPages = new LinkedHashMap<>();
    for (ChunkPages.Page page : pages.pages()) {
      entries += page.entries();
      values += page.values();
      dataPages.merge(page.encoding(), 1, Integer::sum);
    }
    EnumSet<Encoding> encodings = EnumSet.noneOf(Encoding.class);
    encodings.add(Encoding.RLE);
    encodings.addAll(dataPages.keySet());
    List<PageEncodingStats> counts = new ArrayList<>();
    if (pages.dictionarySize() > 0) {
      encodings.add(Encoding.PLAIN);
      counts.add(new PageEncodingStats(PageType.DICTIONARY_PAGE, Encoding.PLAIN, 1));
    }
    dataPages.forEach(
        (encoding, count) ->
            counts.add(new PageEncodingStats(pages.dataPageType(), encoding, count)));
    long firstDataPage = offset + pages.dictionarySize();
    ColumnMetaData metadata =
        new ColumnMetaData(
            leaf.physical(),
            new ArrayList<>(encodings),
            leaf.path(),
            codec,
            entries,
            pages.uncompressedSize(),
            pages.size(),
            firstDataPage);
    if (pages.dictionarySize() > 0) {
      metadata.setDictionary_page_offset(offset);
    }
    metadata.setEncoding_stats(counts);
    metadata.setStatistics(statistics(extremes, entries - values));
    ColumnChunk chunk = new ColumnChunk(0);
    chunk.setMeta_data(metadata);
    return new ChunkMetadata(
        chunk, offsetIndex(pages.pages(), firstDataPage), columnIndex(pages.pages()), filter);
  }

  private static Statistics statistics(Extremes extremes, long nulls) {
    Statistics statistics = new Statistics();
    statistics.setNull_count(nulls);
    Bounds bounds = extremes.bounds(FOOTER_BYTES);
    if (bounds != null) {
      statistics.setMin_value(bounds.min());
      statistics.setIs_min_value_exact(bounds.minExact());
      byte[] max = bounds.max();
      if (max != null) {
        statistics.setMax_value(max);
        statistics.setIs_max_value_exact(bounds.maxExact());
      }
    }
    return statistics;
  }

  private static OffsetIndex offsetIndex(List<ChunkPages.Page> pages, long firstDataPage) {
    List<PageLocation> locations = new ArrayList<>();
    long row = 0;
    for (ChunkPages.Page page : pages) {
      locations.add(new PageLocation(firstDataPage + page.offset(), page.size(), row));
      row += page.rows();
    }
    return new OffsetIndex(locations);
  }

  private static @Nullable ColumnIndex columnIndex(List<ChunkPages.Page> pages) {
    List<Boolean> nullPages = new ArrayList<>();
    List<ByteBuffer> mins = new ArrayList<>();
    List<ByteBuffer> maxs = new ArrayList<>();
    List<Long> nulls = new ArrayList<>();
    ByteBuffer nothing = ByteBuffer.wrap(new byte[0]);
    for (ChunkPages.Page page : pages) {
      nullPages.add(page.values() == 0);
      nulls.add((long) page.entries() - page.values());
      Bounds bounds = page.bounds();
      byte[] max = bounds == null ? null : bounds.max();
      if (page.values() == 0) {
        mins.add(nothing);
        maxs.add(nothing);
      } else if (bounds == null || max == null) {
        return null;
      } else {
        mins.add(ByteBuffer.wrap(bounds.min()));
        maxs.add(ByteBuffer.wrap(max));
      }
    }
    ColumnIndex index = new ColumnIndex(nullPages, mins, maxs, BoundaryOrder.UNORDERED);
    index.setNull_counts(nulls);
    return index;
  }
}
