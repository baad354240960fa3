package io.quacklake.transact.internal.write;

import io.quacklake.format.InvalidValueException;
import io.quacklake.transact.internal.parquet.columns.Utf8;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.StructVector;

/** Texts that go to the catalog are texts, as those are that go to files. */
final class InlinedTexts {
  private InlinedTexts() {}

  /**
   * @throws InvalidValueException if a text of the value is not valid UTF-8
   */
  static void require(FieldVector vector, int row, String column) {
    if (vector.isNull(row)) {
      return;
    }
    if (vector instanceof VarCharVector texts) {
      byte[] bytes = texts.get(row);
      Utf8.require(bytes, 0, bytes.length, column);
    } else if (vector instanceof ListVector lists) {
      for (int i = lists.getElementStartIndex(row); i < lists.getElementEndIndex(row); i++) {
        require(lists.getDataVector(), i, column);
      }
    } else if (vector instanceof StructVector struct) {
      for (FieldVector field : struct.getChildrenFromFields()) {
        require(field, row, column);
      }
    }
  }
}
