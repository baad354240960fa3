package io.quacklake.scan.internal.variant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quacklake.format.UnsupportedFeatureException;
import io.quacklake.scan.internal.variant.VariantJson.FieldOrder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class VariantEncodingTest {
  private static final Path CASES = Path.of("../golden-files/variants/encoded.json");
  private static final byte[] NO_NAMES = {0x11, 0, 0};

  static Stream<JsonNode> cases() throws IOException {
    return StreamSupport.stream(new ObjectMapper().readTree(CASES.toFile()).spliterator(), false);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void whatDuckDbEncodedPrintsAsItPrintsIt(JsonNode test) {
    VariantValue value = decode(bytes(test, "metadata"), bytes(test, "value"));
    assertThat(VariantJson.print(value, FieldOrder.AS_STORED)).isEqualTo(test.get("json").asText());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void whatWeEncodeDecodesToTheSame(JsonNode test) {
    VariantValue value = decode(bytes(test, "metadata"), bytes(test, "value"));
    List<byte[]> encoded = VariantEncoder.encode(value);
    assertThat(print(decode(encoded.get(0), encoded.get(1)))).isEqualTo(print(value));
  }

  /** DuckDB has no choice for what holds no objects. */
  @ParameterizedTest
  @MethodSource("cases")
  void withoutObjectsOurBytesAreThoseOfDuckDb(JsonNode test) {
    boolean misspelled = test.get("sql").asText().equals("repeat('x', 64)");
    if (test.get("metadata").asText().equals("110000") && !misspelled) {
      VariantValue value = decode(bytes(test, "metadata"), bytes(test, "value"));
      List<byte[]> encoded = VariantEncoder.encode(value);
      assertThat(encoded.get(0)).isEqualTo(NO_NAMES);
      assertThat(encoded.get(1)).isEqualTo(bytes(test, "value"));
    }
  }

  @Test
  void theFieldsOfAnEncodedObjectAreInTheOrderOfTheirNames() {
    VariantValue value = JsonVariants.parse("{\"b\":1,\"a\":2}");
    List<byte[]> encoded = VariantEncoder.encode(value);
    assertThat(encoded.get(0)).isEqualTo(HexFormat.of().parseHex("11020001026162"));
    assertThat(print(decode(encoded.get(0), encoded.get(1)))).isEqualTo("{\"a\":2,\"b\":1}");
    assertThat(VariantJson.print(value, FieldOrder.AS_STORED)).isEqualTo("{\"b\":1,\"a\":2}");
  }

  @ParameterizedTest
  @CsvSource({
    "110000, '', bytes 0 to 1 are needed",
    "100000, 00, version 0",
    "'', 00, bytes 0 to 1 are needed",
    "110000, 14000000, bytes 1 to 5 are needed",
    "110000, 0d6162, bytes 1 to 4 are needed",
    "110000, 05ff, UTF-8",
    "110000, 40ffffffff00, a length or offset is 4294967295",
    "110000, 40ffffff7f00, are needed",
    "110000, 2027000000000000, a decimal has scale 39",
    "110000, 020100000100, a field has name 0 of 0 names",
    "1102000102616100, 02020001000102 0404, the field a twice",
    "110000, 44ffffffffffffffff, a time of day is -1",
    "110000, 03010005, are needed",
    "1101030161, 0201000001 04, are needed"
  })
  void whatIsNoVariantIsRefused(String metadata, String value, String reason) {
    assertThatThrownBy(() -> decode(bytes(metadata), bytes(value)))
        .isInstanceOf(VariantFormatException.class)
        .hasMessageContaining(reason);
  }

  @Test
  void whatTheSpecificationMayYetAddIsRefusedByName() {
    assertThatThrownBy(() -> decode(bytes("120000"), bytes("00")))
        .isInstanceOf(UnsupportedFeatureException.class)
        .hasMessageContaining("version 2");
    assertThatThrownBy(() -> decode(NO_NAMES, bytes("54")))
        .isInstanceOf(UnsupportedFeatureException.class)
        .hasMessageContaining("primitive type 21");
  }

  @Test
  void aPartThatIsPointedAtManyTimesIsRefused() {
    String hex = "00";
    for (int depth = 0; depth < 4; depth++) {
      int length = hex.length() / 2;
      hex = "0314" + "00".repeat(20) + HexFormat.of().toHexDigits((byte) length) + hex;
    }
    String bomb = hex;
    assertThatThrownBy(() -> decode(NO_NAMES, bytes(bomb)))
        .isInstanceOf(VariantFormatException.class)
        .hasMessageContaining("parts of a value overlap");
  }

  /** DuckDB 1.5.5 drops the length of these, in arrays and objects too. */
  @Test
  void textsOf64BytesAreWhole() {
    String text = "61".repeat(64);
    String x = "a".repeat(64);
    assertThat(print(decode(NO_NAMES, bytes("01" + text)))).isEqualTo('"' + x + '"');
    assertThat(print(decode(NO_NAMES, bytes("0303004142" + "4301" + text + "01" + "01"))))
        .isEqualTo("[\"" + x + "\",\"\",\"\"]");
    assertThat(print(decode(NO_NAMES, bytes("0301" + "0001" + "01")))).isEqualTo("[\"\"]");
  }

  @Test
  void deepNestingDoesNotExhaustTheStack() {
    StringBuilder hex = new StringBuilder("00");
    for (int depth = 0; depth < 600; depth++) {
      int length = hex.length() / 2;
      hex.insert(0, "0f0100000000" + HexFormat.of().toHexDigits(Integer.reverseBytes(length)));
    }
    assertThatThrownBy(() -> decode(NO_NAMES, bytes(hex.toString())))
        .isInstanceOf(UnsupportedFeatureException.class)
        .hasMessageContaining("nested deeper than 500");
  }

  private static VariantValue decode(byte[] metadata, byte[] value) {
    return new VariantDecoder().decode(metadata, value);
  }

  private static String print(VariantValue value) {
    return VariantJson.print(value, FieldOrder.BY_NAME);
  }

  private static byte[] bytes(JsonNode test, String part) {
    return HexFormat.of().parseHex(test.get(part).asText());
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }
}
