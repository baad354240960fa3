package io.quacklake.scan.internal.read;

import io.quacklake.format.type.Field;
import io.quacklake.scan.RowChoice;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/**
 * Which rows of a scan are wanted, beside what a filter says.
 *
 * @param columns how many of the scan's columns the choice looks at, from the first on
 */
public record ChosenRows(int columns, RowChoice choice) {
  /** The fields that it looks at. */
  List<Field> fields(List<Field> output) {
    return output.subList(0, columns);
  }

  /**
   * The chosen ones, null for all.
   *
   * @param vectors of {@link #fields}; they stay the caller's
   */
  int @Nullable [] among(List<FieldVector> vectors, int rows) {
    VectorSchemaRoot root = new VectorSchemaRoot(vectors);
    root.setRowCount(rows);
    int[] chosen = choice.of(root);
    return chosen == null || chosen.length == rows ? null : chosen;
  }
}
