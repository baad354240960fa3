package io.quacklake.scan.internal.variant;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import io.quacklake.format.type.PrimitiveType;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * Variants of JSON text that the reference printed: the same values, of the types that JSON has. A
 * number that is written without exponent keeps all its digits.
 */
public final class JsonVariants {
  private static final JsonFactory FACTORY =
      JsonFactory.builder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();

  private JsonVariants() {}

  /**
   * The variant of a JSON text.
   *
   * @throws VariantFormatException if it is no JSON
   */
  public static VariantValue parse(String json) {
    try (JsonParser parser = FACTORY.createParser(json)) {
      parser.nextToken();
      return value(parser);
    } catch (IOException notJson) {
      throw new VariantFormatException("its JSON cannot be read", notJson);
    }
  }

  private static VariantValue value(JsonParser parser) throws IOException {
    JsonToken token = parser.currentToken();
    if (token == null) {
      throw new VariantFormatException("its JSON is empty");
    }
    return switch (token) {
      case START_ARRAY -> {
        List<VariantValue> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          items.add(value(parser));
        }
        yield new VariantValue.Items(items);
      }
      case START_OBJECT -> {
        List<VariantValue.Named> fields = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
          String name = parser.currentName();
          parser.nextToken();
          fields.add(new VariantValue.Named(name, value(parser)));
        }
        yield new VariantValue.Fields(fields);
      }
      case VALUE_NUMBER_INT -> VariantValues.integer(new BigInteger(parser.getText()));
      case VALUE_NUMBER_FLOAT -> number(parser.getText());
      case VALUE_TRUE, VALUE_FALSE ->
          new VariantValue.Scalar(PrimitiveType.BOOLEAN, token == JsonToken.VALUE_TRUE);
      case VALUE_NULL -> VariantValue.Nothing.NULL;
      default -> VariantValue.text(parser.getText());
    };
  }

  private static VariantValue number(String text) {
    boolean inexact = text.equals("-0.0") || !text.matches("-?[0-9.]+");
    if (!inexact) {
      return VariantValues.decimal(new BigDecimal(text));
    }
    double value =
        switch (text) {
          case "INF", "Infinity", "+INF", "+Infinity" -> Double.POSITIVE_INFINITY;
          case "-INF", "-Infinity" -> Double.NEGATIVE_INFINITY;
          default -> Double.parseDouble(text);
        };
    return new VariantValue.Scalar(PrimitiveType.FLOAT64, value);
  }
}
