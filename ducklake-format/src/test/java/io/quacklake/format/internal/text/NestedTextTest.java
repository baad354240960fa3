package io.quacklake.format.internal.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quacklake.format.type.DataType;
import io.quacklake.format.type.Field;
import io.quacklake.format.type.ListType;
import io.quacklake.format.type.PrimitiveType;
import io.quacklake.format.type.StructType;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class NestedTextTest {
  private static final DataType STRINGS =
      new ListType(Field.of(2, "element", PrimitiveType.VARCHAR));
  private static final DataType STRUCT =
      new StructType(
          List.of(
              Field.of(2, "a", PrimitiveType.VARCHAR), Field.of(3, "b", PrimitiveType.VARCHAR)));

  static Stream<Arguments> nested() {
    return rows("nested");
  }

  static Stream<Arguments> inlinedStructs() {
    return rows("inlined_structs");
  }

  @ParameterizedTest
  @MethodSource("nested")
  void writesWhatTheReferenceCasts(DataType type, Object value, String text) {
    assertThat(NestedText.print(type, value)).isEqualTo(text);
  }

  @ParameterizedTest
  @MethodSource("nested")
  void readsWhatTheReferenceCasts(DataType type, Object value, String text) {
    same(NestedText.parse(type, text), value);
  }

  @ParameterizedTest
  @MethodSource("inlinedStructs")
  void readsStructsThatTheReferenceInlined(DataType type, Object value, String text) {
    same(NestedText.parse(type, text), value);
  }

  @Test
  void readsSpellingsOfOtherWriters() {
    assertThat(NestedText.parse(STRINGS, "[ \"a,b\" , 'c',null,  d e ]"))
        .isEqualTo(Arrays.asList("a,b", "c", null, "d e"));
    assertThat(NestedText.parse(STRUCT, "{B: x y ,\"a\": null}"))
        .isEqualTo(Arrays.asList(null, "x y"));
    assertThat(NestedText.parse(STRUCT, "{'a': CONCAT('x', chr(0), 'it''s'), 'b': NULL}"))
        .isEqualTo(Arrays.asList("x\0it's", null));
  }

  @Test
  void refusesTextsThatAreNotWhole() {
    for (String text : List.of("", "[", "[a", "[a]]", "a", "NULL", "['a]", "{a}")) {
      assertThatThrownBy(() -> NestedText.parse(STRINGS, text))
          .isInstanceOf(ValueFormatException.class);
    }
    for (String text : List.of("", "{", "{'a': x", "{'c': x}", "{'a': x, 'a': y}", "[a]")) {
      assertThatThrownBy(() -> NestedText.parse(STRUCT, text))
          .isInstanceOf(ValueFormatException.class);
    }
  }

  private static void same(Object actual, Object expected) {
    assertThat(actual).matches(each -> Fixture.same(each, expected), "is " + expected);
  }

  private static Stream<Arguments> rows(String name) {
    return StreamSupport.stream(Fixture.read(name).spliterator(), false)
        .map(
            row -> {
              DataType type = Fixture.type(row.get(0));
              return Arguments.of(type, Fixture.value(type, row.get(1)), row.get(2).asText());
            });
  }
}
