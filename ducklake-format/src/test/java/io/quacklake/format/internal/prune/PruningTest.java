package io.quacklake.format.internal.prune;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quacklake.format.FieldId;
import io.quacklake.format.file.ColumnStats;
import io.quacklake.format.internal.bind.Binder;
import io.quacklake.format.internal.bind.BoundPredicate;
import io.quacklake.format.internal.text.DataTypeParser;
import io.quacklake.format.internal.text.Fixture;
import io.quacklake.format.internal.text.ValueCodec;
import io.quacklake.format.internal.text.ValueOrder;
import io.quacklake.format.internal.text.Values;
import io.quacklake.format.partition.PartitionField;
import io.quacklake.format.partition.PartitionSpec;
import io.quacklake.format.partition.Transform;
import io.quacklake.format.predicate.Predicate;
import io.quacklake.format.schema.Column;
import io.quacklake.format.schema.DefaultValue;
import io.quacklake.format.type.DataType;
import io.quacklake.format.type.DecimalType;
import io.quacklake.format.type.Field;
import io.quacklake.format.type.PrimitiveType;
import io.quacklake.format.type.StructType;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class PruningTest {
  /** Rows of one column and a predicate over it. */
  record Case(DataType type, List<Object> rows, Predicate predicate) {}

  /** Stats as the reference writes them: NaN left out, long texts cut, some types not at all. */
  private static ColumnStats statsOf(DataType type, List<Object> rows) {
    List<Object> values = rows.stream().filter(Objects::nonNull).toList();
    if (type == PrimitiveType.TIMETZ || type == PrimitiveType.INTERVAL) {
      return new ColumnStats(0L, 0L, 0L, null, null, null, null);
    }
    List<Object> ordered = new ArrayList<>(values.stream().filter(value -> !isNan(value)).toList());
    ordered.sort((a, b) -> ValueOrder.compare(type, a, b));
    boolean bounded =
        !ordered.isEmpty() && type != PrimitiveType.INT128 && type != PrimitiveType.UINT128;
    boolean floating = type == PrimitiveType.FLOAT32 || type == PrimitiveType.FLOAT64;
    return new ColumnStats(
        100L,
        (long) values.size(),
        (long) (rows.size() - values.size()),
        bounded ? ValueCodec.print(type, ordered.get(0)) : null,
        bounded ? ValueCodec.print(type, ordered.get(ordered.size() - 1)) : null,
        floating ? ordered.size() < values.size() : null,
        null);
  }

  private static boolean isNan(Object value) {
    return value.equals(Double.NaN) || value.equals(Float.NaN);
  }

  @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
  void statisticsNeverHideAMatch(@ForAll("cases") Case example) {
    BoundPredicate bound = bind(example.type(), example.predicate());
    ValueRange range = ValueRange.of(example.type(), statsOf(example.type(), example.rows()));
    if (example.rows().stream().anyMatch(row -> bound.test(reference -> row))) {
      assertThat(StatsPruner.mightMatch(bound, leaf -> range)).isTrue();
    }
  }

  @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
  void identityKeysNeverHideAMatch(@ForAll("cases") Case example) {
    BoundPredicate bound = bind(example.type(), example.predicate());
    for (Object row : example.rows()) {
      String text = row == null ? null : ValueCodec.print(example.type(), row);
      if (bound.test(reference -> row)) {
        assertThat(mightMatch(bound, new Transform.Identity(), text)).isTrue();
      }
    }
  }

  @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
  void bucketsNeverHideAMatch(@ForAll("cases") Case example) {
    BoundPredicate bound = bind(example.type(), example.predicate());
    for (Object row : example.rows()) {
      String text =
          row == null ? null : Integer.toString(BucketHash.bucket(example.type(), row, 7));
      if (bound.test(reference -> row)) {
        assertThat(mightMatch(bound, new Transform.Bucket(7), text)).isTrue();
      }
    }
  }

  @Provide
  Arbitrary<Case> cases() {
    return Values.scalarTypes()
        .flatMap(
            type -> {
              Arbitrary<Object> values = Values.of(type).map(value -> (Object) value);
              return values
                  .list()
                  .ofMinSize(1)
                  .ofMaxSize(4)
                  .flatMap(
                      pool ->
                          Combinators.combine(
                                  Arbitraries.of(pool).injectNull(0.2).list().ofMaxSize(4),
                                  predicates(
                                      type, Arbitraries.oneOf(values, Arbitraries.of(pool)), 2))
                              .as((rows, predicate) -> new Case(type, rows, predicate)));
            });
  }

  private static Arbitrary<Predicate> predicates(
      DataType type, Arbitrary<Object> values, int depth) {
    Arbitrary<Object> literals = values.map(value -> literal(type, value));
    List<Arbitrary<Predicate>> kinds = new ArrayList<>();
    kinds.add(
        Combinators.combine(Arbitraries.of(Predicate.Operator.values()), literals)
            .as((operator, value) -> Predicate.compare("c", operator, value)));
    kinds.add(literals.list().ofMinSize(1).ofMaxSize(3).map(list -> Predicate.in("c", list)));
    kinds.add(Arbitraries.of(Predicate.isNull("c"), Predicate.isNotNull("c")));
    if (type == PrimitiveType.VARCHAR || type == PrimitiveType.JSON) {
      kinds.add(
          values.map(
              value -> {
                String text = (String) value;
                return Predicate.like(
                    "c",
                    text.substring(
                            0,
                            text.offsetByCodePoints(
                                0, Math.min(1, text.codePointCount(0, text.length()))))
                        + "%");
              }));
    }
    if (depth > 0) {
      Arbitrary<Predicate[]> parts =
          predicates(type, values, depth - 1).array(Predicate[].class).ofSize(2);
      kinds.add(parts.map(Predicate::and));
      kinds.add(parts.map(Predicate::or));
      kinds.add(parts.map(each -> Predicate.not(each[0])));
    }
    return Arbitraries.oneOf(kinds);
  }

  /** A constant for the value: a number now and then, else its text. */
  private static Object literal(DataType type, Object value) {
    boolean number =
        value instanceof Number
            && type instanceof PrimitiveType primitive
            && primitive.compareTo(PrimitiveType.FLOAT64) <= 0;
    return number || value instanceof BigDecimal ? value : ValueCodec.print(type, value);
  }

  static Stream<Arguments> partitions() {
    return StreamSupport.stream(Fixture.read("partitions").spliterator(), false)
        .map(
            row ->
                Arguments.of(
                    DataTypeParser.parse(row.get(0).asText()),
                    Transform.parse(row.get(1).asText()),
                    row.get(2)));
  }

  @ParameterizedTest
  @MethodSource("partitions")
  void findsEachRowInTheFileWhereTheReferencePutIt(
      DataType type, Transform transform, JsonNode files) {
    for (JsonNode file : files) {
      String key = file.get(0).isNull() ? null : file.get(0).asText();
      for (JsonNode row : file.get(1)) {
        String text = row.isNull() ? null : row.asText();
        if (text == null) {
          assertThat(mightMatch(bind(type, Predicate.isNull("c")), transform, key)).isTrue();
          continue;
        }
        for (String operator : List.of("=", "<=", ">=")) {
          Predicate predicate =
              Predicate.parse("c " + operator + " '" + text.replace("'", "''") + "'");
          assertThat(mightMatch(bind(type, predicate), transform, key))
              .as("%s in file %s", predicate, key)
              .isTrue();
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("partitions")
  void hashesAsTheReferenceDoes(DataType type, Transform transform, JsonNode files) {
    if (!(transform instanceof Transform.Bucket bucket)) {
      return;
    }
    for (JsonNode file : files) {
      for (JsonNode row : file.get(1)) {
        if (!row.isNull()) {
          Object value = ValueCodec.parse(type, row.asText());
          assertThat(BucketHash.bucket(type, value, bucket.buckets()))
              .as("%s %s", type, row)
              .isEqualTo(file.get(0).asInt());
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "int32|1|1392991556",
        "int64|34|2017239379",
        "date|2017-11-16|-653330422",
        "timestamp|2017-11-16 22:31:08|-2047944441",
        "decimal(9,2)|14.20|-622427183",
        "float64|1.0|-142385009",
        "float64|-0.0|1669671676",
        "varchar|iceberg|1210000089",
        "uint8|5|1394226660",
        "uuid|f79c3e09-677c-4bbd-a479-3f349cb785e7|980414783",
        "decimal(38,2)|14.20|-1660625346"
      })
  void hashesTheValuesOfTheSpecification(String type, String text, int hash) {
    DataType dataType = DataTypeParser.parse(type);
    assertThat(BucketHash.of(dataType, ValueCodec.parse(dataType, text))).isEqualTo(hash);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "int32|5|9|c = 4|false",
        "int32|5|9|c = 5|true",
        "int32|5|9|c > 9|false",
        "int32|5|9|c >= 9|true",
        "int32|5|9|c < 5|false",
        "int32|10|9|c = 100|true",
        "int32|5|5|c <> 5|false",
        "int32|5|5|c NOT IN (4, 5)|false",
        "int32|5|9|c IN (1, 12)|false",
        "int32|5|9|c IS NULL|false",
        "int32|x|9|c = 4|true",
        "boolean|0|0|c|false",
        "boolean|false|1|c|true",
        "varchar|abc|abd|c LIKE 'abx%'|false",
        "varchar|abc|abd|c LIKE 'ab%'|true",
        "varchar|abc|b|c LIKE 'abc_'|true",
        "varchar|b|c|c LIKE 'a%'|false",
        "varchar|b|c|c ILIKE 'A%'|true",
        "varchar|b|c|c = 'a' OR c = 'd'|false",
        "varchar|b|c|c = 'a' OR c > 'b'|true",
        "float64|1.0|2.0|c > 3|true",
        "float64|1.0|2.0|c < 1|true",
        "float64|1.0|2.0|c < 0.5|false",
        "float64|0.05|0.1|c = FLOAT '0.1'|true",
        "decimal(9,2)|1|2|c > 2.001|false",
        "timestamp|2024-01-15|2024-01-16|c > TIMESTAMP '2024-01-16 00:00:00'|false",
        "timestamp|2024-01-15|2024-01-16|c = DATE '2024-01-16'|true",
        "int128|1|2|c = 5|true",
        "json|1|2|c = '5'|true",
        "blob|61|62|c = 'z'|true",
        "timetz|10:00:00+00|10:00:00+00|c = '12:00:00+00'|true"
      })
  void usesBoundsWhereTheyAreSound(
      String type, String min, String max, String sql, boolean expected) {
    DataType dataType = DataTypeParser.parse(type);
    ColumnStats stats = new ColumnStats(1L, 2L, 0L, min, max, null, null);
    assertThat(
            StatsPruner.mightMatch(
                bind(dataType, Predicate.parse(sql)), leaf -> ValueRange.of(dataType, stats)))
        .isEqualTo(expected);
  }

  @Test
  void takesZeroCountsForUnknownUnlessTheOtherCountSpeaks() {
    BoundPredicate notNull = bind(PrimitiveType.VARCHAR, Predicate.isNotNull("c"));
    ColumnStats none = new ColumnStats(0L, 0L, 0L, null, null, null, null);
    ColumnStats nulls = new ColumnStats(0L, 0L, 3L, null, null, null, null);
    assertThat(mightMatch(notNull, none)).isTrue();
    assertThat(mightMatch(notNull, nulls)).isFalse();
    assertThat(mightMatch(notNull, null)).isTrue();
  }

  @Test
  void neverPrunesNullTestsOfNestedFields() {
    Field field = Field.of(2, "x", PrimitiveType.INT32);
    Column struct =
        new Column(Field.of(1, "s", new StructType(List.of(field))), DefaultValue.NULL, null);
    BoundPredicate bound = Binder.bind(Predicate.isNull("s.x"), List.of(struct));
    ColumnStats stats = new ColumnStats(1L, 5L, 0L, "1", "2", null, null);
    assertThat(StatsPruner.mightMatch(bound, leaf -> ValueRange.of(leaf.type(), stats))).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "NULL",
      value = {
        "varchar|identity|a|c = 'b'|false",
        "varchar|identity|a|c LIKE 'a%'|true",
        "varchar|identity|NULL|c = 'b'|false",
        "varchar|identity|NULL|c IS NULL|true",
        "varchar|identity|a|c IS NULL|false",
        "timestamptz|identity|2020-01-01 12:00:00+02|c = TIMESTAMPTZ '2020-01-01 10:00:00+00'|true",
        "date|year|2024|c >= DATE '2026-01-01'|false",
        "date|year|2024|c < DATE '2024-01-01'|false",
        "date|year|2024|c = DATE '2024-12-31'|true",
        "timestamp_ns|year|1970|c = TIMESTAMP '1969-12-31 23:59:59.999999999'|true",
        "date|year|NULL|c = DATE 'infinity'|true",
        "timestamp|month|3|c = TIMESTAMP '2024-04-01 00:00:00'|false",
        "timestamp|month|3|c > TIMESTAMP '2024-04-01 00:00:00'|true",
        "timestamptz|year|2024|c = TIMESTAMPTZ '2020-01-01 00:00:00+00'|true",
        "timestamptz|hour|4|c = TIMESTAMPTZ '2020-01-01 00:00:00+00'|true",
        "timestamptz|epoch_day|10|c = TIMESTAMPTZ '1970-01-11 05:00:00+00'|true",
        "timestamptz|epoch_day|10|c > TIMESTAMPTZ '1970-01-13 05:00:00+00'|false",
        "int64|bucket(16)|2|c = 1|false",
        "int64|bucket(16)|4|c = 1|true",
        "int64|bucket(16)|2|c > 1|true",
        "int64|bucket(16)|x|c = 1|true",
        "int64|truncate(3)|2|c = 1|true"
      })
  void usesPartitionKeysWhereTheyAreSound(
      String type, String transform, String key, String sql, boolean expected) {
    BoundPredicate bound = bind(DataTypeParser.parse(type), Predicate.parse(sql));
    assertThat(mightMatch(bound, Transform.parse(transform), key)).isEqualTo(expected);
  }

  @Test
  void keepsFilesWithoutAValueForTheKey() {
    PartitionSpec spec = spec(new Transform.Bucket(4));
    BoundPredicate bound = bind(PrimitiveType.INT32, Predicate.equal("c", 1));
    assertThat(PartitionPruner.mightMatch(bound, spec, Map.of())).isTrue();
  }

  @Test
  void findsRowsInBucketsMadeBeforeTheColumnWasPromoted() {
    // placed as int32 5, as uint8 5, as a date: now decimal, int64, timestamp
    DataType decimal = new DecimalType(18, 2);
    String signed = bucket(PrimitiveType.INT32, "5");
    String unsigned = bucket(PrimitiveType.UINT8, "5");
    String date = bucket(PrimitiveType.DATE, "2024-01-15");
    Transform.Bucket transform = new Transform.Bucket(1000);
    assertThat(mightMatch(bind(decimal, Predicate.equal("c", 5)), transform, signed)).isTrue();
    assertThat(mightMatch(bind(PrimitiveType.INT64, Predicate.equal("c", 5)), transform, unsigned))
        .isTrue();
    assertThat(
            mightMatch(
                bind(PrimitiveType.TIMESTAMP, Predicate.equal("c", "2024-01-15 00:00:00")),
                transform,
                date))
        .isTrue();
  }

  private static String bucket(DataType type, String text) {
    return Integer.toString(BucketHash.bucket(type, ValueCodec.parse(type, text), 1000));
  }

  @Test
  void keepsTextsCutToABoundInOrder() {
    String longText = "z".repeat(300);
    ColumnStats stats =
        new ColumnStats(1L, 1L, 0L, longText.substring(0, 256), "z".repeat(255) + "{", null, null);
    assertThat(longText.getBytes(StandardCharsets.UTF_8)).hasSize(300);
    assertThat(mightMatch(bind(PrimitiveType.VARCHAR, Predicate.equal("c", longText)), stats))
        .isTrue();
    assertThat(mightMatch(bind(PrimitiveType.VARCHAR, Predicate.equal("c", "y")), stats)).isFalse();
  }

  private static boolean mightMatch(BoundPredicate bound, ColumnStats stats) {
    return StatsPruner.mightMatch(bound, leaf -> ValueRange.of(leaf.type(), stats));
  }

  private static boolean mightMatch(BoundPredicate bound, Transform transform, String key) {
    Map<Integer, String> values = new HashMap<>();
    values.put(0, key);
    return PartitionPruner.mightMatch(bound, spec(transform), Collections.unmodifiableMap(values));
  }

  private static PartitionSpec spec(Transform transform) {
    return new PartitionSpec(1, List.of(new PartitionField(0, new FieldId(1), transform)));
  }

  private static BoundPredicate bind(DataType type, Predicate predicate) {
    return Binder.bind(
        predicate, List.of(new Column(Field.of(1, "c", type), DefaultValue.NULL, null)));
  }
}
