package io.quacklake.scan.internal.columns;

import static org.assertj.core.api.Assertions.assertThat;

import io.quacklake.format.type.Field;
import io.quacklake.format.type.PrimitiveType;
import io.quacklake.scan.internal.arrow.ArrowSchemas;
import io.quacklake.scan.internal.arrow.VectorValues;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;

/** Whole vectors are cast to what each of their values is cast to. */
class FastCastsTest {
  private static final List<PrimitiveType> SOURCES =
      List.of(
          PrimitiveType.INT8,
          PrimitiveType.INT16,
          PrimitiveType.INT32,
          PrimitiveType.INT64,
          PrimitiveType.UINT8,
          PrimitiveType.UINT16,
          PrimitiveType.UINT32,
          PrimitiveType.FLOAT32);
  private static final List<PrimitiveType> TARGETS =
      List.of(
          PrimitiveType.INT16,
          PrimitiveType.INT32,
          PrimitiveType.INT64,
          PrimitiveType.UINT16,
          PrimitiveType.UINT32,
          PrimitiveType.UINT64,
          PrimitiveType.FLOAT32,
          PrimitiveType.FLOAT64);

  @Property(tries = 400)
  void wholeVectorsAreCastAsSingleValuesAre(@ForAll long seed) {
    Random random = new Random(seed);
    PrimitiveType from = SOURCES.get(random.nextInt(SOURCES.size()));
    PrimitiveType to = TARGETS.get(random.nextInt(TARGETS.size()));
    int count = random.nextInt(3000);
    try (BufferAllocator allocator = new RootAllocator();
        FieldVector source = vector(from, allocator);
        FieldVector target = vector(to, allocator)) {
      source.setInitialCapacity(count);
      source.allocateNew();
      List<Object> expected = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        Object value = random.nextInt(20) == 0 ? null : value(from, random);
        VectorValues.write(source, i, from, value);
        expected.add(value);
      }
      source.setValueCount(count);
      if (!FastCasts.convert(source, from, target, to)) {
        return; // then it is cast value by value
      }
      List<Object> found = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        found.add(VectorValues.read(target, i, to));
        Object value = expected.get(i);
        expected.set(i, value == null ? null : Promotion.between(from, to).apply(value));
      }
      assertThat(found).isEqualTo(expected);
    }
  }

  private static FieldVector vector(PrimitiveType type, BufferAllocator allocator) {
    return ArrowSchemas.field(Field.of(1, "c", type)).createVector(allocator);
  }

  private static Object value(PrimitiveType type, Random random) {
    long bits = random.nextLong() >> random.nextInt(64);
    return switch (type) {
      case INT8 -> (long) (byte) bits;
      case INT16 -> (long) (short) bits;
      case INT32 -> (long) (int) bits;
      case UINT8 -> bits & 0xFF;
      case UINT16 -> bits & 0xFFFF;
      case UINT32 -> bits & 0xFFFFFFFFL;
      case FLOAT32 -> Float.intBitsToFloat((int) bits >>> 2);
      default -> bits;
    };
  }
}
