package io.quacklake.transact.internal.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import io.quacklake.format.type.DataType;
import io.quacklake.format.type.Field;
import io.quacklake.format.type.GeometryType;
import io.quacklake.format.type.PrimitiveType;
import io.quacklake.format.type.VariantType;
import io.quacklake.transact.internal.parquet.layout.ParquetWriteOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.arrow.vector.Decimal256Vector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.TimeMicroVector;
import org.apache.arrow.vector.TimeStampNanoTZVector;
import org.apache.arrow.vector.TimeStampSecVector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Types that DuckDB does not hand over in the lake's Arrow form. */
class ParquetHandMadeVectorsTest {
  @TempDir Path directory;
  private Reference reference;
  private Path file;

  @BeforeEach
  void openReference() {
    reference = new Reference();
    file = directory.resolve("written.parquet");
  }

  @AfterEach
  void closeReference() {
    reference.close();
  }

  private WrittenFile write(DataType type, FieldVector vector) {
    try (VectorSchemaRoot batch = VectorSchemaRoot.of(vector);
        ParquetFileWriter writer =
            ParquetFileWriter.open(
                Files.newOutputStream(file),
                List.of(Field.of(7, "c", type)),
                ParquetWriteOptions.DEFAULT,
                reference.allocator)) {
      writer.write(batch);
      return writer.finish();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<String> values() {
    return reference.column("SELECT c::VARCHAR FROM read_parquet('" + file + "')");
  }

  @Test
  void hugeintsBecomeTheDoublesThatTheReferenceWrites() {
    String[] numbers = {
      "0",
      "-1",
      "9007199254740993",
      "170141183460469231731687303715884105727",
      "-170141183460469231731687303715884105728",
      "18446744073709551616"
    };
    DecimalVector vector = new DecimalVector("c", reference.allocator, 38, 0);
    vector.allocateNew(numbers.length + 1);
    for (int i = 0; i < numbers.length; i++) {
      // The extremes have 39 digits: set as raw bits.
      byte[] bytes = new BigInteger(numbers[i]).toByteArray();
      vector.setBigEndian(i, bytes);
    }
    vector.setNull(numbers.length);
    vector.setValueCount(numbers.length + 1);
    WrittenFile written = write(PrimitiveType.INT128, vector);

    Path theirs = directory.resolve("theirs.parquet");
    reference.run(
        "COPY (SELECT unnest(['"
            + String.join("','", numbers)
            + "', NULL]::HUGEINT[]) AS c) TO '"
            + theirs
            + "'");
    assertThat(values())
        .isEqualTo(reference.column("SELECT c::VARCHAR FROM read_parquet('" + theirs + "')"));
    assertThat(reference.schema(file)).containsExactly("c DOUBLE OPTIONAL 7");
    assertThat(written.columns().get(0).min()).isNull();
    assertThat(written.columns().get(0).values()).isEqualTo(6);
  }

  @Test
  void uhugeintsBecomeTheDoublesThatTheReferenceWrites() {
    Decimal256Vector vector = new Decimal256Vector("c", reference.allocator, 39, 0);
    vector.allocateNew(2);
    vector.set(0, new BigDecimal("340282366920938463463374607431768211455"));
    vector.set(1, BigDecimal.valueOf(5));
    vector.setValueCount(2);
    write(PrimitiveType.UINT128, vector);
    assertThat(
            reference.rows(
                "SELECT c = 340282366920938463463374607431768211455::UHUGEINT::DOUBLE, c = 5"
                    + " FROM read_parquet('"
                    + file
                    + "')"))
        .containsExactly(List.of("true", "false"), List.of("false", "true"));
  }

  @Test
  void timesWithZoneAreTimesInUtc() {
    TimeMicroVector vector = new TimeMicroVector("c", reference.allocator);
    vector.allocateNew(3);
    vector.set(0, 36_000_000_000L);
    vector.setNull(1);
    vector.set(2, 1);
    vector.setValueCount(3);
    WrittenFile written = write(PrimitiveType.TIMETZ, vector);
    assertThat(values()).containsExactly("10:00:00+00", null, "00:00:00.000001+00");
    assertThat(reference.schema(file).get(0))
        .startsWith("c INT64 OPTIONAL TIME_MICROS 7 TimeType(isAdjustedToUTC=1");
    assertThat(written.columns().get(0).min()).isNull();
    assertThat(written.columns().get(0).nulls()).isEqualTo(1);
  }

  @Test
  void secondsAreStoredAsMicrosecondsWithTheirInfinities() {
    TimeStampSecVector vector = new TimeStampSecVector("c", reference.allocator);
    vector.allocateNew(4);
    vector.set(0, 1_000_000_000L);
    vector.set(1, Long.MAX_VALUE);
    vector.set(2, -Long.MAX_VALUE);
    vector.set(3, -1);
    vector.setValueCount(4);
    WrittenFile written = write(PrimitiveType.TIMESTAMP_S, vector);
    assertThat(values())
        .containsExactly("2001-09-09 01:46:40", "infinity", "-infinity", "1969-12-31 23:59:59");
    assertThat(written.columns().get(0).max()).isEqualTo(Long.MAX_VALUE);
    assertThat(written.columns().get(0).min()).isEqualTo(-Long.MAX_VALUE);
  }

  @Test
  void nanosecondsWithZoneKeepBoth() {
    TimeStampNanoTZVector vector = new TimeStampNanoTZVector("c", reference.allocator, "UTC");
    vector.allocateNew(1);
    vector.set(0, 1_000_000_000_123_456_789L);
    vector.setValueCount(1);
    write(PrimitiveType.TIMESTAMPTZ_NS, vector);
    assertThat(reference.schema(file).get(0))
        .startsWith("c INT64 OPTIONAL 7 TimestampType(isAdjustedToUTC=1")
        .contains("NANOS=NanoSeconds()");
    assertThat(values()).containsExactly("2001-09-09 01:46:40.123456789+00");
  }

  @Test
  void geometriesCarryTheirLogicalType() {
    VarBinaryVector vector = new VarBinaryVector("c", reference.allocator);
    // POINT(1 2) as little-endian WKB.
    byte[] point = new byte[21];
    java.nio.ByteBuffer.wrap(point)
        .order(java.nio.ByteOrder.LITTLE_ENDIAN)
        .put((byte) 1)
        .putInt(1)
        .putDouble(1)
        .putDouble(2);
    vector.setSafe(0, point);
    vector.setNull(1);
    vector.setValueCount(2);
    write(new GeometryType(), vector);
    assertThat(reference.schema(file).get(0)).startsWith("c BYTE_ARRAY OPTIONAL 7 Geometry");
    assertThat(reference.rows("SELECT typeof(c), c FROM read_parquet('" + file + "')"))
        .containsExactly(
            List.of("GEOMETRY", "POINT (1 2)"), java.util.Arrays.asList("GEOMETRY", null));
  }

  @Test
  void variantsAreGroupsOfMetadataAndValue() {
    StructVector vector = StructVector.empty("c", reference.allocator);
    FieldType binary = FieldType.nullable(new ArrowType.Binary());
    VarBinaryVector metadata = vector.addOrGet("metadata", binary, VarBinaryVector.class);
    VarBinaryVector value = vector.addOrGet("value", binary, VarBinaryVector.class);
    vector.allocateNew();
    // Version 1, no names; a short string of five bytes (basic type 1).
    metadata.setSafe(0, new byte[] {1, 0, 0});
    byte[] hello = "?hello".getBytes(StandardCharsets.US_ASCII);
    hello[0] = (byte) (5 << 2 | 1);
    value.setSafe(0, hello);
    vector.setIndexDefined(0);
    vector.setNull(1);
    vector.setValueCount(2);
    write(new VariantType(), vector);
    assertThat(
            reference.column(
                "SELECT concat_ws(' ', name, type, repetition_type, field_id) FROM parquet_schema('"
                    + file
                    + "')"))
        .containsExactly(
            "duckdb_schema REQUIRED",
            "c OPTIONAL 7",
            "metadata BYTE_ARRAY REQUIRED",
            "value BYTE_ARRAY OPTIONAL");
    assertThat(
            reference.column(
                "SELECT variant_typeof(c) FROM read_parquet('" + file + "') WHERE c IS NOT NULL"))
        .containsExactly("VARCHAR");
  }
}
