package io.quacklake.format.internal.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.quacklake.format.type.DataType;
import io.quacklake.format.type.DecimalType;
import io.quacklake.format.type.Field;
import io.quacklake.format.type.Interval;
import io.quacklake.format.type.ListType;
import io.quacklake.format.type.MapType;
import io.quacklake.format.type.PrimitiveType;
import io.quacklake.format.type.StructType;
import io.quacklake.format.type.TimeTz;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.AbstractMap.SimpleImmutableEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class ValuePropertiesTest {
  private static final int MAX_DEPTH = 3;

  record Typed(DataType type, Object value) {}

  @Property(tries = 3000)
  void readsBackEveryTextItWrites(@ForAll("scalars") Typed typed) {
    String text = ValueCodec.print(typed.type(), typed.value());
    assertThat(ValueCodec.parse(typed.type(), text)).isEqualTo(typed.value());
  }

  @Property(tries = 1000)
  void readsBackEveryNestedTextItWrites(@ForAll("nested") Typed typed) {
    String text = NestedText.print(typed.type(), typed.value());
    assertThat(NestedText.parse(typed.type(), text))
        .matches(read -> Fixture.same(read, typed.value()), "is the value of " + text);
  }

  @Property(tries = 500)
  void everyFloatOfFewDigitsIsWrittenWithThoseDigits(@ForAll float value) {
    assertThat(NumberText.printFloat(value).length())
        .isLessThanOrEqualTo(Float.toString(value).length() + 12);
    assertThat(NumberText.parseFloat(NumberText.printFloat(value))).isEqualTo(value);
  }

  @Provide
  Arbitrary<Typed> scalars() {
    return types().flatMap(type -> values(type).map(value -> new Typed(type, value)));
  }

  @Provide
  Arbitrary<Typed> nested() {
    return nestedTypes(0)
        .filter(DataType::isNested)
        .flatMap(type -> values(type).map(value -> new Typed(type, value)));
  }

  static Arbitrary<DataType> types() {
    Arbitrary<DataType> decimals =
        Arbitraries.integers()
            .between(1, 38)
            .flatMap(
                precision ->
                    Arbitraries.integers()
                        .between(0, precision)
                        .map(scale -> new DecimalType(precision, scale)));
    return Arbitraries.oneOf(
        Arbitraries.of(PrimitiveType.values()).map(type -> (DataType) type), decimals);
  }

  private static Arbitrary<DataType> nestedTypes(int depth) {
    if (depth == MAX_DEPTH) {
      return types();
    }
    return Arbitraries.integers()
        .between(0, 4)
        .flatMap(
            kind ->
                switch (kind) {
                  case 0 ->
                      nestedTypes(depth + 1)
                          .map(type -> (DataType) new ListType(Field.of(1, "element", type)));
                  case 1 ->
                      nestedTypes(depth + 1)
                          .list()
                          .ofMinSize(1)
                          .ofMaxSize(3)
                          .map(ValuePropertiesTest::struct);
                  case 2 ->
                      Combinators.combine(types(), nestedTypes(depth + 1))
                          .as(
                              (key, value) ->
                                  (DataType)
                                      new MapType(
                                          Field.of(1, "key", key), Field.of(2, "value", value)));
                  default -> types();
                });
  }

  private static DataType struct(List<DataType> types) {
    String[] names = {"a", "it's", "b\\\"c"};
    List<Field> fields = new ArrayList<>();
    for (int i = 0; i < types.size(); i++) {
      fields.add(Field.of(i, names[i], types.get(i)));
    }
    return new StructType(fields);
  }

  static Arbitrary<?> values(DataType type) {
    if (type instanceof ListType list) {
      return values(list.element().type()).injectNull(0.1).list().ofMaxSize(3);
    }
    if (type instanceof StructType struct) {
      List<Arbitrary<Object>> fields = new ArrayList<>();
      for (Field field : struct.fields()) {
        fields.add(values(field.type()).injectNull(0.1).map(value -> (Object) value));
      }
      return Combinators.combine(fields).as(values -> values);
    }
    if (type instanceof MapType map) {
      return Combinators.combine(
              values(map.key().type()), values(map.value().type()).injectNull(0.1))
          .as((key, value) -> new SimpleImmutableEntry<Object, Object>(key, value))
          .list()
          .ofMaxSize(3);
    }
    if (type instanceof DecimalType decimal) {
      BigInteger most = BigInteger.TEN.pow(decimal.precision()).subtract(BigInteger.ONE);
      return Arbitraries.bigIntegers()
          .between(most.negate(), most)
          .map(unscaled -> new BigDecimal(unscaled, decimal.scale()));
    }
    return values((PrimitiveType) type);
  }

  private static Arbitrary<?> values(PrimitiveType type) {
    return switch (type) {
      case BOOLEAN -> Arbitraries.of(true, false);
      case INT8, INT16, INT32, INT64, UINT8, UINT16, UINT32 ->
          integers(type).map(BigInteger::longValueExact);
      case UINT64, INT128, UINT128 -> integers(type);
      case FLOAT32 -> Arbitraries.oneOf(Arbitraries.floats(), Arbitraries.of(Float.NaN, -0f));
      case FLOAT64 -> Arbitraries.oneOf(Arbitraries.doubles(), Arbitraries.of(Double.NaN, -0d));
      case DATE -> Arbitraries.longs().between(-Integer.MAX_VALUE, Integer.MAX_VALUE);
      case TIME -> Arbitraries.longs().between(0, TimeTz.MICROS_PER_DAY);
      case TIME_NS -> Arbitraries.longs().between(0, TimeTz.MICROS_PER_DAY * 1000);
      case TIMETZ ->
          Combinators.combine(
                  Arbitraries.longs().between(0, TimeTz.MICROS_PER_DAY),
                  Arbitraries.integers()
                      .between(-TimeTz.MAX_OFFSET_SECONDS, TimeTz.MAX_OFFSET_SECONDS))
              .as(TimeTz::new);
      // beyond the years that the reference has there is nothing to read
      case TIMESTAMP_S -> Arbitraries.longs().between(-9_223_372_022_400L, 9_223_372_036_854L);
      case TIMESTAMP_MS ->
          Arbitraries.longs().between(-9_223_372_022_400_000L, 9_223_372_036_854_775L);
      case TIMESTAMP, TIMESTAMP_NS, TIMESTAMPTZ, TIMESTAMPTZ_NS ->
          Arbitraries.longs().between(-Long.MAX_VALUE, Long.MAX_VALUE);
      case INTERVAL ->
          Combinators.combine(Arbitraries.integers(), Arbitraries.integers(), Arbitraries.longs())
              .as(Interval::new);
      case VARCHAR ->
          Arbitraries.oneOf(
              Arbitraries.strings().ofMaxLength(8),
              Arbitraries.strings().withChars("ab'\"\\,:=[]{}() \tNUL\0").ofMaxLength(8));
      case JSON -> Arbitraries.of("{\"a\": [1, \"x]\\\"\"]}", "[]", "null", "1.5", "\"it's\"");
      case BLOB -> Arbitraries.bytes().array(byte[].class).ofMaxSize(6);
      case UUID -> Combinators.combine(Arbitraries.longs(), Arbitraries.longs()).as(UUID::new);
    };
  }

  private static Arbitrary<BigInteger> integers(PrimitiveType type) {
    IntegerRange range = IntegerRange.of(type);
    return Arbitraries.bigIntegers().between(range.least(), range.greatest());
  }
}
