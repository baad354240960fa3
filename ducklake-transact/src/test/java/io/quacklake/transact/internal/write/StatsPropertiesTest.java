package io.quacklake.transact.internal.write;

import static org.assertj.core.api.Assertions.assertThat;

import io.quacklake.format.FieldId;
import io.quacklake.format.file.ColumnStats;
import io.quacklake.format.internal.text.ValueCodec;
import io.quacklake.format.internal.text.ValueOrder;
import io.quacklake.format.schema.Column;
import io.quacklake.format.type.DataType;
import io.quacklake.format.type.PrimitiveType;
import io.quacklake.scan.internal.arrow.ArrowSchemas;
import io.quacklake.scan.internal.arrow.VectorValues;
import io.quacklake.storage.ObjectStores;
import io.quacklake.storage.StorageOptions;
import io.quacklake.transact.internal.rows.TableBatch;
import io.quacklake.transact.internal.stage.StagedFile.RowIds;
import io.quacklake.transact.internal.stage.StagedInsert;
import io.quacklake.transact.internal.stage.TableTarget;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;

/** Whatever is written, no value lies outside the bounds that the catalog is told. */
class StatsPropertiesTest {
  @Provide
  Arbitrary<List<String>> texts() {
    Arbitrary<String> plain = Arbitraries.strings().ofMaxLength(6);
    Arbitrary<String> few =
        Arbitraries.strings().withChars('\0', '\u0001', 'a', 'é', '\uFFFF').ofMaxLength(300);
    Arbitrary<String> wide =
        Arbitraries.integers()
            .between(0xFFF0, Character.MAX_CODE_POINT)
            .map(Character::toString)
            .list()
            .ofMaxSize(90)
            .map(parts -> String.join("", parts));
    return Arbitraries.oneOf(plain, few, wide)
        .filter(text -> StandardCharsets.UTF_8.newEncoder().canEncode(text))
        .injectNull(0.1)
        .list()
        .ofMinSize(1)
        .ofMaxSize(20);
  }

  @Provide
  Arbitrary<List<Double>> numbers() {
    Arbitrary<Double> odd =
        Arbitraries.of(
            Double.NaN,
            -0.0,
            0.0,
            Double.POSITIVE_INFINITY,
            Double.NEGATIVE_INFINITY,
            Double.MIN_VALUE,
            0.1,
            1e300);
    return Arbitraries.oneOf(odd, Arbitraries.doubles())
        .injectNull(0.1)
        .list()
        .ofMinSize(1)
        .ofMaxSize(20);
  }

  @Provide
  Arbitrary<List<Long>> moments() {
    return Arbitraries.oneOf(
            Arbitraries.longs(),
            Arbitraries.longs().between(-100_000_000_000L, 100_000_000_000L),
            Arbitraries.of(Long.MAX_VALUE, -Long.MAX_VALUE))
        .filter(value -> value != Long.MIN_VALUE)
        .injectNull(0.1)
        .list()
        .ofMinSize(1)
        .ofMaxSize(20);
  }

  @Property(tries = 150)
  void boundsHoldForTexts(@ForAll("texts") List<String> values) throws IOException {
    bounds(PrimitiveType.VARCHAR, values);
  }

  @Property(tries = 150)
  void boundsHoldForFloats(@ForAll("numbers") List<Double> values) throws IOException {
    ColumnStats stats = bounds(PrimitiveType.FLOAT64, values);
    assertThat(stats.containsNan())
        .isEqualTo(values.stream().filter(Objects::nonNull).anyMatch(value -> value.isNaN()));
  }

  @Property(tries = 150)
  void boundsHoldForMoments(@ForAll("moments") List<Long> values) throws IOException {
    bounds(PrimitiveType.TIMESTAMPTZ, values);
    bounds(PrimitiveType.INT64, values);
  }

  private static ColumnStats bounds(DataType type, List<?> values) throws IOException {
    ColumnStats inFile = stats(type, values, false);
    ColumnStats inlined = stats(type, values, true);
    for (ColumnStats stats : List.of(inFile, inlined)) {
      long nulls = values.stream().filter(Objects::isNull).count();
      assertThat(stats.nullCount()).isEqualTo(nulls);
      assertThat(stats.valueCount()).isEqualTo(values.size() - nulls);
      for (Object value : values) {
        if (value == null || (value instanceof Double real && real.isNaN())) {
          continue;
        }
        if (stats.min() != null) {
          Object min = ValueCodec.parse(type, stats.min());
          assertThat(ValueOrder.compare(type, min, value)).isLessThanOrEqualTo(0);
          assertThat(stats.min()).doesNotContain("\0");
        }
        if (stats.max() != null) {
          Object max = ValueCodec.parse(type, stats.max());
          assertThat(ValueOrder.compare(type, max, value)).isGreaterThanOrEqualTo(0);
          assertThat(stats.max()).doesNotContain("\0");
        }
      }
    }
    return inFile;
  }

  private static ColumnStats stats(DataType type, List<?> values, boolean inline)
      throws IOException {
    Path directory = Files.createTempDirectory("stats");
    Column column = Targets.column(1, "c", type);
    TableTarget table = Targets.table(directory, List.of(column));
    if (inline) {
      table = Targets.with(Targets.inlinable(table), Map.of("data_inlining_row_limit", "100"));
    }
    try (BufferAllocator allocator = new RootAllocator();
        FieldVector vector = ArrowSchemas.field(column.field()).createVector(allocator);
        RowSink sink =
            new RowSink(
                table,
                RowIds.ASSIGNED,
                WriteContext.of(ObjectStores.of(StorageOptions.NONE), allocator))) {
      vector.allocateNew();
      for (int i = 0; i < values.size(); i++) {
        VectorValues.write(vector, i, type, values.get(i));
      }
      vector.setValueCount(values.size());
      sink.write(new TableBatch(List.of(vector), List.of(), values.size()));
      StagedInsert insert = sink.finish();
      if (inline) {
        return insert.inlinedStats().get(new FieldId(1));
      }
      Files.delete(Path.of(insert.files().get(0).location()));
      return insert.files().get(0).stats().get(new FieldId(1));
    } finally {
      Files.delete(directory);
    }
  }
}
