package io.quacklake.transact.internal.parquet.shred;

import io.quacklake.transact.internal.parquet.layout.ParquetNode;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.StructVector;

/** About how many bytes shredding a stretch of rows needs, without looking at every row. */
public final class VectorWeight {
  /** Levels, position and value of an entry. */
  private static final long ENTRY = 24;

  private VectorWeight() {}

  public static long of(ParquetNode node, FieldVector vector, int from, int to) {
    long own = ENTRY * (to - from);
    if (from == to) {
      return 0;
    }
    if (vector instanceof ListVector lists) {
      int first = lists.getOffsetBuffer().getInt(from * 4L);
      int end = lists.getOffsetBuffer().getInt(to * 4L);
      if (node instanceof ParquetNode.Repeated list) {
        return own + of(list.element(), lists.getDataVector(), first, end);
      }
      if (node instanceof ParquetNode.Entries map) {
        StructVector entries = (StructVector) lists.getDataVector();
        return own
            + of(map.key(), (FieldVector) entries.getChildByOrdinal(0), first, end)
            + of(map.value(), (FieldVector) entries.getChildByOrdinal(1), first, end);
      }
    }
    if (node instanceof ParquetNode.Group group && vector instanceof StructVector struct) {
      for (int i = 0; i < group.children().size(); i++) {
        own += of(group.children().get(i), (FieldVector) struct.getChildByOrdinal(i), from, to);
      }
      return own;
    }
    if (vector instanceof BaseVariableWidthVector texts) {
      own += texts.getOffsetBuffer().getInt(to * 4L) - texts.getOffsetBuffer().getInt(from * 4L);
    }
    return own;
  }
}
