package io.quacklake.scan.internal.parquet;

import io.quacklake.scan.internal.parquet.assemble.VectorAssembler;
import org.apache.arrow.vector.FieldVector;

/**
 * Reads one column of one row group, front to back. It belongs to one thread at a time; after a
 * failure it can only be closed.
 */
public final class ColumnReader implements AutoCloseable {
  private final VectorAssembler vectors;
  private long left;

  /** Rows passed over that nothing was done about yet: at the end of a chunk nothing has to be. */
  private long behind;

  private boolean failed;

  ColumnReader(VectorAssembler vectors, long rows) {
    this.vectors = vectors;
    this.left = rows;
  }

  /** Rows not yet read or skipped. */
  public long remaining() {
    return left;
  }

  /** Passes over rows; pages that are passed over as a whole are not decompressed. */
  public void skip(int rows) {
    start(rows);
    behind += rows;
    done(rows);
  }

  /** The next rows, as a vector that is the caller's. */
  public FieldVector read(int rows) {
    start(rows);
    catchUp();
    vectors.expect(rows);
    vectors.append(rows);
    FieldVector vector = vectors.finish(rows);
    done(rows);
    return vector;
  }

  /** The wanted ones of the next rows, one after the other; only they are decoded. */
  public FieldVector read(int rows, Selection selection) {
    if (selection.end() > rows) {
      throw new IllegalArgumentException(
          "row " + (selection.end() - 1) + " is wanted of " + rows + " rows");
    }
    start(rows);
    vectors.expect(selection.size());
    if (selection.size() > 0) {
      behind += selection.start();
      catchUp();
      vectors.select(selection.rows(), selection.start());
      behind += rows - selection.end();
    } else {
      behind += rows;
    }
    FieldVector vector = vectors.finish(selection.size());
    done(rows);
    return vector;
  }

  private void catchUp() {
    while (behind > 0) {
      int step = (int) Math.min(behind, Integer.MAX_VALUE);
      vectors.skip(step);
      behind -= step;
    }
  }

  private void start(int rows) {
    if (rows < 0 || rows > left) {
      throw new IllegalArgumentException(rows + " rows of " + left + " that are left");
    }
    if (failed) {
      throw new IllegalStateException("an earlier call failed");
    }
    failed = true;
  }

  private void done(int rows) {
    failed = false;
    left -= rows;
  }

  @Override
  public void close() {
    failed = true;
    vectors.close();
  }
}
