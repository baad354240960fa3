package io.quacklake.scan.internal.columns;

import io.quacklake.format.type.Field;
import io.quacklake.scan.internal.arrow.ArrowSchemas;
import io.quacklake.scan.internal.arrow.VectorValues;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/** Where the values of one column of the result come from. */
public sealed interface ColumnSource {
  /** The column of the result. */
  Field target();

  /** A field of the source, brought to the column's type. */
  record FromSource(Field target, SourceField source, Conversion conversion)
      implements ColumnSource {
    /** The column's vector; takes over and closes the source's. */
    public FieldVector convert(FieldVector vector, BufferAllocator allocator) {
      FieldVector result = ArrowSchemas.field(target).createVector(allocator);
      try (vector) {
        conversion.convert(vector, result);
        return result;
      } catch (RuntimeException failure) {
        result.close();
        throw failure;
      }
    }
  }

  /** The same value in every row: an initial default, a value out of the path, or NULL. */
  record Constant(Field target, @Nullable Object value) implements ColumnSource {
    public FieldVector vector(int rows, BufferAllocator allocator) {
      FieldVector result = ArrowSchemas.field(target).createVector(allocator);
      try {
        return VectorValues.constant(result, target.type(), value, rows);
      } catch (RuntimeException failure) {
        result.close();
        throw failure;
      }
    }
  }
}
