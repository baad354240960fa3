package io.quacklake.transact.internal.parquet;

import io.quacklake.format.file.EncryptionKey;
import io.quacklake.format.type.Field;
import io.quacklake.transact.internal.parquet.columns.ColumnWriter;
import io.quacklake.transact.internal.parquet.columns.ModuleSealer;
import io.quacklake.transact.internal.parquet.columns.PageCompressor;
import io.quacklake.transact.internal.parquet.layout.FileSchema;
import io.quacklake.transact.internal.parquet.layout.ParquetNode;
import io.quacklake.transact.internal.parquet.layout.ParquetNode.Leaf;
import io.quacklake.transact.internal.parquet.layout.ParquetWriteOptions;
import io.quacklake.transact.internal.parquet.shred.Shredder;
import io.quacklake.transact.internal.parquet.shred.VectorTypes;
import io.quacklake.transact.internal.parquet.shred.VectorWeight;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/**
 * Writes Arrow batches as one Parquet file that is laid out as the reference lays out data files.
 *
 * <p>Memory: the encoded pages of one row group, outside the heap, and for columns that still use a
 * dictionary the indices of its rows. After an exception the writer takes no more batches: the file
 * is incomplete and the caller discards it. Not safe to share between threads.
 */
public final class ParquetFileWriter implements AutoCloseable {
  /** Rows are taken in stretches whose shredding needs about this much heap at most. */
  private static final long STRETCH_BYTES = 32L << 20;

  private final CountingStream out;
  private final FileSchema schema;
  private final ParquetWriteOptions options;
  private final PageCompressor compressor;
  private final List<ColumnWriter> columns = new ArrayList<>();
  private final Footer footer;
  private int rowsInGroup;
  private State state = State.OPEN;

  private enum State {
    OPEN,
    FAILED,
    FINISHED
  }

  private ParquetFileWriter(
      OutputStream out,
      FileSchema schema,
      ParquetWriteOptions options,
      @Nullable ModuleSealer sealer,
      BufferAllocator allocator) {
    this.out = new CountingStream(out);
    this.schema = schema;
    this.options = options;
    compressor = new PageCompressor(options);
    footer = new Footer(schema, options, sealer);
    for (Leaf leaf : schema.leaves()) {
      columns.add(ColumnWriter.of(leaf, options, compressor, sealer, allocator));
    }
  }

  /**
   * Begins a file. Schemas and options that cannot be written are refused here, before the first
   * byte.
   *
   * @param out taken over: {@link #finish} closes it; after a failure the caller does
   * @param allocator for encoded pages
   */
  public static ParquetFileWriter open(
      OutputStream out,
      List<Field> fields,
      ParquetWriteOptions options,
      BufferAllocator allocator) {
    return open(out, fields, options, null, allocator);
  }

  /**
   * The same for a file that is encrypted as a whole, footer included.
   *
   * @param key null for a file that is not
   */
  public static ParquetFileWriter open(
      OutputStream out,
      List<Field> fields,
      ParquetWriteOptions options,
      @Nullable EncryptionKey key,
      BufferAllocator allocator) {
    if (fields.isEmpty()) {
      throw new IllegalArgumentException("A Parquet file needs at least one column.");
    }
    ModuleSealer sealer = key == null ? null : new ModuleSealer(key);
    ParquetWriteOptions layout = key == null ? options : options.forEncryption();
    ParquetFileWriter writer =
        new ParquetFileWriter(out, FileSchema.of(fields), layout, sealer, allocator);
    writer.io(() -> writer.out.write(writer.footer.magic()));
    return writer;
  }

  /**
   * Appends a batch; its vectors are matched to the file's columns by position and may be reused
   * afterwards.
   */
  public void write(VectorSchemaRoot batch) {
    write(batch, 0, batch.getRowCount());
  }

