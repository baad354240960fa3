package io.quacklake.scan.internal.read;

import io.quacklake.scan.internal.filter.RowMask;
import io.quacklake.scan.internal.parquet.RowGroup;
import org.apache.arrow.vector.BigIntVector;
import org.jspecify.annotations.Nullable;

/** Which rows of a data file are wanted, before any filter. */
public interface RowSelection {
  /** Whether it takes the rows' own snapshot ids to tell. */
  boolean needsSnapshotIds();

  /** How many rows from the start of a row group come into question; 0 or less for none. */
  long candidates(RowGroup group);

  /**
   * Takes out of {@code rows}, whose first is at position {@code first} of the file, those that are
   * not wanted.
   *
   * @param snapshotIds of the rows, none of them NULL; null unless they are needed
   */
  void narrow(long first, @Nullable BigIntVector snapshotIds, RowMask rows);
}
