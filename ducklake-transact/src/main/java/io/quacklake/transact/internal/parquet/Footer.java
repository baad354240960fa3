package io.quacklake.transact.internal.parquet;

import io.quacklake.transact.internal.parquet.columns.ChunkMetadata;
import io.quacklake.transact.internal.parquet.columns.ModuleSealer;
import io.quacklake.transact.internal.parquet.columns.SplitBlockFilter;
import io.quacklake.transact.internal.parquet.layout.FileSchema;
import io.quacklake.transact.internal.parquet.layout.ParquetWriteOptions;
import io.quacklake.transact.internal.parquet.layout.ParquetWriteOptions.DataPages;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.parquet.format.AesGcmV1;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnIndex;
import org.apache.parquet.format.ColumnOrder;
import org.apache.parquet.format.EncryptionAlgorithm;
import org.apache.parquet.format.FileCryptoMetaData;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.TypeDefinedOrder;
import org.apache.parquet.format.Util;
import org.jspecify.annotations.Nullable;

/** Gathers row groups and writes page indexes and footer. */
final class Footer {
  private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] ENCRYPTED_MAGIC = "PARE".getBytes(StandardCharsets.US_ASCII);

  private final FileSchema schema;
  private final ParquetWriteOptions options;
  private final @Nullable ModuleSealer sealer;
  private final List<RowGroup> rowGroups = new ArrayList<>();
  private final List<ChunkMetadata> chunks = new ArrayList<>();
  private long rows;
  private long size;

  /**
   * @param sealer null for a file that is not encrypted
   */
  Footer(FileSchema schema, ParquetWriteOptions options, @Nullable ModuleSealer sealer) {
    this.schema = schema;
    this.options = options;
    this.sealer = sealer;
  }

  /** What the file begins and ends with. */
  byte[] magic() {
    return (sealer == null ? MAGIC : ENCRYPTED_MAGIC).clone();
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
    writeFilters(out);
    writePageIndexes(out);
    FileMetaData metadata =
        new FileMetaData(
            options.dataPages() == DataPages.V1 ? 1 : 2, schema.elements(), rows, rowGroups);
    metadata.setCreated_by(options.createdBy());
    metadata.setColumn_orders(
        Collections.nCopies(
            schema.leaves().size(), ColumnOrder.TYPE_ORDER(new TypeDefinedOrder())));
    long start = out.position();
    ByteArrayOutputStream plain = new ByteArrayOutputStream(); // Thrift writes byte by byte
    Util.writeFileMetaData(metadata, plain);
    if (sealer == null) {
      plain.writeTo(out);
    } else {
      ByteArrayOutputStream crypto = new ByteArrayOutputStream();
      Util.writeFileCryptoMetaData(cryptoMetadata(), crypto);
      crypto.writeTo(out);
      out.write(sealer.seal(plain.toByteArray(), plain.size()));
    }
    size = out.position() - start;
    writeLength(out);
    out.write(magic());
  }

  private static FileCryptoMetaData cryptoMetadata() {
    return new FileCryptoMetaData(EncryptionAlgorithm.AES_GCM_V1(new AesGcmV1()));
  }

  private void writeFilters(CountingStream out) throws IOException {
    for (ChunkMetadata each : chunks) {
      SplitBlockFilter filter = each.filter();
      if (filter != null) {
        long start = out.position();
        filter.writeTo(out);
        each.chunk().meta_data.setBloom_filter_offset(start);
        each.chunk().meta_data.setBloom_filter_length(Math.toIntExact(out.position() - start));
      }
    }
  }

  /** All column indexes, then all offset indexes: readers fetch either kind in one range. */
  private void writePageIndexes(CountingStream out) throws IOException {
    for (int i = 0; i < chunks.size(); i++) {
      ChunkMetadata each = chunks.get(i);
      ColumnIndex index = each.columnIndex();
      if (index != null) {
        long start = out.position();
        ByteArrayOutputStream plain = new ByteArrayOutputStream();
        Util.writeColumnIndex(index, plain);
        out.write(module(plain.toByteArray()));
        each.chunk().setColumn_index_offset(start);
        each.chunk().setColumn_index_length(Math.toIntExact(out.position() - start));
      }
    }
    for (int i = 0; i < chunks.size(); i++) {
      ChunkMetadata each = chunks.get(i);
      long start = out.position();
      ByteArrayOutputStream plain = new ByteArrayOutputStream();
      Util.writeOffsetIndex(each.offsetIndex(), plain);
      out.write(module(plain.toByteArray()));
      each.chunk().setOffset_index_offset(start);
      each.chunk().setOffset_index_length(Math.toIntExact(out.position() - start));
    }
  }

  private byte[] module(byte[] plain) {
    return sealer == null ? plain : sealer.seal(plain, plain.length);
  }

  private void writeLength(OutputStream out) throws IOException {
    for (int shift = 0; shift < 32; shift += 8) {
      out.write((int) (size >>> shift) & 0xFF);
    }
  }
}
