package io.quacklake.transact.internal.write;

import io.quacklake.format.LakePath;
import io.quacklake.format.file.EncryptionKey;
import io.quacklake.format.type.Field;
import io.quacklake.storage.ObjectOutput;
import io.quacklake.storage.StorageException;
import io.quacklake.transact.internal.parquet.ParquetFileWriter;
import io.quacklake.transact.internal.parquet.WrittenFile;
import io.quacklake.transact.internal.parquet.layout.ParquetWriteOptions;
import io.quacklake.transact.internal.rows.TableBatch;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One Parquet file on its way. Closing it before it is finished leaves no file; whoever has a
 * finished one that is not wanted discards it.
 */
public final class DataFileWriter implements AutoCloseable {
  private final String location;
  private final WriteContext context;
  private final ObjectOutput out;
  private final ParquetFileWriter parquet;
  private final @Nullable EncryptionKey key;
  private boolean finished;
  private long rows;

  private DataFileWriter(
      String location,
      WriteContext context,
      ObjectOutput out,
      ParquetFileWriter parquet,
      @Nullable EncryptionKey key) {
    this.location = location;
    this.context = context;
    this.out = out;
    this.parquet = parquet;
    this.key = key;
  }

  /** Begins a file; encrypted if there is a key. */
  public static DataFileWriter open(
      String location,
      List<Field> fields,
      ParquetWriteOptions options,
      @Nullable EncryptionKey key,
      WriteContext context) {
    ObjectOutput out = context.stores().apply(location).create(location);
    ParquetFileWriter parquet = null;
    try {
      parquet = ParquetFileWriter.open(out, fields, options, key, context.allocator());
      return new DataFileWriter(location, context, out, parquet, key);
    } catch (UncheckedIOException failure) {
      throw failed(location, failure);
    } finally {
      if (parquet == null) {
        out.abort();
      }
    }
  }

  String location() {
    return location;
  }

  @Nullable EncryptionKey key() {
    return key;
  }

  /** Appends rows {@code from} to {@code from + count} of a batch. */
  public void write(TableBatch batch, int from, int count) {
    try {
      parquet.write(batch.root(), from, count);
    } catch (UncheckedIOException failure) {
      throw failed(location, failure);
    }
    rows += count;
  }

  long rows() {
    return rows;
  }

  /** About how large the file would be if it were finished now. */
  long size() {
    return parquet.position() + parquet.buffered();
  }

  /** Bytes of memory that it takes now. */
  long held() {
    return parquet.held();
  }

  /** Whether there is something to {@link #flush}. */
  boolean isBuffering() {
    return parquet.buffered() > 0;
  }

  /** Ends the row group early, to have its memory back. */
  void flush() {
    try {
      parquet.flush();
    } catch (UncheckedIOException failure) {
      throw failed(location, failure);
    }
  }

  /** Finishes the file; it is there as a whole from now on. */
  public WrittenFile finish() {
    try {
      WrittenFile file = parquet.finish();
      finished = true;
      return file;
    } catch (UncheckedIOException failure) {
      throw failed(location, failure);
    }
  }

  private static StorageException failed(String location, UncheckedIOException failure) {
    return WholeFile.failed(location, Objects.requireNonNull(failure.getCause()));
  }

  @Override
  public void close() {
    parquet.close();
    if (!finished) {
      finished = true;
      out.abort();
      context.discard(location); // it may be there: the store can fail after it has closed it
    }
  }

  /** The path of a file below its table. */
  static LakePath below(String directory, String name) {
    return new LakePath(directory + name, true);
  }
}
