package io.quacklake.scan.internal.read;

import io.quacklake.scan.internal.columns.ColumnSource;
import io.quacklake.scan.internal.parquet.ColumnReader;
import io.quacklake.scan.internal.parquet.RowGroup;
import io.quacklake.scan.internal.parquet.Selection;
import io.quacklake.scan.internal.parquet.pages.PageCache;
import io.quacklake.scan.internal.parquet.schema.ParquetField;
import java.util.Objects;
import java.util.Optional;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/** A column of a row group, whose chunk is opened when the first of its rows is read. */
final class LazyColumn implements AutoCloseable {
  /** With so few rows wanted of a row group, its pages are worth keeping for the next look-up. */
  private static final int FEW = 64;

  private final OpenedFile file;
  private final RowGroup group;
  private final ColumnSource source;
  private final ScanContext context;
  private boolean keepsPages;
  private long behind;
  private @Nullable ColumnReader reader;

  LazyColumn(OpenedFile file, RowGroup group, ColumnSource source, ScanContext context) {
    this.file = file;
    this.group = group;
    this.source = source;
    this.context = context;
  }

  /** Its pages are worth keeping, if the scan keeps any. */
  void keepPages() {
    keepsPages = true;
  }

  /** The column of the file; empty if its values come from elsewhere. */
  Optional<ParquetField> fieldOfFile() {
    return source instanceof ColumnSource.FromSource from
        ? Optional.ofNullable(from.source().file())
        : Optional.empty();
  }

  void skip(int rows) {
    if (reader == null) {
      behind += rows;
    } else {
      reader.skip(rows);
    }
  }

  /** The next rows, or those selected of them. */
  FieldVector read(int rows, @Nullable Selection selection) {
    int count = selection == null ? rows : selection.size();
    if (source instanceof ColumnSource.Constant constant) {
      return constant.vector(count, context.allocator());
    }
    ColumnSource.FromSource from = (ColumnSource.FromSource) source;
    ColumnReader open = reader == null ? open(from, count) : reader;
    FieldVector vector = selection == null ? open.read(rows) : open.read(rows, selection);
    if (open.remaining() == 0) {
      open.close(); // its buffers serve the next column, warm as they are
    }
    return from.convert(vector, context.allocator());
  }

  private ColumnReader open(ColumnSource.FromSource from, int wanted) {
    ParquetField field = Objects.requireNonNull(from.source().file());
    PageCache.Share cache = keepsPages || wanted <= FEW ? context.pages() : null;
    ColumnReader open = file.parquet().openColumn(group, field, context.allocator(), cache);
    reader = open;
    for (; behind > 0; behind -= Math.min(behind, Integer.MAX_VALUE)) {
      open.skip((int) Math.min(behind, Integer.MAX_VALUE));
    }
    return open;
  }

  @Override
  public void close() {
    if (reader != null) {
      reader.close();
    }
  }
}
