package io.quacklake.transact.internal.parquet;

import io.quacklake.transact.internal.parquet.columns.ChunkMetadata;
import io.quacklake.transact.internal.parquet.layout.FileSchema;
import io.quacklake.transact.internal.parquet.layout.ParquetWriteOptions;
import io.quacklake.transact.internal.parquet.layout.ParquetWriteOptions.DataPages;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnIndex;
import org.apache.parquet.format.ColumnOrder;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.TypeDefinedOrder;
import org.apache.parquet.format.Util;

/** Gathers row groups and writes page indexes and footer. */
final class Footer {
  static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);

  private final FileSchema schema;
  private final ParquetWriteOptions options;
  private final List<RowGroup> rowGroups = new ArrayList<>();
  private final List<ChunkMetadata> chunks = new ArrayList<>();
  private long rows;
  private long size;

  Footer(FileSchema schema, ParquetWriteOptions options) {
    this.schema = schema;
    this.options = options;
  }

  long rows() {
    return rows;
  }

  int rowGroups() {
    return rowGroups.size();
  }

  /** The length of the footer proper. */
  long size() {
    return size;
  }

  void beginRowGroup(int rowsInGroup, long offset) {
    RowGroup group = new RowGroup(new ArrayList<>(), 0, rowsInGroup);
    group.setFile_offset(offset);
    group.setTotal_compressed_size(0);
    if (rowGroups.size() <= Short.MAX_VALUE) {
      group.setOrdinal((short) rowGroups.size());
    }
    rowGroups.add(group);
    rows += rowsInGroup;
  }

  void add(ChunkMetadata metadata) {
    RowGroup group = rowGroups.get(rowGroups.size() - 1);
    ColumnChunk chunk = metadata.chunk();
    group.addToColumns(chunk);
    group.setTotal_byte_size(group.getTotal_byte_size() + chunk.meta_data.total_uncompressed_size);
    group.setTotal_compressed_size(
        group.getTotal_compressed_size() + chunk.meta_data.total_compressed_size);
    chunks.add(metadata);
  }

  void writeTo(CountingStream out) throws IOException {
    writePageIndexes(out);
    FileMetaData metadata =
        new FileMetaData(
            options.dataPages() == DataPages.V1 ? 1 : 2, schema.elements(), rows, rowGroups);
    metadata.setCreated_by(options.createdBy());
    metadata.setColumn_orders(
        Collections.nCopies(
            schema.leaves().size(), ColumnOrder.TYPE_ORDER(new TypeDefinedOrder())));
    long start = out.position();
    Util.writeFileMetaData(metadata, out);
    size = out.position() - start;
    writeLength(out);
    out.write(MAGIC);
  }

  /** All column indexes, then all offset indexes: readers fetch either kind in one range. */
  private void writePageIndexes(CountingStream out) throws IOException {
    for (ChunkMetadata each : chunks) {
      ColumnIndex index = each.columnIndex();
      if (index != null) {
        long start = out.position();
        Util.writeColumnIndex(index, out);
        each.chunk().setColumn_index_offset(start);
        each.chunk().setColumn_index_length(Math.toIntExact(out.position() - start));
      }
    }
    for (ChunkMetadata each : chunks) {
      long start = out.position();
      Util.writeOffsetIndex(each.offsetIndex(), out);
      each.chunk().setOffset_index_offset(start);
      each.chunk().setOffset_index_length(Math.toIntExact(out.position() - start));
    }
  }

  private void writeLength(OutputStream out) throws IOException {
    for (int shift = 0; shift < 32; shift += 8) {
      out.write((int) (size >>> shift) & 0xFF);
    }
  }
}
