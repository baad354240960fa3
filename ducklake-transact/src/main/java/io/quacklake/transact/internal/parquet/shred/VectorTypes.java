package io.quacklake.transact.internal.parquet.shred;

import io.quacklake.format.type.DataType;
import io.quacklake.format.type.DecimalType;
import io.quacklake.format.type.Field;
import io.quacklake.format.type.PrimitiveType;
import io.quacklake.transact.internal.parquet.layout.ParquetNode;
import io.quacklake.transact.internal.parquet.layout.ParquetNode.Entries;
import io.quacklake.transact.internal.parquet.layout.ParquetNode.Group;
import io.quacklake.transact.internal.parquet.layout.ParquetNode.Repeated;
import java.util.List;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.Decimal256Vector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.FixedSizeBinaryVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.IntervalMonthDayNanoVector;
import org.apache.arrow.vector.SmallIntVector;
import org.apache.arrow.vector.TimeMicroVector;
import org.apache.arrow.vector.TimeNanoVector;
import org.apache.arrow.vector.TimeStampMicroTZVector;
import org.apache.arrow.vector.TimeStampMicroVector;
import org.apache.arrow.vector.TimeStampMilliVector;
import org.apache.arrow.vector.TimeStampNanoTZVector;
import org.apache.arrow.vector.TimeStampNanoVector;
import org.apache.arrow.vector.TimeStampSecVector;
import org.apache.arrow.vector.TinyIntVector;
import org.apache.arrow.vector.UInt1Vector;
import org.apache.arrow.vector.UInt2Vector;
import org.apache.arrow.vector.UInt4Vector;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.MapVector;
import org.apache.arrow.vector.complex.StructVector;

/** Checks that vectors are what the columns' types ask for, before a value is touched. */
public final class VectorTypes {
  private VectorTypes() {}

  /** Throws {@link IllegalArgumentException} naming the first vector that does not fit. */
  public static void check(ParquetNode node, FieldVector vector) {
    if (node instanceof Group group) {
      StructVector struct = cast(StructVector.class, node.field(), vector);
      int children = group.children().size();
      if (struct.size() != children) {
        throw new IllegalArgumentException(
            "Column "
                + node.field().name()
                + " has "
                + children
                + " fields, its vector "
                + struct.size()
                + ".");
      }
      for (int i = 0; i < children; i++) {
        check(group.children().get(i), (FieldVector) struct.getChildByOrdinal(i));
      }
    } else if (node instanceof Repeated list) {
      if (vector instanceof MapVector) {
        throw misfit(node.field(), vector, ListVector.class);
      }
      check(list.element(), cast(ListVector.class, node.field(), vector).getDataVector());
    } else if (node instanceof Entries map) {
      FieldVector data = cast(MapVector.class, node.field(), vector).getDataVector();
      StructVector entries = cast(StructVector.class, node.field(), data);
      check(map.key(), (FieldVector) entries.getChildByOrdinal(0));
      check(map.value(), (FieldVector) entries.getChildByOrdinal(1));
    } else {
      leaf(node.field(), vector);
    }
  }

  private static void leaf(Field field, FieldVector vector) {
    Class<? extends FieldVector> wanted = leafVector(field.type());
    cast(wanted, field, vector);
    if (field.type() instanceof DecimalType decimal
        && ((DecimalVector) vector).getScale() != decimal.scale()) {
      throw new IllegalArgumentException(
          "Column "
              + field.name()
              + " is "
              + decimal
              + ", its vector has scale "
              + ((DecimalVector) vector).getScale()
              + ".");
    }
    if (field.type() == PrimitiveType.UUID
        && ((FixedSizeBinaryVector) vector).getByteWidth() != 16) {
      throw misfit(field, vector, wanted);
    }
  }

  private static Class<? extends FieldVector> leafVector(DataType type) {
    if (type instanceof DecimalType) {
      return DecimalVector.class;
    }
    if (!(type instanceof PrimitiveType primitive)) {
      return VarBinaryVector.class;
    }
    return switch (primitive) {
      case BOOLEAN -> BitVector.class;
      case INT8 -> TinyIntVector.class;
      case INT16 -> SmallIntVector.class;
      case INT32 -> IntVector.class;
      case INT64 -> BigIntVector.class;
      case INT128 -> DecimalVector.class;
      case UINT8 -> UInt1Vector.class;
      case UINT16 -> UInt2Vector.class;
      case UINT32 -> UInt4Vector.class;
      case UINT64 -> UInt8Vector.class;
      case UINT128 -> Decimal256Vector.class;
      case FLOAT32 -> Float4Vector.class;
      case FLOAT64 -> Float8Vector.class;
      case DATE -> DateDayVector.class;
      case TIME, TIMETZ -> TimeMicroVector.class;
      case TIME_NS -> TimeNanoVector.class;
      case TIMESTAMP_S -> TimeStampSecVector.class;
      case TIMESTAMP_MS -> TimeStampMilliVector.class;
      case TIMESTAMP -> TimeStampMicroVector.class;
      case TIMESTAMP_NS -> TimeStampNanoVector.class;
      case TIMESTAMPTZ -> TimeStampMicroTZVector.class;
      case TIMESTAMPTZ_NS -> TimeStampNanoTZVector.class;
      case INTERVAL -> IntervalMonthDayNanoVector.class;
      case VARCHAR, JSON -> VarCharVector.class;
      case BLOB -> VarBinaryVector.class;
      case UUID -> FixedSizeBinaryVector.class;
    };
  }

  private static <V extends FieldVector> V cast(Class<V> wanted, Field field, FieldVector vector) {
    if (!wanted.isInstance(vector)) {
      throw misfit(field, vector, wanted);
    }
    return wanted.cast(vector);
  }

  private static IllegalArgumentException misfit(
      Field field, FieldVector vector, Class<? extends FieldVector> wanted) {
    return new IllegalArgumentException(
        "Column "
            + field.name()
            + " is "
            + field.type()
            + " and needs a "
            + wanted.getSimpleName()
            + ", got "
            + vector.getClass().getSimpleName()
            + " ("
            + vector.getField().getType()
            + "). Cast it first.");
  }

  /** Checks the columns of a batch, matched by position. */
  public static void check(List<ParquetNode> columns, List<FieldVector> vectors) {
    if (columns.size() != vectors.size()) {
      throw new IllegalArgumentException(
          "The file has " + columns.size() + " columns, the batch " + vectors.size() + ".");
    }
    for (int i = 0; i < columns.size(); i++) {
      check(columns.get(i), vectors.get(i));
    }
  }
}
