package io.quacklake.catalog.dialect;

import io.quacklake.format.internal.text.NestedText;
import io.quacklake.format.internal.text.ValueCodec;
import io.quacklake.format.type.DataType;
import io.quacklake.format.type.DecimalType;
import io.quacklake.format.type.PrimitiveType;
import java.util.Optional;

/**
 * How inlined values lie in MySQL and MariaDB: integers, decimals and blobs as such, everything
 * else as DuckDB's text. Their own types for times and fractions hold less than DuckDB's.
 */
final class MySqlInlined {
  /** Strings are equal only if they are the same, blanks at the end included. */
  static final String TEXT =
      "LONGTEXT CHARACTER SET utf8mb4 COLLATE /*M! utf8mb4_nopad_bin */ /*!80017 utf8mb4_0900_bin */";

  static final NestedAsText TYPE = new Type();

  private static final int MOST_SCALE = 30; // of MySQL; MariaDB has 38

  private MySqlInlined() {}

  /**
   * Selects what {@link #value} reads. The reference's own tables have other types; as text all are
   * alike, but for its FLOAT, of which text keeps six digits.
   */
  static String expression(String column, DataType type) {
    if (isLong(type)) {
      return column; // a cast makes NULL of what is longer than a packet
    }
    String text = "CAST(" + column + " AS CHAR)";
    return type == PrimitiveType.FLOAT32 ? "CONCAT(" + text + ", ' ', " + column + " + 0e0)" : text;
  }

  private static boolean isLong(DataType type) {
    return type.isNested()
        || type == PrimitiveType.VARCHAR
        || type == PrimitiveType.JSON
        || type == PrimitiveType.BLOB;
  }

  /** Reads a text that {@link #expression} selected; blobs are read as they are. */
  static Object value(String text, DataType type) {
    if (type == PrimitiveType.BOOLEAN && text.length() == 1) {
      return !text.equals("0");
    }
    if (type == PrimitiveType.FLOAT32) {
      return single(text);
    }
    return type.isNested() ? NestedText.parse(type, text) : ValueCodec.parse(type, text);
  }

  /** The value as text, and as the number that the database takes it for. */
  private static Object single(String both) {
    int blank = both.indexOf(' ');
    Object asText = ValueCodec.parse(PrimitiveType.FLOAT32, both.substring(0, blank));
    double exact = Double.parseDouble(both.substring(blank + 1));
    boolean isNumber = asText instanceof Float number && Float.isFinite(number);
    return isNumber && Double.parseDouble(both.substring(0, blank)) != exact
        ? (Object) (float) exact
        : asText;
  }

  static BoundValue bound(DataType type, Object value) {
    return BoundValue.of(TYPE.stored(type, value));
  }

  private static final class Type extends NestedAsText {
    Type() {
      super(TEXT);
    }

    @Override
    public Optional<String> primitive(PrimitiveType type) {
      return switch (type) {
        case BOOLEAN -> Optional.of("BOOLEAN");
        case INT8, INT16, INT32, INT64, UINT8, UINT16, UINT32 -> Optional.of("BIGINT");
        case UINT64 -> Optional.of("BIGINT UNSIGNED");
        case BLOB -> Optional.of("LONGBLOB");
        case INT128,
            UINT128,
            FLOAT32,
            FLOAT64,
            DATE,
            TIME,
            TIME_NS,
            TIMETZ,
            TIMESTAMP_S,
            TIMESTAMP_MS,
            TIMESTAMP,
            TIMESTAMP_NS,
            TIMESTAMPTZ,
            TIMESTAMPTZ_NS,
            INTERVAL,
            VARCHAR,
            JSON,
            UUID ->
            text();
      };
    }

    @Override
    public Optional<String> decimal(DecimalType type) {
      return type.scale() <= MOST_SCALE
          ? Optional.of("DECIMAL(" + type.precision() + "," + type.scale() + ")")
          : text();
    }
  }
}
