package io.quacklake.scan.internal.parquet.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quacklake.format.CorruptLakeException;
import io.quacklake.format.UnsupportedFeatureException;
import io.quacklake.format.type.DecimalType;
import io.quacklake.format.type.PrimitiveType;
import io.quacklake.scan.internal.parquet.bytes.FileSite;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.LogicalType;
import org.apache.parquet.format.MicroSeconds;
import org.apache.parquet.format.MilliSeconds;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.TimeType;
import org.apache.parquet.format.TimeUnit;
import org.apache.parquet.format.TimestampType;
import org.apache.parquet.format.Type;
import org.apache.parquet.format.VariantType;
import org.junit.jupiter.api.Test;

/** The rules of the specification's page on logical types, backward compatibility included. */
class SchemaReaderTest {
  private static final FieldRepetitionType REQUIRED = FieldRepetitionType.REQUIRED;
  private static final FieldRepetitionType OPTIONAL = FieldRepetitionType.OPTIONAL;
  private static final FieldRepetitionType REPEATED = FieldRepetitionType.REPEATED;

  @Test
  void aListOfThreeLevelsHasTheInnerFieldAsElement() {
    ParquetField list =
        only(list("my_list", group("list", REPEATED, null, leaf("element", OPTIONAL, Type.INT32))));
    ParquetField element = list.children().get(0);

    assertThat(list.kind()).isEqualTo(ParquetField.Kind.LIST);
    assertThat(list.presentLevel()).isEqualTo(1);
    assertThat(list.repeatedAncestors()).isZero();
    assertThat(element.kind()).isEqualTo(ParquetField.Kind.PRIMITIVE);
    assertThat(element.nullable()).isTrue();
    assertThat(element.slotLevel()).isEqualTo(2);
    assertThat(element.presentLevel()).isEqualTo(3);
    assertThat(element.repeatedAncestors()).isEqualTo(1);
  }

  @Test
  void aRepeatedLeafInAListIsItsRequiredElement() {
    ParquetField list = only(list("my_list", leaf("element", REPEATED, Type.INT32)));
    ParquetField element = list.children().get(0);

    assertThat(element.nullable()).isFalse();
    assertThat(element.slotLevel()).isEqualTo(2);
    assertThat(element.presentLevel()).isEqualTo(2);
  }

  @Test
  void aRepeatedGroupOfSeveralFieldsIsAStructElement() {
    ParquetField list =
        only(
            list(
                "my_list",
                group(
                    "element",
                    REPEATED,
                    null,
                    leaf("str", REQUIRED, Type.BYTE_ARRAY),
                    leaf("num", REQUIRED, Type.INT32))));

    assertThat(list.children().get(0).kind()).isEqualTo(ParquetField.Kind.STRUCT);
    assertThat(list.children().get(0).children()).hasSize(2);
    assertThat(list.children().get(0).nullable()).isFalse();
  }

  @Test
  void aRepeatedGroupNamedArrayOrTupleIsAStructElement() {
    for (String name : List.of("array", "my_list_tuple")) {
      ParquetField list =
          only(list("my_list", group(name, REPEATED, null, leaf("s", REQUIRED, Type.BYTE_ARRAY))));

      assertThat(list.children().get(0).kind()).isEqualTo(ParquetField.Kind.STRUCT);
    }
  }

  @Test
  void aRepeatedGroupThatIsAListItselfIsTheElement() {
    ParquetField list =
        only(
            list(
                "my_list",
                group("array", REPEATED, ConvertedType.LIST, leaf("array", REPEATED, Type.INT32))));

    assertThat(list.children().get(0).kind()).isEqualTo(ParquetField.Kind.LIST);
    assertThat(list.children().get(0).children().get(0).repeatedAncestors()).isEqualTo(2);
  }

  @Test
  void aRepeatedFieldWithoutAListIsAListThatIsNeverNull() {
    ParquetField list = only(List.of(leaf("numbers", REPEATED, Type.INT64)));

    assertThat(list.kind()).isEqualTo(ParquetField.Kind.LIST);
    assertThat(list.nullable()).isFalse();
    assertThat(list.children().get(0).nullable()).isFalse();
    assertThat(list.children().get(0).presentLevel()).isEqualTo(1);
  }

  @Test
  void mapsMayBeAnnotatedAsKeyValue() {
    for (ConvertedType type : List.of(ConvertedType.MAP, ConvertedType.MAP_KEY_VALUE)) {
      ParquetField map =
          only(
              group(
                  "m",
                  OPTIONAL,
                  type,
                  group(
                      "map",
                      REPEATED,
                      null,
                      leaf("str", REQUIRED, Type.BYTE_ARRAY),
                      leaf("num", OPTIONAL, Type.INT32))));

      assertThat(map.kind()).isEqualTo(ParquetField.Kind.MAP);
      assertThat(map.children()).extracting(ParquetField::name).containsExactly("str", "num");
    }
  }

