package io.quacklake.scan.internal.arrow;

import static org.assertj.core.api.Assertions.assertThat;

import io.quacklake.format.type.DataType;
import io.quacklake.format.type.DecimalType;
import io.quacklake.format.type.Field;
import io.quacklake.format.type.PrimitiveType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;

/** A constant column holds its value in every row. */
class ConstantVectorsTest {
  record Constant(DataType type, Object value) {}

  @Provide
  Arbitrary<Constant> constants() {
    return Arbitraries.of(
        new Constant(PrimitiveType.BOOLEAN, true),
        new Constant(PrimitiveType.INT8, -7L),
        new Constant(PrimitiveType.INT16, 300L),
        new Constant(PrimitiveType.INT32, -70_000L),
        new Constant(PrimitiveType.INT64, Long.MIN_VALUE),
        new Constant(PrimitiveType.INT128, BigInteger.TWO.pow(100).negate()),
        new Constant(PrimitiveType.FLOAT32, 1.5f),
        new Constant(PrimitiveType.FLOAT64, -0.0),
        new Constant(new DecimalType(20, 3), new BigDecimal("-12345678901234567.125")),
        new Constant(PrimitiveType.DATE, 20_000L),
        new Constant(PrimitiveType.TIMESTAMPTZ, 1_700_000_000_000_000L),
        new Constant(PrimitiveType.UUID, new UUID(1, -2)),
        new Constant(PrimitiveType.VARCHAR, ""),
        new Constant(PrimitiveType.VARCHAR, "x"),
        new Constant(PrimitiveType.VARCHAR, "Größe ".repeat(20)),
        new Constant(PrimitiveType.VARCHAR, "long ".repeat(2000)));
  }

  @Property(tries = 200)
  void everyRowHoldsTheValue(
      @ForAll("constants") Constant constant, @ForAll @IntRange(max = 3000) int rows) {
    List<Object> expected = new ArrayList<>();
    List<Object> found = new ArrayList<>();
    Field field = Field.of(1, "c", constant.type());
    try (BufferAllocator allocator = new RootAllocator();
        FieldVector vector = ArrowSchemas.field(field).createVector(allocator)) {
      VectorValues.constant(vector, constant.type(), constant.value(), rows);
      assertThat(vector.getValueCount()).isEqualTo(rows);
      assertThat(vector.getNullCount()).isZero();
      for (int i = 0; i < rows; i++) {
        found.add(VectorValues.read(vector, i, constant.type()));
        expected.add(constant.value());
      }
    }
    assertThat(found).isEqualTo(expected);
  }
}
