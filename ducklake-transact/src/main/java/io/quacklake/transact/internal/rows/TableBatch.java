package io.quacklake.transact.internal.rows;

import java.util.List;
import org.apache.arrow.util.AutoCloseables;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;

/**
 * Rows in a table's own columns and types.
 *
 * @param owned those vectors that closing the batch frees; others are whoever's they came from
 */
public record TableBatch(List<FieldVector> vectors, List<FieldVector> owned, int rows)
    implements AutoCloseable {
  public TableBatch {
    vectors = List.copyOf(vectors);
    owned = List.copyOf(owned);
  }

  /** A batch that owns all its vectors. */
  public static TableBatch owning(List<FieldVector> vectors, int rows) {
    return new TableBatch(vectors, vectors, rows);
  }

  /** The same vectors for those who want a root; it is not to be closed. */
  public VectorSchemaRoot root() {
    VectorSchemaRoot root = new VectorSchemaRoot(vectors);
    root.setRowCount(rows);
    return root;
  }

  @Override
  public void close() {
    AutoCloseables.closeNoChecked(() -> AutoCloseables.close(owned));
  }
}
