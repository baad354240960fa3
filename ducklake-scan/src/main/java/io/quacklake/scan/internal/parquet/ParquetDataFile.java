package io.quacklake.scan.internal.parquet;

import io.quacklake.format.file.EncryptionKey;
import io.quacklake.scan.internal.parquet.assemble.VectorAssembler;
import io.quacklake.scan.internal.parquet.bytes.FileSite;
import io.quacklake.scan.internal.parquet.pages.PageCache;
import io.quacklake.scan.internal.parquet.schema.ParquetField;
import io.quacklake.scan.internal.parquet.schema.ParquetSchema;
import io.quacklake.storage.ByteRange;
import io.quacklake.storage.ObjectSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/** An open Parquet file. Safe to share between threads; its column readers are not. */
public final class ParquetDataFile implements AutoCloseable {
  private final ObjectSource source;
  private final ParquetFooter footer;
  private final FileSite site;
  private final List<RowGroup> rowGroups;

  private ParquetDataFile(ObjectSource source, ParquetFooter footer) {
    this.source = source;
    this.footer = footer;
    this.site = new FileSite(source.location(), "the row groups");
    List<RowGroup> groups = new ArrayList<>();
    long firstRow = 0;
    for (int i = 0; i < footer.metadata().getRow_groupsSize(); i++) {
      RowGroup group = new RowGroup(source, footer, i, firstRow);
      groups.add(group);
      firstRow += group.rowCount();
    }
    this.rowGroups = List.copyOf(groups);
  }

  /**
   * Opens a file by its footer. The source belongs to the file from then on, also when this fails.
   *
   * @param footerSizeHint the footer's length as the catalog knows it
   * @param key the key of an encrypted file
   */
  public static ParquetDataFile open(
      ObjectSource source, @Nullable Long footerSizeHint, @Nullable EncryptionKey key) {
    try {
      return new ParquetDataFile(source, new FooterReader(source, key).read(footerSizeHint));
    } catch (RuntimeException e) {
      source.close();
      throw e;
    }
  }

  /** Opens a file whose footer is known; nothing is read. The source belongs to the file. */
  public static ParquetDataFile open(ObjectSource source, ParquetFooter footer) {
    if (source.size() != footer.fileSize()) {
      long size = source.size();
      source.close();
      throw new FileSite(source.location(), "the footer")
          .corrupt("the file has " + size + " bytes now, it had " + footer.fileSize());
    }
    return new ParquetDataFile(source, footer);
  }

  public String location() {
    return source.location();
  }

  public ParquetFooter footer() {
    return footer;
  }

  public ParquetSchema schema() {
    return footer.schema();
  }

  public long rowCount() {
    return footer.rowCount();
  }

  public List<RowGroup> rowGroups() {
    return rowGroups;
  }

  /**
   * Opens a column of a row group. Bytes are fetched when they are needed.
   *
   * @param field a top-level field of {@link #schema}, perhaps with fewer children
   * @param allocator owns the vectors
   * @throws io.quacklake.format.UnsupportedFeatureException if the column cannot be read correctly
   */
  public ColumnReader openColumn(RowGroup group, ParquetField field, BufferAllocator allocator) {
    return openColumn(group, field, allocator, null);
  }

  /** The same; its pages are taken from the cache, and kept in it. */
  public ColumnReader openColumn(
      RowGroup group,
      ParquetField field,
      BufferAllocator allocator,
      PageCache.@Nullable Share cache) {
    VectorAssembler vectors =
        new VectorAssembler(
            site, field, schema().leaves(), leaf -> group.chunk(leaf, cache), allocator);
    return new ColumnReader(vectors, group.rowCount());
  }

  /**
   * The bytes that reading these fields of a row group takes, in the order of the file.
   *
   * @param cache chunks whose pages are in it are left out
   */
  public List<ByteRange> ranges(
      RowGroup group, List<ParquetField> fields, PageCache.@Nullable Share cache) {
    Set<Integer> leaves = new TreeSet<>();
    fields.forEach(field -> addLeaves(field, leaves));
    return leaves.stream()
        .map(group::range)
        .filter(range -> cache == null || !cache.knows(location(), range.offset()))
        .sorted(Comparator.comparingLong(ByteRange::offset))
        .toList();
  }

  private static void addLeaves(ParquetField field, Set<Integer> leaves) {
    if (field.children().isEmpty()) {
      leaves.add(field.firstLeaf());
    }
    field.children().forEach(child -> addLeaves(child, leaves));
  }

  @Override
  public void close() {
    source.close();
  }
}
