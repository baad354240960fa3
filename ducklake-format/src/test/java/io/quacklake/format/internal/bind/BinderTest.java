package io.quacklake.format.internal.bind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.quacklake.format.FieldId;
import io.quacklake.format.InvalidPredicateException;
import io.quacklake.format.NotFoundException;
import io.quacklake.format.internal.text.DataTypeParser;
import io.quacklake.format.internal.text.Fixture;
import io.quacklake.format.internal.text.ValueCodec;
import io.quacklake.format.predicate.Predicate;
import io.quacklake.format.schema.Column;
import io.quacklake.format.schema.DefaultValue;
import io.quacklake.format.type.DataType;
import io.quacklake.format.type.Field;
import io.quacklake.format.type.ListType;
import io.quacklake.format.type.PrimitiveType;
import io.quacklake.format.type.StructType;
import io.quacklake.format.type.VariantType;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class BinderTest {
  private static final List<Column> COLUMNS =
      List.of(
          column(1, "Id", PrimitiveType.INT32),
          column(
              2,
              "address",
              new StructType(
                  List.of(
                      Field.of(3, "City", PrimitiveType.VARCHAR),
                      Field.of(
                          4,
                          "geo",
                          new StructType(List.of(Field.of(5, "x", PrimitiveType.FLOAT64))))))),
          column(6, "tags", new ListType(Field.of(7, "element", PrimitiveType.VARCHAR))),
          column(8, "any", new VariantType()),
          column(9, "day", PrimitiveType.DATE),
          column(10, "name", PrimitiveType.VARCHAR),
          column(11, "doc", PrimitiveType.JSON));

  static Stream<Arguments> conditions() {
    return StreamSupport.stream(Fixture.read("conditions").spliterator(), false)
        .map(
            row ->
                Arguments.of(
                    DataTypeParser.parse(row.get(0).asText()),
                    row.get(1),
                    row.get(2).asText(),
                    row.get(3)));
  }

  @ParameterizedTest
  @MethodSource("conditions")
  void isTrueWhereTheReferenceIs(DataType type, JsonNode values, String sql, JsonNode results) {
    BoundPredicate bound = Binder.bind(Predicate.parse(sql), List.of(column(1, "c", type)));
    for (int i = 0; i < values.size(); i++) {
      assertThat(test(bound, type, values.get(i)))
          .as("%s for %s", sql, values.get(i))
          .isEqualTo(results.get(i).asBoolean());
    }
  }

  @ParameterizedTest
  @MethodSource("conditions")
  void isTrueWhenNegatedWhereTheReferenceIsFalse(
      DataType type, JsonNode values, String sql, JsonNode results) {
    BoundPredicate bound =
        Binder.bind(Predicate.not(Predicate.parse(sql)), List.of(column(1, "c", type)));
    for (int i = 0; i < values.size(); i++) {
      boolean isFalse = !results.get(i).isNull() && !results.get(i).asBoolean();
      assertThat(test(bound, type, values.get(i)))
          .as("NOT (%s) for %s", sql, values.get(i))
          .isEqualTo(isFalse);
    }
  }

  private static boolean test(BoundPredicate bound, DataType type, JsonNode text) {
    Object value = text.isNull() ? null : ValueCodec.parse(type, text.asText());
    return bound.test(reference -> value);
  }

  @Test
  void findsColumnsAndFieldsInAnyCase() {
    BoundPredicate bound =
        Binder.bind(Predicate.parse("ID = 1 OR Address.city = 'x' OR address.GEO.X > 1"), COLUMNS);
    assertThat(bound.fields()).containsExactly(new FieldId(1), new FieldId(3), new FieldId(5));
    assertThat(bound.references().stream().map(BoundReference::toString))
        .containsExactly("Id", "address.City", "address.geo.x");
  }

  @Test
  void suggestsNamesForMissingColumns() {
    assertThatThrownBy(() -> Binder.bind(Predicate.parse("ids = 1"), COLUMNS))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining("Did you mean Id?");
    assertThatThrownBy(() -> Binder.bind(Predicate.parse("address.cty = 'x'"), COLUMNS))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining("column address")
        .hasMessageContaining("City");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '#',
      value = {
        "id = 'abc'|'abc'",
        "id = '1.5'|int32",
        "id = DATE '2020-01-01'|DATE '2020-01-01'",
        "name = 1|varchar",
        "day = '2020-01-01 12:00:00'|date",
        "day = 5|date",
        "id LIKE '1%'|LIKE",
        "tags = 'x'|IS NULL",
        "address = 'x'|IS NULL",
        "any = 1|IS NULL",
        "tags.element = 'x'|only structs",
        "id.x = 1|only structs"
      })
  void refusesConstantsThatDoNotFitTheColumn(String sql, String said) {
    assertThatThrownBy(() -> Binder.bind(Predicate.parse(sql), COLUMNS))
        .isInstanceOf(InvalidPredicateException.class)
        .hasMessageContaining(said);
  }

  @Test
  void testsNestedColumnsForNullAndJsonAsText() {
    BoundPredicate bound =
        Binder.bind(Predicate.parse("tags IS NULL AND doc = '{}' AND any IS NOT NULL"), COLUMNS);
    assertThat(bound.test(reference -> reference.toString().equals("tags") ? null : "{}")).isTrue();
  }

  @Test
  void refusesPredicatesTooDeepForTheStack() {
    Predicate deep = Predicate.equal("id", 1);
    for (int i = 0; i < 5000; i++) {
      deep = Predicate.not(deep);
    }
    Predicate tooDeep = deep;
    assertThatThrownBy(() -> Binder.bind(tooDeep, COLUMNS))
        .isInstanceOf(InvalidPredicateException.class)
        .hasMessageContaining("1000");
  }

  private static Column column(long id, String name, DataType type) {
    return new Column(Field.of(id, name, type), DefaultValue.NULL, null);
  }
}
