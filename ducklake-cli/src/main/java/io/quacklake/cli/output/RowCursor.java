package io.quacklake.cli.output;

import io.quacklake.cli.text.ValueText;
import io.quacklake.scan.internal.arrow.VectorValues;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/** Goes through the rows of a result, one batch in memory at a time. */
final class RowCursor {
  private final Result result;
  private List<FieldVector> vectors = List.of();
  private int rows;
  private int row = -1;
  private long count;

  RowCursor(Result result) {
    this.result = result;
  }

  /** Goes to the next row; false after the last one. */
  boolean next() throws IOException {
    row++;
    while (row >= rows) {
      if (!result.reader().loadNextBatch()) {
        return false;
      }
      VectorSchemaRoot root = result.reader().getVectorSchemaRoot();
      vectors = root.getFieldVectors();
      rows = root.getRowCount();
      row = 0;
    }
    count++;
    return true;
  }

  /** The value of a column in this row. */
  @Nullable Object value(int column) {
    return VectorValues.read(vectors.get(column), row, result.columns().get(column).type());
  }

  /** The texts of this row's values, null for NULL. */
  List<@Nullable String> texts() {
    List<@Nullable String> texts = new ArrayList<>(result.columns().size());
    for (int column = 0; column < result.columns().size(); column++) {
      Object value = value(column);
      texts.add(value == null ? null : ValueText.of(result.columns().get(column).type(), value));
    }
    return texts;
  }

  /** How many rows there were so far. */
  long count() {
    return count;
  }
}
