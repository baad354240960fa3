package io.quacklake.scan.internal.parquet;

import io.quacklake.scan.internal.parquet.bytes.ModuleCipher;
import io.quacklake.scan.internal.parquet.schema.ParquetSchema;
import java.util.List;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.FileMetaData;
import org.jspecify.annotations.Nullable;

/** What the end of a file says of it. Immutable, so that it can be kept as long as the file is. */
public final class ParquetFooter {
  private final FileMetaData metadata;
  private final ParquetSchema schema;
  private final @Nullable ModuleCipher cipher;
  private final long fileSize;
  private final int byteSize;

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