  @Test
  void aVariantIsAStructThatSaysSo() {
    List<SchemaElement> variant =
        group("v", OPTIONAL, null, leaf("metadata", REQUIRED, Type.BYTE_ARRAY));
    variant.get(0).setLogicalType(LogicalType.VARIANT(new VariantType()));

    assertThat(only(variant).isVariant()).isTrue();
    assertThat(only(variant).kind()).isEqualTo(ParquetField.Kind.STRUCT);
  }

  @Test
  void timesFollowTheLogicalTypeAndOnlyElseTheConvertedOne() {
    SchemaElement utc =
        leaf("t", OPTIONAL, Type.INT64).setConverted_type(ConvertedType.TIME_MICROS);
    assertThat(only(List.of(utc)).type()).isEqualTo(PrimitiveType.TIME);
    utc.setLogicalType(LogicalType.TIME(new TimeType(true, TimeUnit.MICROS(new MicroSeconds()))));
    assertThat(only(List.of(utc)).type()).isEqualTo(PrimitiveType.TIMETZ);

    SchemaElement millis = leaf("t", OPTIONAL, Type.INT64);
    millis.setLogicalType(
        LogicalType.TIMESTAMP(new TimestampType(false, TimeUnit.MILLIS(new MilliSeconds()))));
    assertThat(only(List.of(millis)).type()).isEqualTo(PrimitiveType.TIMESTAMP_MS);
    assertThat(only(List.of(leaf("t", OPTIONAL, Type.INT96))).type())
        .isEqualTo(PrimitiveType.TIMESTAMP);
  }

  @Test
  void aDecimalOverThirtyEightDigitsIsRefusedWhenItIsUsedOnly() {
    SchemaElement wide = decimal("wide", 40);
    SchemaElement narrow = decimal("narrow", 38);
    ParquetSchema schema = read(2, List.of(wide, narrow));

    assertThat(schema.fields().get(1).type()).isEqualTo(new DecimalType(38, 2));
    assertThatThrownBy(() -> schema.fields().get(0).type())
        .isInstanceOf(UnsupportedFeatureException.class)
        .hasMessageContaining("wide")
        .hasMessageContaining("40")
        .hasMessageContaining("f.parquet");
  }

  @Test
  void aTreeThatDoesNotUseItsElementsIsRefused() {
    List<SchemaElement> leaves =
        List.of(leaf("a", OPTIONAL, Type.INT32), leaf("b", OPTIONAL, Type.INT32));
    for (int children : new int[] {-1, 1, 3, Integer.MAX_VALUE}) {
      assertThatThrownBy(() -> read(children, leaves)).isInstanceOf(CorruptLakeException.class);
    }
  }

  private static SchemaElement decimal(String name, int precision) {
    return leaf(name, OPTIONAL, Type.BYTE_ARRAY)
        .setConverted_type(ConvertedType.DECIMAL)
        .setPrecision(precision)
        .setScale(2);
  }

  private static ParquetField only(List<SchemaElement> elements) {
    return read(1, elements).fields().get(0);
  }

  private static ParquetSchema read(int children, List<SchemaElement> elements) {
    List<SchemaElement> all = new ArrayList<>();
    all.add(new SchemaElement("schema").setNum_children(children));
    all.addAll(elements);
    return SchemaReader.read(new FileSite("f.parquet", "the footer"), all);
  }

  private static SchemaElement leaf(String name, FieldRepetitionType repetition, Type type) {
    return new SchemaElement(name).setRepetition_type(repetition).setType(type);
  }

  private static List<SchemaElement> list(String name, SchemaElement repeated) {
    return list(name, List.of(repeated));
  }

  private static List<SchemaElement> list(String name, List<SchemaElement> repeated) {
    return group(name, OPTIONAL, ConvertedType.LIST, repeated);
  }

  private static List<SchemaElement> group(
      String name, FieldRepetitionType repetition, ConvertedType type, SchemaElement... children) {
    List<SchemaElement> group = new ArrayList<>();
    group.add(head(name, repetition, type, children.length));
    group.addAll(Arrays.asList(children));
    return group;
  }

  private static List<SchemaElement> group(
      String name,
      FieldRepetitionType repetition,
      ConvertedType type,
      List<SchemaElement> onlyChild) {
    List<SchemaElement> group = new ArrayList<>();
    group.add(head(name, repetition, type, 1));
    group.addAll(onlyChild);
    return group;
  }

  private static SchemaElement head(
      String name, FieldRepetitionType repetition, ConvertedType type, int children) {
    SchemaElement head =
        new SchemaElement(name).setRepetition_type(repetition).setNum_children(children);
    return type == null ? head : head.setConverted_type(type);
  }
}
