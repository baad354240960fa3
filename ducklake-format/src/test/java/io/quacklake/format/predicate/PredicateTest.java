package io.quacklake.format.predicate;

import static io.quacklake.format.predicate.Predicate.and;
import static io.quacklake.format.predicate.Predicate.between;
import static io.quacklake.format.predicate.Predicate.equal;
import static io.quacklake.format.predicate.Predicate.greater;
import static io.quacklake.format.predicate.Predicate.greaterOrEqual;
import static io.quacklake.format.predicate.Predicate.ilike;
import static io.quacklake.format.predicate.Predicate.in;
import static io.quacklake.format.predicate.Predicate.isNotNull;
import static io.quacklake.format.predicate.Predicate.isNull;
import static io.quacklake.format.predicate.Predicate.less;
import static io.quacklake.format.predicate.Predicate.lessOrEqual;
import static io.quacklake.format.predicate.Predicate.like;
import static io.quacklake.format.predicate.Predicate.not;
import static io.quacklake.format.predicate.Predicate.notEqual;
import static io.quacklake.format.predicate.Predicate.or;
import static io.quacklake.format.predicate.Predicate.parse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quacklake.format.InvalidPredicateException;
import io.quacklake.format.predicate.Predicate.Constant;
import io.quacklake.format.type.Interval;
import io.quacklake.format.type.TimeTz;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PredicateTest {
  @Test
  void readsComparisonsInEitherDirection() {
    assertThat(parse("a = 1")).isEqualTo(equal("a", 1));
    assertThat(parse("a == 1")).isEqualTo(equal("a", 1));
    assertThat(parse("a <> 1")).isEqualTo(notEqual("a", 1));
    assertThat(parse("a!=1")).isEqualTo(notEqual("a", 1));
    assertThat(parse("a < -1.50")).isEqualTo(less("a", new BigDecimal("-1.5")));
    assertThat(parse("a<=+.5")).isEqualTo(lessOrEqual("a", new BigDecimal("0.5")));
    assertThat(parse("a > 1e3")).isEqualTo(greater("a", 1000.0));
    assertThat(parse("5 <= a")).isEqualTo(greaterOrEqual("a", 5));
    assertThat(parse("'x' = a")).isEqualTo(equal("a", "x"));
    assertThat(parse("DATE '2024-01-15' > a")).isEqualTo(less("a", LocalDate.of(2024, 1, 15)));
  }

  @Test
  void readsSets() {
    assertThat(parse("a IN (1, 2)")).isEqualTo(in("a", 1, 2));
    assertThat(parse("a not in ('x')")).isEqualTo(not(in("a", "x")));
    assertThat(parse("a BETWEEN 1 AND 2 AND b"))
        .isEqualTo(and(between("a", 1, 2), equal("b", true)));
    assertThat(parse("a NOT BETWEEN 1 AND 2")).isEqualTo(not(between("a", 1, 2)));
    assertThat(parse("a IN (1, NULL)")).isEqualTo(in("a", Arrays.asList(1, null)));
    assertThat(in("a", Arrays.asList(1, null))).isEqualTo(or(in("a", 1), Constant.UNKNOWN));
    assertThat(in("a")).isEqualTo(Constant.FALSE);
  }

  @Test
  void readsTestsForNullAndPatterns() {
    assertThat(parse("a IS NULL")).isEqualTo(isNull("a"));
    assertThat(parse("a is not null")).isEqualTo(isNotNull("a"));
    assertThat(parse("a LIKE 'x%'")).isEqualTo(like("a", "x%"));
    assertThat(parse("a NOT ILIKE 'it''s_'")).isEqualTo(not(ilike("a", "it's_")));
  }

  @Test
  void bindsAndTighterThanOr() {
    assertThat(parse("a OR b AND NOT c"))
        .isEqualTo(or(equal("a", true), and(equal("b", true), not(equal("c", true)))));
    assertThat(parse("(a OR b) AND c"))
        .isEqualTo(and(or(equal("a", true), equal("b", true)), equal("c", true)));
    assertThat(parse("NOT a = 1 AND b = 2")).isEqualTo(and(not(equal("a", 1)), equal("b", 2)));
  }

  @Test
  void readsNamesWithQuotesAndFields() {
    assertThat(parse("a.b.\"c.d\" = 1")).isEqualTo(equal("a.b.\"c.d\"", 1));
    assertThat(parse("\"it\"\"s\" = 1")).isEqualTo(equal("\"it\"\"s\"", 1));
    assertThat(parse("\"null\" IS NULL")).isEqualTo(isNull("null"));
    assertThat(parse("date = 1 AND time < 2 AND größe > 3"))
        .isEqualTo(and(equal("date", 1), less("time", 2), greater("größe", 3)));
  }

  @Test
  void readsTypedConstants() {
    assertThat(parse("a = TIME '12:30'")).isEqualTo(equal("a", LocalTime.of(12, 30)));
    assertThat(parse("a = TIMESTAMP '2024-01-15 12:30:00.123456789'"))
        .isEqualTo(equal("a", LocalDateTime.parse("2024-01-15T12:30:00.123456789")));
    assertThat(parse("a = TIMESTAMPTZ '2024-01-15 12:30:00+02'"))
        .isEqualTo(equal("a", OffsetDateTime.parse("2024-01-15T12:30:00+02:00")));
    assertThat(parse("a = timestamp with time zone '2024-01-15 12:30:00+02'"))
        .isEqualTo(equal("a", Instant.parse("2024-01-15T10:30:00Z")));
    assertThat(parse("a = UUID 'f79c3e09-677c-4bbd-a479-3f349cb785e7'"))
        .isEqualTo(equal("a", UUID.fromString("f79c3e09-677c-4bbd-a479-3f349cb785e7")));
    assertThat(parse("a = BLOB '\\xAAb'")).isEqualTo(equal("a", new byte[] {(byte) 0xAA, 'b'}));
    assertThat(parse("a = INTERVAL '1 year -2 days'"))
        .isEqualTo(equal("a", new Interval(12, -2, 0)));
    assertThat(parse("a = TIMETZ '12:00:00+02'"))
        .isEqualTo(equal("a", new TimeTz(43_200_000_000L, 7200)));
    assertThat(parse("a = DATE 'infinity'")).isEqualTo(equal("a", LocalDate.MAX));
    assertThat(parse("a < DOUBLE 'nan'")).isEqualTo(less("a", Double.NaN));
    assertThat(parse("a = DECIMAL '1.5'")).isEqualTo(equal("a", new BigDecimal("1.50")));
    assertThat(parse("a = 170141183460469231731687303715884105728"))
        .isEqualTo(equal("a", BigInteger.TWO.pow(127)));
  }

  @Test
  void takesNullAsUnknown() {
    assertThat(parse("a = NULL")).isEqualTo(Constant.UNKNOWN);
    assertThat(parse("NULL")).isEqualTo(Constant.UNKNOWN);
    assertThat(parse("TRUE OR FALSE")).isEqualTo(or(Constant.TRUE, Constant.FALSE));
    assertThatThrownBy(() -> equal("a", (Object) null))
        .isInstanceOf(NullPointerException.class)
        .hasMessageContaining("isNull");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '#',
      value = {
        "##|1",
        "a|0",
        "a =|4",
        "a = = 1|5",
        "a = b|5",
        "a = 'x|5",
        "a = 1 b|7",
        "(a = 1|7",
        "a = 1)|6",
        "a IN ()|7",
        "a IN (1|8",
        "a IS 1|6",
        "a NOT 1|7",
        "a BETWEEN 1|12",
        "a LIKE 1|8",
        "a LIKE 'x' ESCAPE '!'|12",
        "1 = 2|5",
        "1|1",
        "a = 1x|5",
        "a = 1e|5",
        "a = 1e999|5",
        "a ; b|3",
        "a. = 1|4",
        "a = DATE 'x'|10",
        "a = FOO 'x'|5",
        "AND|1",
        "a = AND|5",
        "a AND|6",
        "\"\" = 1|1"
      })
  void saysWhereATextCannotBeRead(String sql, int position) {
    String text = sql == null ? "" : sql;
    if (position == 0) {
      assertThat(parse(text)).isEqualTo(equal("a", true));
      return;
    }
    assertThatThrownBy(() -> parse(text))
        .isInstanceOf(InvalidPredicateException.class)
        .hasMessageContaining("at position " + position + ":")
        .hasMessageEndingWith("\n  " + " ".repeat(position - 1) + "^");
  }

  @ParameterizedTest
  @ValueSource(strings = {"(", "NOT "})
  void refusesTooDeepNestingRatherThanOverflowTheStack(String opening) {
    assertThatThrownBy(() -> parse(opening.repeat(100_000) + "a"))
        .isInstanceOf(InvalidPredicateException.class)
        .hasMessageContaining("200 levels");
  }

  @Test
  void readsLongChainsWithoutNesting() {
    Predicate chain = parse("a = 1" + " OR a = 1".repeat(50_000));
    assertThat(((Predicate.Or) chain).parts()).hasSize(50_001);
    assertThat(parse(chain.toString())).isEqualTo(chain);
  }

  @Test
  void refusesObjectsThatAreNoConstants() {
    assertThatThrownBy(() -> equal("a", new Object()))
        .isInstanceOf(InvalidPredicateException.class)
        .hasMessageContaining("java.lang.Object");
    assertThatThrownBy(() -> equal("a", new BigDecimal("1e100000")))
        .isInstanceOf(InvalidPredicateException.class);
    assertThatThrownBy(() -> equal("a..b", 1)).isInstanceOf(InvalidPredicateException.class);
  }

  @Test
  void keepsBytesToItself() {
    byte[] bytes = {1, 2};
    Predicate predicate = equal("a", bytes);
    bytes[0] = 9;
    assertThat(predicate).isEqualTo(equal("a", new byte[] {1, 2}));
  }

  @Property(tries = 2000)
  void printsSqlThatReadsBackAsItself(@ForAll("predicates") Predicate predicate) {
    assertThat(parse(predicate.toString())).isEqualTo(predicate);
  }

  @Provide
  Arbitrary<Predicate> predicates() {
    return predicates(3);
  }

  private static Arbitrary<Predicate> predicates(int depth) {
    Arbitrary<String> columns =
        Arbitraries.of("a", "b.c", "\"odd.name\"", "date", "\"nOT\"", "\"it\"\"s\"", "\"a b\".c");
    Arbitrary<Predicate> leaves =
        Arbitraries.oneOf(
            Combinators.combine(columns, Arbitraries.of(Predicate.Operator.values()), literals())
                .as(Predicate::compare),
            Combinators.combine(columns, literals().list().ofMinSize(1).ofMaxSize(3))
                .as(Predicate::in),
            columns.map(Predicate::isNull),
            Combinators.combine(columns, Arbitraries.strings()).as(Predicate::like),
            Combinators.combine(columns, Arbitraries.strings()).as(Predicate::ilike),
            Arbitraries.of(Constant.values()));
    if (depth == 0) {
      return leaves;
    }
    Arbitrary<Predicate[]> parts =
        predicates(depth - 1)
            .list()
            .ofMinSize(2)
            .ofMaxSize(3)
            .map(list -> list.toArray(Predicate[]::new));
    return Arbitraries.oneOf(
        leaves, parts.map(Predicate::and), parts.map(Predicate::or), parts.map(p -> not(p[0])));
  }

  private static Arbitrary<Object> literals() {
    return Arbitraries.oneOf(
        Arbitraries.of(true, false),
        Arbitraries.longs(),
        Arbitraries.bigDecimals(),
        Arbitraries.oneOf(
            Arbitraries.doubles(),
            Arbitraries.of(Double.NaN, -0.0, Double.POSITIVE_INFINITY, Double.MIN_VALUE)),
        Arbitraries.oneOf(Arbitraries.floats(), Arbitraries.of(Float.NaN, -0f)),
        Arbitraries.strings(),
        Arbitraries.bytes().array(byte[].class).ofMaxSize(4),
        Arbitraries.longs().between(-2147483646, 2147483646).map(LocalDate::ofEpochDay),
        Arbitraries.of(LocalDate.MAX, LocalDateTime.MIN, Instant.MAX),
        Arbitraries.longs().between(0, 86_399_999_999_999L).map(LocalTime::ofNanoOfDay),
        Combinators.combine(
                Arbitraries.longs().between(-9_000_000_000_000L, 9_000_000_000_000L),
                Arbitraries.integers().between(0, 999_999_999))
            .as(Instant::ofEpochSecond),
        Arbitraries.longs().map(seconds -> new Interval(3, -4, seconds)),
        Combinators.combine(Arbitraries.longs(), Arbitraries.longs()).as(UUID::new));
  }
}
