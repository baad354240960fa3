package io.quacklake.scan.internal.parquet;

import io.quacklake.scan.internal.parquet.bytes.ModuleCipher;
import io.quacklake.scan.internal.parquet.schema.ParquetSchema;
import java.util.List;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.FileMetaData;
import org.jspecify.annotations.Nullable;

/**
 * What the end of a file says of it, which never changes, so that it can be kept as long as the
 * file is, and small things beside it that were read.
 */
public final class ParquetFooter {
  private final FileMetaData metadata;
  private final ParquetSchema schema;
  private final @Nullable ModuleCipher cipher;
  private final long fileSize;
  private final int byteSize;
  private final KeptBytes beside;

  ParquetFooter(
      FileMetaData metadata,
      ParquetSchema schema,
      @Nullable ModuleCipher cipher,
      long fileSize,
      int byteSize) {
    this.metadata = metadata;
    this.schema = schema;
    this.cipher = cipher;
    this.fileSize = fileSize;
    this.byteSize = byteSize;
    this.beside = new KeptBytes(1024L * metadata.getRow_groupsSize() * schema.leaves().size());
  }

  public ParquetSchema schema() {
    return schema;
  }

  public long rowCount() {
    return metadata.getNum_rows();
  }

  /** The program that wrote the file, as it names itself. */
  public @Nullable String createdBy() {
    return metadata.getCreated_by();
  }

  /** Bytes of the footer in the file; in memory it takes some times as many. */
  public int byteSize() {
    return byteSize;
  }

  /** Page indexes and Bloom filters of the file. */
  KeptBytes beside() {
    return beside;
  }

  FileMetaData metadata() {
    return metadata;
  }

  @Nullable ModuleCipher cipher() {
    return cipher;
  }

  /** Bytes of the whole file. */
  public long fileSize() {
    return fileSize;
  }

  List<ColumnChunk> chunks(int rowGroup) {
    return metadata.getRow_groups().get(rowGroup).getColumns();
  }
}
