package io.quacklake.transact.internal.commit;

import static org.assertj.core.api.Assertions.assertThat;

import io.quacklake.catalog.commit.TableColumnStats;
import io.quacklake.format.FieldId;
import io.quacklake.format.file.ColumnStats;
import io.quacklake.format.internal.text.ValueCodec;
import io.quacklake.format.internal.text.ValueOrder;
import io.quacklake.format.type.DataType;
import io.quacklake.format.type.DecimalType;
import io.quacklake.format.type.PrimitiveType;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StatsMergerTest {
  private static final FieldId COLUMN = new FieldId(1);

  /** Rows of one file, or inlined; null is NULL. */
  private record Part(List<@Nullable Object> values) {
    Optional<ColumnStats> stats(DataType type) {
      List<Object> present = new ArrayList<>();
      boolean nan = false;
      for (Object value : values) {
        if (value instanceof Double number && number.isNaN()) {
          nan = true;
        } else if (value != null) {
          present.add(value);
        }
      }
      Comparator<Object> order = (a, b) -> ValueOrder.compare(type, a, b);
      long nulls = values.stream().filter(value -> value == null).count();
      return Optional.of(
          new ColumnStats(
              null,
              values.size() - nulls,
              nulls,
              present.stream().min(order).map(v -> ValueCodec.print(type, v)).orElse(null),
              present.stream().max(order).map(v -> ValueCodec.print(type, v)).orElse(null),
              type == PrimitiveType.FLOAT64 ? nan : null,
              null));
    }
  }

  private record Rows(DataType type, List<List<Part>> commits) {}

  /** What the reference may conclude from the statistics has to be true of every row. */
  @Property
  void boundsHoldForAllRowsOfAllCommits(@ForAll("rows") Rows rows) {
    DataType type = rows.type();
    Optional<TableColumnStats> stats = Optional.empty();
    List<@Nullable Object> all = new ArrayList<>();
    for (int i = 0; i < rows.commits().size(); i++) {
      List<Optional<ColumnStats>> added =
          rows.commits().get(i).stream().map(part -> part.stats(type)).toList();
      stats =
          i == 0
              ? StatsMerger.first(COLUMN, type, added)
              : stats.flatMap(before -> StatsMerger.more(before, type, added));
      rows.commits().get(i).forEach(part -> all.addAll(part.values()));
      stats.ifPresent(now -> assertTrue(now, type, all));
    }
  }

  private static void assertTrue(
      TableColumnStats stats, DataType type, List<@Nullable Object> values) {
    for (Object value : values) {
      if (value == null) {
        assertThat(stats.containsNull()).isNotEqualTo(false);
      } else if (value instanceof Double number && number.isNaN()) {
        assertThat(stats.containsNan()).isNotEqualTo(false);
      } else {
        assertThat(stats.min() == null && stats.max() == null)
            .as("%s says that there is no value, but there is %s", stats, value)
            .isFalse();
        if (stats.min() != null) {
          assertThat(stats.min()).doesNotContain("\0");
          assertThat(ValueOrder.compare(type, ValueCodec.parse(type, stats.min()), value))
              .isLessThanOrEqualTo(0);
        }
        if (stats.max() != null) {
          assertThat(stats.max()).doesNotContain("\0");
          assertThat(ValueOrder.compare(type, ValueCodec.parse(type, stats.max()), value))
              .isGreaterThanOrEqualTo(0);
        }
      }
    }
  }

  @Provide
  Arbitrary<Rows> rows() {
    return Arbitraries.of(
            PrimitiveType.INT64,
            PrimitiveType.BOOLEAN,
            PrimitiveType.FLOAT64,
            PrimitiveType.VARCHAR,
            PrimitiveType.DATE,
            PrimitiveType.BLOB,
            PrimitiveType.TIMESTAMP,
            new DecimalType(9, 2))
        .flatMap(
            type ->
                values(type)
                    .injectNull(0.3)
                    .list()
                    .ofMinSize(1)
                    .ofMaxSize(4)
                    .map(Part::new)
                    .list()
                    .ofMinSize(1)
                    .ofMaxSize(3)
                    .list()
                    .ofMinSize(1)
                    .ofMaxSize(4)
                    .map(commits -> new Rows(type, commits)));
  }

  private static Arbitrary<Object> values(DataType type) {
    if (type == PrimitiveType.BOOLEAN) {
      return Arbitraries.of(true, false);
    }
    if (type == PrimitiveType.FLOAT64) {
      return Arbitraries.oneOf(
          Arbitraries.doubles().map(each -> (Object) each),
          Arbitraries.of(
              Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, -0.0, 0.0));
    }
    if (type == PrimitiveType.VARCHAR) {
      return Arbitraries.strings()
          .withChars('a', 'b', '\0', '\u0001', 'é', '\uffff')
          .ofMaxLength(4)
          .map(each -> (Object) each);
    }
    if (type == PrimitiveType.BLOB) {
      return Arbitraries.bytes().array(byte[].class).ofMaxSize(3).map(each -> (Object) each);
    }
    if (type == PrimitiveType.DATE) {
      return Arbitraries.longs().between(-800_000, 2_900_000).map(each -> (Object) each);
    }
    if (type instanceof DecimalType) {
      return Arbitraries.longs()
          .between(-999_999_999, 999_999_999)
          .map(each -> (Object) BigDecimal.valueOf(each, 2));
    }
    if (type == PrimitiveType.TIMESTAMP) {
      return Arbitraries.longs().between(-1L << 52, 1L << 52).map(each -> (Object) each);
    }
    return Arbitraries.longs().map(each -> (Object) each);
  }

  @Test
  void numbersAreComparedAsNumbers() {
    assertThat(more(before("9", "9"), PrimitiveType.INT32, stats("10", "10")))
        .contains(new TableColumnStats(COLUMN, false, null, "9", "10", null));
  }

  @Test
  void boundsOfTheNarrowerTypeStayBoundsOfTheWiderOne() {
    assertThat(more(before("5", "7"), new DecimalType(10, 2), stats("6.50", "7.50")))
        .contains(new TableColumnStats(COLUMN, false, null, "5.00", "7.50", null));
  }

  @Test
  void twoNullsOfAColumnOfTextAreNoProofThatItIsEmpty() {
    TableColumnStats poison = new TableColumnStats(COLUMN, false, null, null, null, null);
    assertThat(more(poison, PrimitiveType.VARCHAR, stats("m", "m"))).isEmpty();
    assertThat(more(poison, PrimitiveType.INT32, stats("1", "1")))
        .contains(new TableColumnStats(COLUMN, false, null, "1", "1", null));
  }

  @Test
  void aColumnOfNullsKeepsItsTwoNulls() {
    ColumnStats nulls = new ColumnStats(null, 0L, 3L, null, null, null, null);
    assertThat(StatsMerger.first(COLUMN, PrimitiveType.VARCHAR, List.of(Optional.of(nulls))))
        .contains(new TableColumnStats(COLUMN, true, null, null, null, null));
  }

  @Test
  void aFileWithoutStatisticsLeavesNothingToSay() {
    assertThat(StatsMerger.more(before("1", "2"), PrimitiveType.INT32, List.of(Optional.empty())))
        .isEmpty();
  }

  @Test
  void aSideThatIsNotKnownStaysUnknown() {
    assertThat(more(before("1", null), PrimitiveType.INT32, stats("0", "9")))
        .contains(new TableColumnStats(COLUMN, false, null, "0", null, null));
    assertThat(more(before("1", null), PrimitiveType.INT32, stats(null, "9"))).isEmpty();
  }

  @Test
  void notANumberAsABoundSaysNothing() {
    assertThat(more(before("1", "nan"), PrimitiveType.FLOAT64, stats("0", "9"))).isEmpty();
  }

  @Test
  void bothSpellingsOfBooleansAreRead() {
    assertThat(more(before("0", "0"), PrimitiveType.BOOLEAN, stats("true", "true")))
        .contains(new TableColumnStats(COLUMN, false, null, "false", "true", null));
  }

  private static TableColumnStats before(@Nullable String min, @Nullable String max) {
    return new TableColumnStats(COLUMN, false, null, min, max, null);
  }

  private static ColumnStats stats(@Nullable String min, @Nullable String max) {
    return new ColumnStats(null, 1L, 0L, min, max, null, null);
  }

  private static Optional<TableColumnStats> more(
      TableColumnStats before, DataType type, ColumnStats added) {
    return StatsMerger.more(before, type, List.of(Optional.of(added)));
  }
}
