package io.quacklake.scan.internal.variant;

import static org.assertj.core.api.Assertions.assertThat;

import io.quacklake.format.UnsupportedFeatureException;
import io.quacklake.format.type.PrimitiveType;
import io.quacklake.scan.internal.variant.VariantJson.FieldOrder;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class VariantPropertiesTest {
  @Property(tries = 500)
  void whatIsEncodedDecodesToTheSame(@ForAll("variants") VariantValue value) {
    List<byte[]> encoded = VariantEncoder.encode(value);
    VariantValue decoded = new VariantDecoder().decode(encoded.get(0), encoded.get(1));
    assertThat(canonical(decoded)).isEqualTo(canonical(value));
    assertThat(VariantEncoder.encode(decoded)).usingRecursiveComparison().isEqualTo(encoded);
  }

  @Property(tries = 500)
  void theJsonOfJsonIsTheSame(@ForAll("variants") VariantValue value) {
    String json = VariantJson.print(value, FieldOrder.AS_STORED);
    assertThat(VariantJson.print(JsonVariants.parse(json), FieldOrder.AS_STORED)).isEqualTo(json);
  }

  @Property(tries = 2000)
  void changedBytesAreReadOrRefused(
      @ForAll("variants") VariantValue value, @ForAll List<Integer> places, @ForAll byte change) {
    List<byte[]> encoded = VariantEncoder.encode(value);
    byte[] all = new byte[encoded.get(0).length + encoded.get(1).length];
    int names = encoded.get(0).length;
    System.arraycopy(encoded.get(0), 0, all, 0, names);
    System.arraycopy(encoded.get(1), 0, all, names, all.length - names);
    for (int place : places) {
      all[Math.floorMod(place, all.length)] ^= change;
    }
    try {
      VariantValue read =
          new VariantDecoder()
              .decode(
                  java.util.Arrays.copyOf(all, names),
                  java.util.Arrays.copyOfRange(all, names, all.length));
      assertThat(VariantJson.print(read, FieldOrder.BY_NAME)).isNotNull();
    } catch (VariantFormatException | UnsupportedFeatureException refused) {
      assertThat(refused.getMessage()).isNotBlank();
    }
  }

  @Provide
  Arbitrary<VariantValue> variants() {
    return variants(3);
  }

  private static Arbitrary<VariantValue> variants(int depth) {
    if (depth == 0) {
      return scalars();
    }
    Arbitrary<VariantValue> inner = variants(depth - 1);
    Arbitrary<VariantValue> items =
        inner.list().ofMaxSize(6).map(values -> new VariantValue.Items(values));
    Arbitrary<VariantValue> fields =
        Combinators.combine(Arbitraries.strings().ofMaxLength(5), inner)
            .as(VariantValue.Named::new)
            .list()
            .uniqueElements(VariantValue.Named::name)
            .ofMaxSize(6)
            .map(VariantValue.Fields::new);
    return Arbitraries.oneOf(scalars(), items, fields);
  }

  private static Arbitrary<VariantValue> scalars() {
    Arbitrary<Long> longs = Arbitraries.longs();
    return Arbitraries.oneOf(
        List.of(
            Arbitraries.just(VariantValue.Nothing.NULL),
            Arbitraries.of(true, false).map(value -> scalar(PrimitiveType.BOOLEAN, value)),
            Arbitraries.bytes().map(value -> scalar(PrimitiveType.INT8, (long) value)),
            Arbitraries.shorts().map(value -> scalar(PrimitiveType.INT16, (long) value)),
            Arbitraries.integers().map(value -> scalar(PrimitiveType.INT32, (long) value)),
            Arbitraries.integers().map(value -> scalar(PrimitiveType.DATE, (long) value / 1000)),
            longs.map(value -> scalar(PrimitiveType.INT64, value)),
            longs.map(value -> scalar(PrimitiveType.TIMESTAMP, value / 1000)),
            longs.map(value -> scalar(PrimitiveType.TIMESTAMPTZ, value / 1000)),
            longs.map(value -> scalar(PrimitiveType.TIMESTAMP_NS, value)),
            longs.map(value -> scalar(PrimitiveType.TIME, Math.floorMod(value, 86_400_000_001L))),
            Arbitraries.doubles().map(value -> scalar(PrimitiveType.FLOAT64, value)),
            Arbitraries.floats().map(value -> scalar(PrimitiveType.FLOAT32, value)),
            Arbitraries.strings().ofMaxLength(80).map(VariantPropertiesTest::text),
            longs.map(value -> scalar(PrimitiveType.UUID, new UUID(value, ~value))),
            Arbitraries.bytes()
                .array(byte[].class)
                .ofMaxSize(20)
                .map(value -> scalar(PrimitiveType.BLOB, value)),
            decimals()));
  }

  private static Arbitrary<VariantValue> decimals() {
    BigInteger most = BigInteger.TEN.pow(38).subtract(BigInteger.ONE);
    return Combinators.combine(
            Arbitraries.bigIntegers().between(most.negate(), most),
            Arbitraries.integers().between(0, 38))
        .as((unscaled, scale) -> VariantValues.decimal(new BigDecimal(unscaled, scale)));
  }

  private static VariantValue scalar(PrimitiveType type, Object value) {
    return new VariantValue.Scalar(type, value);
  }

  /** A lone surrogate is no text, and is written as a question mark. */
  private static VariantValue text(String text) {
    byte[] bytes = text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    return VariantValue.text(new String(bytes, java.nio.charset.StandardCharsets.UTF_8));
  }

  private static String canonical(VariantValue value) {
    if (value instanceof VariantValue.Items array) {
      return array.items().stream().map(VariantPropertiesTest::canonical).toList().toString();
    }
    if (value instanceof VariantValue.Fields object) {
      return object.byName().stream()
          .map(field -> field.name() + "=" + canonical(field.value()))
          .toList()
          .toString();
    }
    if (value instanceof VariantValue.Scalar scalar && scalar.value() instanceof byte[] bytes) {
      return scalar.type() + java.util.HexFormat.of().formatHex(bytes);
    }
    return value.toString();
  }
}
