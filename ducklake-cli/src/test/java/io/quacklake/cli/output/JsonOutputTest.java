package io.quacklake.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import io.quacklake.cli.output.JsonOutput.Style;
import io.quacklake.format.type.DataType;
import io.quacklake.format.type.DecimalType;
import io.quacklake.format.type.Field;
import io.quacklake.format.type.Interval;
import io.quacklake.format.type.ListType;
import io.quacklake.format.type.MapType;
import io.quacklake.format.type.PrimitiveType;
import io.quacklake.format.type.StructType;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class JsonOutputTest {
  @Test
  void anArrayHasAnObjectOnEachLine() throws IOException {
    Rows rows = new Rows().column("a", PrimitiveType.INT64).row(1L).row((Object) null);

    assertThat(rows.text(new JsonOutput(Style.ARRAY)))
        .isEqualTo("[\n{\"a\":1},\n{\"a\":null}\n]\n");
  }

  @Test
  void linesHaveAnObjectEach() throws IOException {
    Rows rows = new Rows().column("a", PrimitiveType.INT64).row(1L).row(2L);

    assertThat(rows.text(new JsonOutput(Style.LINES))).isEqualTo("{\"a\":1}\n{\"a\":2}\n");
  }

  @Test
  void noRowsAreAnEmptyArrayOrNothing() throws IOException {
    Rows rows = new Rows().column("a", PrimitiveType.INT64);

    assertThat(rows.text(new JsonOutput(Style.ARRAY))).isEqualTo("[]\n");
    assertThat(rows.text(new JsonOutput(Style.LINES))).isEmpty();
  }

  @Test
  void numbersOfEveryWidthKeepTheirDigits() throws IOException {
    assertThat(json(PrimitiveType.INT64, Long.MIN_VALUE)).isEqualTo("-9223372036854775808");
    assertThat(json(PrimitiveType.UINT64, new BigInteger("18446744073709551615")))
        .isEqualTo("18446744073709551615");
    assertThat(json(PrimitiveType.INT128, BigInteger.ONE.shiftLeft(127).negate()))
        .isEqualTo("-170141183460469231731687303715884105728");
    assertThat(json(PrimitiveType.UINT128, BigInteger.ONE.shiftLeft(128).subtract(BigInteger.ONE)))
        .isEqualTo("340282366920938463463374607431768211455");
    assertThat(
            json(
                new DecimalType(38, 10), new BigDecimal("1234567890123456789012345678.0000000010")))
        .isEqualTo("1234567890123456789012345678.0000000010");
    assertThat(json(PrimitiveType.FLOAT64, 0.1)).isEqualTo("0.1");
    assertThat(json(PrimitiveType.FLOAT32, 0.1f)).isEqualTo("0.1");
  }

  @Test
  void numbersThatJsonHasNotAreTexts() throws IOException {
    assertThat(json(PrimitiveType.FLOAT64, Double.NaN)).isEqualTo("\"nan\"");
    assertThat(json(PrimitiveType.FLOAT32, Float.POSITIVE_INFINITY)).isEqualTo("\"inf\"");
    assertThat(json(PrimitiveType.FLOAT64, Double.NEGATIVE_INFINITY)).isEqualTo("\"-inf\"");
  }

  @Test
  void timesAreTexts() throws IOException {
    assertThat(json(PrimitiveType.DATE, 20454L)).isEqualTo("\"2026-01-01\"");
    assertThat(json(PrimitiveType.TIMESTAMPTZ, 1_767_225_600_000_000L))
        .isEqualTo("\"2026-01-01 00:00:00+00\"");
    assertThat(json(PrimitiveType.INTERVAL, new Interval(0, 3, 0))).isEqualTo("\"3 days\"");
  }

  @Test
  void blobsAreBase64() throws IOException {
    // The vectors of RFC 4648.
    assertThat(
            json(PrimitiveType.BLOB, "foobar".getBytes(java.nio.charset.StandardCharsets.US_ASCII)))
        .isEqualTo("\"Zm9vYmFy\"");
  }

  @Test
  void textsAreEscaped() throws IOException {
    assertThat(json(PrimitiveType.VARCHAR, "a\"b\\c\n\u0001é🦆"))
        .isEqualTo("\"a\\\"b\\\\c\\n\\u0001é🦆\"");
  }

  @Test
  void jsonIsPutInAsItIsAndStaysOnItsLine() throws IOException {
    assertThat(json(PrimitiveType.JSON, "{\"a\": [1.50,\n 2]}")).isEqualTo("{\"a\": [1.50,  2]}");
    assertThat(json(PrimitiveType.JSON, "null")).isEqualTo("null");
  }

  @Test
  void jsonThatIsNoneIsAText() throws IOException {
    assertThat(json(PrimitiveType.JSON, "{} {}")).isEqualTo("\"{} {}\"");
    assertThat(json(PrimitiveType.JSON, "{oops")).isEqualTo("\"{oops\"");
    assertThat(json(PrimitiveType.JSON, "")).isEqualTo("\"\"");
  }

  @Test
  void nestedValuesAreNested() throws IOException {
    StructType point =
        new StructType(
            List.of(
                Field.of(2, "x", PrimitiveType.INT32),
                Field.of(3, "l", new ListType(Field.of(4, "element", PrimitiveType.VARCHAR)))));
    MapType map = new MapType(Field.of(5, "key", PrimitiveType.DATE), Field.of(6, "value", point));

    assertThat(
            json(
                map,
                List.of(
                    Map.entry(20454L, Arrays.asList(1L, Arrays.asList("a", null))),
                    Map.entry(20455L, Arrays.asList(null, List.of())))))
        .isEqualTo(
            "{\"2026-01-01\":{\"x\":1,\"l\":[\"a\",null]},\"2026-01-02\":{\"x\":null,\"l\":[]}}");
  }

  @Test
  void uuidsAndBooleansAreWhatTheyLookLike() throws IOException {
    assertThat(json(PrimitiveType.UUID, UUID.fromString("00000000-0000-0000-8000-00000000000f")))
        .isEqualTo("\"00000000-0000-0000-8000-00000000000f\"");
    assertThat(json(PrimitiveType.BOOLEAN, true)).isEqualTo("true");
  }

  private static String json(DataType type, Object value) throws IOException {
    String line = new Rows().column("v", type).row(value).text(new JsonOutput(Style.LINES));
    assertThat(line).startsWith("{\"v\":").endsWith("}\n");
    return line.substring("{\"v\":".length(), line.length() - 2);
  }
}
