package io.quacklake.format.internal.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.quacklake.format.UnsupportedFeatureException;
import io.quacklake.format.type.DataType;
import io.quacklake.format.type.DecimalType;
import io.quacklake.format.type.Interval;
import io.quacklake.format.type.PrimitiveType;
import io.quacklake.format.type.TimeTz;
import io.quacklake.format.type.VariantType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.HexFormat;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ValueCodecTest {
  static Stream<Arguments> scalars() {
    return Fixture.read("scalars").properties().stream()
        .flatMap(
            type ->
                StreamSupport.stream(type.getValue().spliterator(), false)
                    .map(
                        row ->
                            Arguments.of(
                                DataTypeParser.parse(type.getKey()),
                                row.get(0).asText(),
                                row.get(1).asText())));
  }

  @ParameterizedTest
  @MethodSource("scalars")
  void writesWhatTheReferenceWrites(DataType type, String text, String raw) {
    assertThat(ValueCodec.print(type, raw(type, raw))).isEqualTo(text);
  }

  @ParameterizedTest
  @MethodSource("scalars")
  void readsWhatTheReferenceWrites(DataType type, String text, String raw) {
    assertThat(ValueCodec.parse(type, text)).isEqualTo(raw(type, raw));
  }

  static Stream<Arguments> accepted() {
    return rows("accepted")
        .map(
            row ->
                Arguments.of(
                    DataTypeParser.parse(row.get(0).asText()),
                    row.get(1).asText(),
                    row.get(2).asText()));
  }

  @ParameterizedTest
  @MethodSource("accepted")
  void readsOtherSpellingsAsTheReferenceDoes(DataType type, String text, String canonical) {
    assertThat(ValueCodec.print(type, ValueCodec.parse(type, text))).isEqualTo(canonical);
  }

  static Stream<Arguments> refused() {
    return rows("refused")
        .map(row -> Arguments.of(DataTypeParser.parse(row.get(0).asText()), row.get(1).asText()));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void refusesWhatTheReferenceRefuses(DataType type, String text) {
    assertThatThrownBy(() -> ValueCodec.parse(type, text))
        .isInstanceOf(ValueFormatException.class)
        .hasMessageContaining(type.toString());
  }

  @Test
  void keepsSecondsOfAnOffsetWithoutMinutes() {
    // the reference prints +05:30 here and so changes the value
    TimeTz value = new TimeTz(0, 5 * 3600 + 30);
    assertThat(ValueCodec.print(PrimitiveType.TIMETZ, value)).isEqualTo("00:00:00+05:00:30");
    assertThat(ValueCodec.parse(PrimitiveType.TIMETZ, "00:00:00+05:00:30")).isEqualTo(value);
  }

  @Test
  void readsTypeNamesInAnyCaseAndWithSpaces() {
    assertThat(DataTypeParser.parse("Decimal( 18, 3 )")).isEqualTo(new DecimalType(18, 3));
    assertThat(DataTypeParser.parse("TIMESTAMP_US")).isEqualTo(PrimitiveType.TIMESTAMP);
    assertThat(DataTypeParser.parse("VarChar")).isEqualTo(PrimitiveType.VARCHAR);
    assertThat(DataTypeParser.parse("variant")).isEqualTo(new VariantType());
  }

  @Test
  void refusesUnknownTypeNames() {
    for (String name : new String[] {"enum", "decimal(39,2)", "decimal(3,4)", "struct", ""}) {
      assertThatThrownBy(() -> DataTypeParser.parse(name))
          .isInstanceOf(UnsupportedFeatureException.class)
          .hasMessageContaining("'" + name + "'");
    }
  }

  private static Stream<JsonNode> rows(String name) {
    return StreamSupport.stream(Fixture.read(name).spliterator(), false);
  }

  private static Object raw(DataType type, String raw) {
    if (type instanceof DecimalType decimal) {
      return new BigDecimal(new BigInteger(raw), decimal.scale());
    }
    String[] parts = raw.split("\\|");
    return switch ((PrimitiveType) type) {
      case BOOLEAN -> raw.equals("1");
      case UINT64, INT128, UINT128 -> new BigInteger(raw);
      case FLOAT32 -> Float.intBitsToFloat((int) Long.parseLong(raw));
      case FLOAT64 -> Double.longBitsToDouble(Long.parseUnsignedLong(raw));
      case TIMETZ -> new TimeTz(Long.parseLong(parts[0]), Integer.parseInt(parts[1]));
      case INTERVAL ->
          new Interval(
              Integer.parseInt(parts[0]), Integer.parseInt(parts[1]), Long.parseLong(parts[2]));
      case BLOB -> HexFormat.of().parseHex(raw);
      case UUID ->
          new UUID(
              Long.parseUnsignedLong(raw.substring(0, 16), 16),
              Long.parseUnsignedLong(raw.substring(16), 16));
      default -> Long.valueOf(raw);
    };
  }
}
