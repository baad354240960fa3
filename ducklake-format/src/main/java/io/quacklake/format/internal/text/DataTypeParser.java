package io.quacklake.format.internal.text;

import io.quacklake.format.UnsupportedFeatureException;
import io.quacklake.format.type.DataType;
import io.quacklake.format.type.DecimalType;
import io.quacklake.format.type.GeometryType;
import io.quacklake.format.type.PrimitiveType;
import io.quacklake.format.type.VariantType;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the type texts of {@code ducklake_column}. Lists, structs and maps are not among them:
 * their parts are rows of their own.
 */
public final class DataTypeParser {
  private static final Pattern DECIMAL =
      Pattern.compile("decimal\\s*\\(\\s*(\\d{1,3})\\s*,\\s*(\\d{1,3})\\s*\\)");
  private static final Map<String, DataType> NAMES = names();

  private DataTypeParser() {}

  /**
   * @throws UnsupportedFeatureException if there is no such type
   */
  public static DataType parse(String text) {
    String name = text.strip().toLowerCase(Locale.ROOT);
    DataType known = NAMES.get(name);
    if (known != null) {
      return known;
    }
    Matcher decimal = DECIMAL.matcher(name);
    if (decimal.matches()) {
      int precision = Integer.parseInt(decimal.group(1));
      int scale = Integer.parseInt(decimal.group(2));
      if (precision >= 1 && precision <= DecimalType.MAX_PRECISION && scale <= precision) {
        return new DecimalType(precision, scale);
      }
    }
    throw new UnsupportedFeatureException(
        "type " + text,
        "The catalog has a column of type '"
            + text
            + "', which this version cannot read. Select other columns or use a newer version.");
  }

  private static Map<String, DataType> names() {
    Map<String, DataType> names = new HashMap<>();
    for (PrimitiveType type : PrimitiveType.values()) {
      names.put(type.toString(), type);
    }
    names.put("timestamp_us", PrimitiveType.TIMESTAMP);
    names.put("variant", new VariantType());
    names.put("geometry", new GeometryType());
    return Map.copyOf(names);
  }
}