  /** Appends some rows of a batch. */
  public void write(VectorSchemaRoot batch, int from, int count) {
    requireOpen();
    if (from < 0 || count < 0 || from > batch.getRowCount() - count) {
      throw new IllegalArgumentException(
          "Rows " + from + " to " + ((long) from + count) + " of " + batch.getRowCount());
    }
    List<FieldVector> vectors = batch.getFieldVectors();
    VectorTypes.check(schema.columns(), vectors);
    State after = State.FAILED;
    try {
      int at = from;
      while (at < from + count) {
        int rows = stretch(vectors, at, from + count - at);
        append(vectors, at, rows);
        at += rows;
      }
      after = State.OPEN;
    } finally {
      state = after;
    }
  }

  /** How many rows to take at once: never beyond the current page or row group. */
  private int stretch(List<FieldVector> vectors, int at, int available) {
    int pageRest = options.pageRows() - rowsInGroup % options.pageRows();
    int rows = Math.min(available, Math.min(pageRest, options.rowGroupRows() - rowsInGroup));
    for (int i = 0; i < vectors.size(); i++) {
      ParquetNode column = schema.columns().get(i);
      while (rows > 1 && VectorWeight.of(column, vectors.get(i), at, at + rows) > STRETCH_BYTES) {
        rows = (rows + 1) / 2;
      }
    }
    return rows;
  }

  private void append(List<FieldVector> vectors, int at, int rows) {
    for (int i = 0; i < vectors.size(); i++) {
      Shredder.shred(
          schema.columns().get(i),
          vectors.get(i),
          at,
          rows,
          (leaf, vector, slots) -> columns.get(leaf.index()).append(vector, slots));
    }
    rowsInGroup += rows;
    if (rowsInGroup >= options.rowGroupRows() || buffered() >= options.rowGroupBytes()) {
      flushRowGroup();
    }
  }

  /** Bytes held for the row group that is being written. */
  public long buffered() {
    long sum = 0;
    for (ColumnWriter column : columns) {
      sum += column.buffered();
    }
    return sum;
  }

  /** Bytes written so far; what is {@link #buffered} comes on top. */
  public long position() {
    return out.position();
  }

  /** Bytes of memory that the writer takes now: beside what is {@link #buffered}, room for more. */
  public long held() {
    long sum = compressor.held();
    for (ColumnWriter column : columns) {
      sum += column.held();
    }
    return sum;
  }

  /** Ends the row group that is being written, to have the memory of the writer back. */
  public void flush() {
    requireOpen();
    flushRowGroup();
    columns.forEach(ColumnWriter::release);
    compressor.release();
  }

  private void flushRowGroup() {
    if (rowsInGroup == 0) {
      return;
    }
    footer.beginRowGroup(rowsInGroup, out.position());
    for (ColumnWriter column : columns) {
      footer.add(column.finish(out.position()));
      io(() -> column.writeTo(out));
    }
    rowsInGroup = 0;
  }

  /** Writes what is left and the footer, closes the stream, and says what was written. */
  public WrittenFile finish() {
    requireOpen();
    state = State.FAILED;
    flushRowGroup();
    io(() -> footer.writeTo(out));
    io(out::close);
    state = State.FINISHED;
    return new WrittenFile(
        footer.rows(),
        out.position(),
        footer.size(),
        footer.rowGroups(),
        columns.stream().map(ColumnWriter::stats).toList());
  }

  private void requireOpen() {
    if (state != State.OPEN) {
      throw new IllegalStateException(
          state == State.FINISHED
              ? "The file is finished; open another."
              : "An earlier write failed; discard the file and write it anew.");
    }
  }

  private interface Output {
    void run() throws IOException;
  }

  private void io(Output output) {
    try {
      output.run();
    } catch (IOException e) {
      state = State.FAILED;
      throw new UncheckedIOException("Cannot write the Parquet file: " + e.getMessage() + ".", e);
    }
  }

  /** Frees all memory. A file that was not finished is incomplete; its stream stays open. */
  @Override
  public void close() {
    if (state == State.OPEN) {
      state = State.FAILED;
    }
    columns.forEach(ColumnWriter::close);
    compressor.close();
  }
}
