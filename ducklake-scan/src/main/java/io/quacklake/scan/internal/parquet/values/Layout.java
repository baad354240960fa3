package io.quacklake.scan.internal.parquet.values;

import io.quacklake.format.type.DataType;
import io.quacklake.format.type.DecimalType;
import io.quacklake.format.type.PrimitiveType;
import io.quacklake.scan.internal.parquet.schema.Leaf;
import org.apache.parquet.format.Type;

/**
 * How a leaf's vector holds its values.
 *
 * @param shape fixed width, bits, or strings of bytes
 * @param stored bytes of a stored value, 0 if they differ
 * @param width bytes of a value in the vector, 0 for strings
 * @param conversion from the one to the other
 */
public record Layout(Shape shape, int stored, int width, Conversion conversion) {
  /** Which buffers a vector has. */
  public enum Shape {
    FIXED,
    /** One bit a value; decoders yield a byte. */
    BITS,
    STRINGS
  }

  public static Layout of(Leaf leaf) {
    DataType type = leaf.type();
    int stored = storedWidth(leaf);
    if (leaf.physical() == Type.BOOLEAN) {
      return new Layout(Shape.BITS, 1, 1, Conversion.NONE);
    }
    if (type instanceof DecimalType) {
      Conversion conversion =
          switch (leaf.physical()) {
            case INT32 -> Conversion.INT32_TO_DECIMAL;
            case INT64 -> Conversion.INT64_TO_DECIMAL;
            default -> Conversion.BYTES_TO_DECIMAL;
          };
      return new Layout(Shape.FIXED, stored, 16, conversion);
    }
    if (leaf.scaling() == Leaf.Scaling.MILLIS_TO_MICROS) {
      return new Layout(
          Shape.FIXED,
          stored,
          8,
          stored == 4 ? Conversion.INT32_MILLIS_TO_MICROS : Conversion.INT64_MILLIS_TO_MICROS);
    }
    if (leaf.physical() == Type.INT96) {
      return new Layout(Shape.FIXED, stored, 8, Conversion.INT96_TO_MICROS);
    }
    if (type instanceof PrimitiveType primitive) {
      switch (primitive) {
        case INT8 -> {
          return new Layout(Shape.FIXED, stored, 1, Conversion.TO_INT8);
        }
        case UINT8 -> {
          return new Layout(Shape.FIXED, stored, 1, Conversion.TO_UINT8);
        }
        case INT16 -> {
          return new Layout(Shape.FIXED, stored, 2, Conversion.TO_INT16);
        }
        case UINT16 -> {
          return new Layout(Shape.FIXED, stored, 2, Conversion.TO_UINT16);
        }
        case INTERVAL -> {
          return new Layout(Shape.FIXED, stored, 16, Conversion.INTERVAL);
        }
        case FLOAT32 -> {
          if (stored == 2) {
            return new Layout(Shape.FIXED, stored, 4, Conversion.HALF_TO_FLOAT);
          }
        }
        case BLOB, VARCHAR, JSON -> {
          return new Layout(Shape.STRINGS, stored, 0, Conversion.NONE);
        }
        default -> {}
      }
    }
    if (stored == 0) {
      return new Layout(Shape.STRINGS, 0, 0, Conversion.NONE);
    }
    return new Layout(Shape.FIXED, stored, stored, Conversion.NONE);
  }

  private static int storedWidth(Leaf leaf) {
    return switch (leaf.physical()) {
      case BOOLEAN -> 1;
      case INT32, FLOAT -> 4;
      case INT64, DOUBLE -> 8;
      case INT96 -> 12;
      case BYTE_ARRAY -> 0;
      case FIXED_LEN_BYTE_ARRAY -> leaf.length();
    };
  }
}
