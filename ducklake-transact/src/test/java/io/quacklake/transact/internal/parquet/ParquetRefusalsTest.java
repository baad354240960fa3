package io.quacklake.transact.internal.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quacklake.format.InvalidValueException;
import io.quacklake.format.UnsupportedFeatureException;
import io.quacklake.format.type.DataType;
import io.quacklake.format.type.DecimalType;
import io.quacklake.format.type.Field;
import io.quacklake.format.type.MapType;
import io.quacklake.format.type.PrimitiveType;
import io.quacklake.format.type.StructType;
import io.quacklake.format.type.VariantType;
import io.quacklake.transact.internal.parquet.layout.Compression;
import io.quacklake.transact.internal.parquet.layout.ParquetWriteOptions;
import io.quacklake.transact.internal.parquet.layout.ParquetWriteOptions.WideIntegers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.IntervalMonthDayNanoVector;
import org.apache.arrow.vector.TimeStampSecVector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.MapVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ParquetRefusalsTest {
  private final BufferAllocator allocator = new RootAllocator();

  @AfterEach
  void nothingLeaks() {
    allocator.close();
  }

  private void write(DataType type, FieldVector vector) {
    write(type, vector, ParquetWriteOptions.DEFAULT);
  }

  private void write(DataType type, FieldVector vector, ParquetWriteOptions options) {
    try (VectorSchemaRoot batch = VectorSchemaRoot.of(vector);
        ParquetFileWriter writer =
            ParquetFileWriter.open(
                new ByteArrayOutputStream(), List.of(Field.of(1, "c", type)), options, allocator)) {
      try {
        writer.write(batch);
      } catch (InvalidValueException refused) {
        assertThatThrownBy(writer::finish).isInstanceOf(IllegalStateException.class);
        throw refused;
      }
    }
  }

  @Test
  void aVectorOfAnotherTypeIsRefusedBeforeAnythingIsWritten() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    List<Field> fields =
        List.of(Field.of(1, "a", PrimitiveType.INT32), Field.of(2, "b", PrimitiveType.INT64));
    try (IntVector a = new IntVector("a", allocator);
        IntVector b = new IntVector("b", allocator);
        VectorSchemaRoot batch = VectorSchemaRoot.of(a, b);
        ParquetFileWriter writer =
            ParquetFileWriter.open(out, fields, ParquetWriteOptions.DEFAULT, allocator)) {
      assertThatThrownBy(() -> writer.write(batch))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("Column b is int64 and needs a BigIntVector, got IntVector");
      // Nothing was taken, so the writer goes on.
      assertThat(writer.finish().recordCount()).isZero();
    }
  }

  @Test
  void aBatchWithAnotherNumberOfColumnsIsRefused() {
    try (IntVector a = new IntVector("a", allocator);
        VectorSchemaRoot batch = VectorSchemaRoot.of(a, a);
        ParquetFileWriter writer =
            ParquetFileWriter.open(
                new ByteArrayOutputStream(),
                List.of(Field.of(1, "a", PrimitiveType.INT32)),
                ParquetWriteOptions.DEFAULT,
                allocator)) {
      assertThatThrownBy(() -> writer.write(batch))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("1 columns, the batch 2");
    }
  }

  @Test
  void decimalsWithTooManyDigitsAreRefused() {
    for (int precision : new int[] {4, 9, 18, 30}) {
      DecimalVector vector = new DecimalVector("c", allocator, 38, 2);
      vector.allocateNew(2);
      vector.set(0, new BigDecimal("1.00"));
      vector.set(1, BigDecimal.TEN.pow(precision - 2).negate().setScale(2));
      vector.setValueCount(2);
      assertThatThrownBy(() -> write(new DecimalType(precision, 2), vector))
          .isInstanceOf(InvalidValueException.class)
          .hasMessageContaining(
              BigDecimal.TEN.pow(precision - 2).negate().setScale(2).toPlainString())
          .hasMessageContaining("column c");
    }
  }

  @Test
  void aDecimalOfAnotherScaleIsRefused() {
    DecimalVector vector = new DecimalVector("c", allocator, 38, 3);
    assertThatThrownBy(() -> write(new DecimalType(38, 2), vector))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("scale 3");
  }

  @Test
  void negativeIntervalsAreRefusedAsTheReferenceRefusesThem() {
    for (int part = 0; part < 3; part++) {
      IntervalMonthDayNanoVector vector = new IntervalMonthDayNanoVector("c", allocator);
      vector.allocateNew(1);
      vector.set(0, part == 0 ? -1 : 0, part == 1 ? -1 : 0, part == 2 ? -1 : 0);
      vector.setValueCount(1);
      assertThatThrownBy(() -> write(PrimitiveType.INTERVAL, vector))
          .isInstanceOf(InvalidValueException.class)
          .hasMessageContaining("no negative intervals");
    }
  }

  @Test
  void secondsThatOverflowMicrosecondsAreRefused() {
    TimeStampSecVector vector = new TimeStampSecVector("c", allocator);
    vector.allocateNew(1);
    vector.set(0, Long.MAX_VALUE / 1_000_000 + 1);
    vector.setValueCount(1);
    assertThatThrownBy(() -> write(PrimitiveType.TIMESTAMP_S, vector))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("9223372036855 seconds");
  }

  @Test
  void textThatIsNotUtf8IsRefused() {
    VarCharVector vector = new VarCharVector("c", allocator);
    vector.allocateNew(2);
    vector.setSafe(0, new byte[] {'o', 'k'});
    vector.setSafe(1, new byte[] {(byte) 0xC3});
    vector.setValueCount(2);
    assertThatThrownBy(() -> write(PrimitiveType.VARCHAR, vector))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("not valid UTF-8");
  }

  @Test
  void wideIntegersThatDoublesCannotHoldAreRefusedWhenAsked() {
    DecimalVector vector = new DecimalVector("c", allocator, 38, 0);
    vector.allocateNew(2);
    vector.set(0, BigDecimal.valueOf(1L << 60));
    vector.set(1, new BigDecimal("9007199254740993"));
    vector.setValueCount(2);
    assertThatThrownBy(
            () ->
                write(
                    PrimitiveType.INT128,
                    vector,
                    ParquetWriteOptions.DEFAULT.withWideIntegers(WideIntegers.REFUSE)))
        .isInstanceOf(UnsupportedFeatureException.class)
        .hasMessageContaining("9007199254740993");
  }

  @Test
  void aNullMapKeyIsRefused() {
    MapVector map = MapVector.empty("c", allocator, false);
    StructVector entries =
        (StructVector)
            map.addOrGetVector(new FieldType(false, new ArrowType.Struct(), null)).getVector();
    VarCharVector keys =
        entries.addOrGet("key", FieldType.nullable(new ArrowType.Utf8()), VarCharVector.class);
    IntVector values =
        entries.addOrGet("value", FieldType.nullable(new ArrowType.Int(32, true)), IntVector.class);
    map.allocateNew();
    map.startNewValue(0);
    entries.setIndexDefined(0);
    keys.setNull(0);
    values.setSafe(0, 1);
    map.endValue(0, 1);
    map.setValueCount(1);
    MapType type =
        new MapType(
            Field.of(2, "key", PrimitiveType.VARCHAR), Field.of(3, "value", PrimitiveType.INT32));
    assertThatThrownBy(() -> write(type, map))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("key")
        .hasMessageContaining("NULL");
  }

  @Test
  void aVariantWithoutMetadataIsRefused() {
    StructVector variant = StructVector.empty("c", allocator);
    variant.addOrGet("metadata", FieldType.nullable(new ArrowType.Binary()), VarBinaryVector.class);
    variant.addOrGet("value", FieldType.nullable(new ArrowType.Binary()), VarBinaryVector.class);
    variant.allocateNew();
    variant.setIndexDefined(0);
    variant.setValueCount(1);
    assertThatThrownBy(() -> write(new VariantType(), variant))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("metadata");
  }

  @Test
  void aStructWithoutFieldsIsRefused() {
    assertThatThrownBy(
            () ->
                ParquetFileWriter.open(
                    new ByteArrayOutputStream(),
                    List.of(Field.of(1, "c", new StructType(List.of()))),
                    ParquetWriteOptions.DEFAULT,
                    allocator))
        .isInstanceOf(UnsupportedFeatureException.class);
  }

  @Test
  void arrowTypesThatALakeLacksAreRefusedByName() {
    for (ArrowType type :
        List.of(
            new ArrowType.Timestamp(TimeUnit.SECOND, "UTC"),
            new ArrowType.FloatingPoint(FloatingPointPrecision.HALF),
            new ArrowType.Duration(TimeUnit.SECOND),
            new ArrowType.Null(),
            new ArrowType.FixedSizeBinary(7))) {
      Schema schema =
          new Schema(
              List.of(
                  new org.apache.arrow.vector.types.pojo.Field(
                      "odd", FieldType.nullable(type), null)));
      assertThatThrownBy(() -> ArrowFields.of(schema))
          .isInstanceOf(UnsupportedFeatureException.class)
          .hasMessageContaining("Column odd")
          .hasMessageContaining(type.toString());
    }
  }

  @Test
  void unknownCodecsAreRefusedByName() {
    assertThatThrownBy(() -> Compression.named("lzo"))
        .isInstanceOf(UnsupportedFeatureException.class)
        .hasMessageContaining("lzo");
    assertThat(Compression.named("ZSTD")).isEqualTo(Compression.ZSTD);
  }

  @Test
  void aStreamThatFailsEndsTheFile() {
    OutputStream full =
        new OutputStream() {
          private int left = 100;

          @Override
          public void write(int value) throws IOException {
            if (--left < 0) {
              throw new IOException("disk full");
            }
          }
        };
    IntVector vector = new IntVector("c", allocator);
    vector.allocateNew(1000);
    for (int i = 0; i < 1000; i++) {
      vector.set(i, i * 7919);
    }
    vector.setValueCount(1000);
    try (VectorSchemaRoot batch = VectorSchemaRoot.of(vector);
        ParquetFileWriter writer =
            ParquetFileWriter.open(
                full,
                List.of(Field.of(1, "c", PrimitiveType.INT32)),
                ParquetWriteOptions.DEFAULT.withRowGroupRows(500),
                allocator)) {
      assertThatThrownBy(() -> writer.write(batch))
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageContaining("disk full");
      assertThatThrownBy(() -> writer.write(batch)).isInstanceOf(IllegalStateException.class);
    }
  }
}
