package io.quacklake.scan.internal.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import io.quacklake.scan.internal.parquet.schema.ParquetField;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bounds and counts against the values that were written. */
class StatisticsTest {
  @ParameterizedTest
  @ValueSource(strings = {"flat.dictionary_v1", "flat.plain_v2", "flat.delta_v2", "duckdb_v1"})
  void boundsOfIntegersAreThoseOfTheirValues(String name) {
    GoldenParquet golden = GoldenParquet.named(name);
    try (ParquetDataFile file = golden.open()) {
      int checked = 0;
      for (ParquetField leaf : file.schema().fields()) {
        if (leaf.kind() != ParquetField.Kind.PRIMITIVE
            || !leaf.name().matches("[iu]\\d+(_n)?|seq|date|tus|d\\d+(_n)?")) {
          continue;
        }
        for (RowGroup group : file.rowGroups()) {
          LeafStats stats = Objects.requireNonNull(group.stats(leaf));
          List<BigInteger> values =
              rows(golden, group, leaf).stream()
                  .filter(Objects::nonNull)
                  .map(value -> new BigInteger((String) value))
                  .toList();
          assertThat(stats.nullCount()).isEqualTo(group.rowCount() - values.size());
          assertThat(stats.valueCount()).isEqualTo(values.size());
          assertThat(unscaled(stats.min()))
              .as(leaf.name())
              .isEqualTo(values.stream().min(Comparator.naturalOrder()).orElse(null));
          assertThat(unscaled(stats.max()))
              .as(leaf.name())
              .isEqualTo(values.stream().max(Comparator.naturalOrder()).orElse(null));
          checked++;
        }
      }
      assertThat(checked).isGreaterThan(5);
    }
  }

  @Test
  void boundsOfFloatsLeaveOutNanAndTheSignOfZero() {
    GoldenParquet golden = GoldenParquet.named("flat.plain_v2");
    try (ParquetDataFile file = golden.open()) {
      ParquetField leaf = field(file, "f64");
      for (RowGroup group : file.rowGroups()) {
        LeafStats stats = Objects.requireNonNull(group.stats(leaf));
        List<Double> values =
            rows(golden, group, leaf).stream()
                .map(v -> ByteBuffer.wrap(new BigInteger((String) v, 16).toByteArray()))
                .map(b -> b.remaining() > 8 ? b.getLong(1) : b.remaining() < 8 ? 0 : b.getLong(0))
                .map(Double::longBitsToDouble)
                .filter(v -> !v.isNaN())
                .toList();
        assertThat(stats.mayHoldNan()).isTrue();
        assertThat((Double) stats.min()).isEqualTo(-0d);
        assertThat(stats.max()).isEqualTo(values.stream().max(Double::compare).orElseThrow());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"flat.dictionary_v1", "flat.delta_v1", "nested.v2"})
  void pagesOfTheIndexCoverTheRowsAndTheirValues(String name) {
    GoldenParquet golden = GoldenParquet.named(name);
    try (ParquetDataFile file = golden.open()) {
      boolean several = false;
      for (ParquetField leaf : file.schema().fields()) {
        if (leaf.kind() != ParquetField.Kind.PRIMITIVE) {
          continue;
        }
        for (RowGroup group : file.rowGroups()) {
          PageIndex index = Objects.requireNonNull(group.pageIndex(leaf));
          long next = 0;
          for (PageIndex.Page page : index.pages()) {
            assertThat(page.firstRow()).isEqualTo(next);
            next += page.rowCount();
            checkBounds(page, rows(golden, group, leaf), leaf);
          }
          assertThat(next).isEqualTo(group.rowCount());
          several |= index.pages().size() > 1;
        }
      }
      assertThat(several).isTrue();
    }
  }

  @Test
  void aFileWithoutIndexHasNoPageIndex() {
    try (ParquetDataFile file = GoldenParquet.named("flat.plain_v1").open()) {
      assertThat(file.rowGroups().get(0).pageIndex(file.schema().leaves().get(0))).isNull();
    }
  }

  @Test
  void timestampsInInt96HaveNoBounds() {
    try (ParquetDataFile file = GoldenParquet.named("int96").open()) {
      LeafStats stats = file.rowGroups().get(0).stats(file.schema().leaves().get(0));
      assertThat(stats == null || stats.min() == null).isTrue();
    }
  }

  private static void checkBounds(PageIndex.Page page, List<Object> rows, ParquetField leaf) {
    LeafStats stats = Objects.requireNonNull(page.stats());
    List<Object> values =
        rows.subList((int) page.firstRow(), (int) (page.firstRow() + page.rowCount()));
    assertThat(stats.nullCount()).isEqualTo(values.stream().filter(Objects::isNull).count());
    if (stats.min() instanceof String min && stats.max() instanceof String max) {
      for (Object value : values) {
        if (value != null) {
          assertThat(compareBytes((String) value, min)).as(leaf.name()).isNotNegative();
          assertThat(compareBytes((String) value, max)).as(leaf.name()).isNotPositive();
        }
      }
    } else if (stats.min() instanceof Long || stats.min() instanceof BigInteger) {
      for (Object value : values) {
        if (value != null) {
          assertThat(new BigInteger((String) value))
              .isBetween(unscaled(stats.min()), unscaled(stats.max()));
        }
      }
    }
  }

  private static int compareBytes(String left, String right) {
    return Arrays.compareUnsigned(
        left.getBytes(StandardCharsets.UTF_8), right.getBytes(StandardCharsets.UTF_8));
  }

  private static BigInteger unscaled(Object value) {
    if (value instanceof BigDecimal decimal) {
      return decimal.unscaledValue();
    }
    return value == null ? null : new BigInteger(value.toString());
  }

  private static List<Object> rows(GoldenParquet golden, RowGroup group, ParquetField leaf) {
    List<Object> all = new ArrayList<>(golden.expected(leaf.name()));
    return all.subList((int) group.firstRow(), (int) (group.firstRow() + group.rowCount()));
  }

  private static ParquetField field(ParquetDataFile file, String name) {
    return file.schema().fields().stream()
        .filter(field -> field.name().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
