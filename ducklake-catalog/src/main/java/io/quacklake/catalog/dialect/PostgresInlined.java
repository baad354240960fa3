package io.quacklake.catalog.dialect;

import io.quacklake.format.CorruptLakeException;
import io.quacklake.format.UnsupportedFeatureException;
import io.quacklake.format.internal.text.NestedText;
import io.quacklake.format.internal.text.ValueCodec;
import io.quacklake.format.type.DataType;
import io.quacklake.format.type.DecimalType;
import io.quacklake.format.type.Interval;
import io.quacklake.format.type.PrimitiveType;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * How inlined values lie in PostgreSQL: strings as bytes, since text cannot hold a NUL; dates and
 * timestamps as text, since DuckDB's go further; nested values as text.
 */
final class PostgresInlined {
  static final DataType.Visitor<Optional<String>> TYPE = new Type();

  /**
   * What is read as text whatever it is stored as: catalogs that were copied from another database
   * have columns of PostgreSQL's own types, of which the driver loses parts or changes the zone.
   */
  private static final Set<DataType> TEXTS =
      Set.of(
          PrimitiveType.TIME,
          PrimitiveType.TIMETZ,
          PrimitiveType.DATE,
          PrimitiveType.TIMESTAMP_S,
          PrimitiveType.TIMESTAMP_MS,
          PrimitiveType.TIMESTAMP,
          PrimitiveType.TIMESTAMP_NS,
          PrimitiveType.TIMESTAMPTZ,
          PrimitiveType.TIMESTAMPTZ_NS,
          PrimitiveType.UINT64,
          PrimitiveType.INT128,
          PrimitiveType.UINT128);

  private PostgresInlined() {}

  /** Selects what {@link #value} reads. The driver loses parts of times and intervals. */
  static String expression(String column, DataType type) {
    if (TEXTS.contains(type)) {
      return "CAST(" + column + " AS text)";
    }
    if (type == PrimitiveType.INTERVAL) {
      return """
      (CAST(EXTRACT(year FROM %1$s) AS bigint) * 12 + CAST(EXTRACT(month FROM %1$s) AS bigint))
       || ' ' || CAST(EXTRACT(day FROM %1$s) AS bigint) || ' '
       || (CAST(EXTRACT(hour FROM %1$s) AS numeric) * 3600000000
         + CAST(EXTRACT(minute FROM %1$s) AS numeric) * 60000000
         + CAST(EXTRACT(microseconds FROM %1$s) AS numeric))\
      """
          .formatted(column);
    }
    return column;
  }

  static Object value(Object stored, DataType type) {
    if (type == PrimitiveType.INTERVAL) {
      return interval(stored.toString());
    }
    if (type == PrimitiveType.BLOB && stored instanceof byte[]) {
      return stored;
    }
    if (stored instanceof byte[] bytes) {
      String text = new String(bytes, StandardCharsets.UTF_8);
      return type.isNested() ? NestedText.parse(type, text) : ValueCodec.parse(type, text);
    }
    if (type instanceof PrimitiveType primitive && stored instanceof Number number) {
      return number(number, primitive);
    }
    if (type instanceof DecimalType decimal && stored instanceof BigDecimal number) {
      return number.setScale(decimal.scale());
    }
    if ((type == PrimitiveType.BOOLEAN && stored instanceof Boolean)
        || (type == PrimitiveType.UUID && stored instanceof UUID)) {
      return stored;
    }
    String text = stored.toString();
    return type.isNested() ? NestedText.parse(type, text) : ValueCodec.parse(type, text);
  }

  private static Object number(Number stored, PrimitiveType type) {
    return switch (type) {
      case INT8, INT16, INT32, INT64, UINT8, UINT16, UINT32 -> {
        if (stored instanceof Integer || stored instanceof Long || stored instanceof Short) {
          yield stored.longValue();
        }
        throw new CorruptLakeException(
            "An inlined column of type " + type + " holds the number " + stored);
      }
      case FLOAT32 -> stored.floatValue();
      case FLOAT64 -> stored.doubleValue();
      default -> ValueCodec.parse(type, stored.toString());
    };
  }

  private static Interval interval(String text) {
    String[] parts = text.split(" ", -1);
    try {
      return new Interval(
          Integer.parseInt(parts[0]),
          Integer.parseInt(parts[1]),
          new BigDecimal(parts[2]).longValueExact());
    } catch (ArithmeticException | NumberFormatException | ArrayIndexOutOfBoundsException e) {
      throw new CorruptLakeException("An inlined interval cannot be read: " + text, e);
    }
  }

  static BoundValue bound(DataType type, Object value) {
    if (type instanceof DecimalType) {
      return BoundValue.of(value);
    }
    if (!(type instanceof PrimitiveType primitive)) {
      return BoundValue.of(withoutNul(type, NestedText.print(type, value)));
    }
    return switch (primitive) {
      case BOOLEAN,
          INT8,
          INT16,
          INT32,
          INT64,
          UINT8,
          UINT16,
          UINT32,
          FLOAT32,
          FLOAT64,
          BLOB,
          UUID ->
          BoundValue.of(value);
      case VARCHAR, JSON -> BoundValue.of(((String) value).getBytes(StandardCharsets.UTF_8));
      case TIME -> BoundValue.cast(ValueCodec.print(type, value), "time");
      case TIMETZ -> BoundValue.cast(ValueCodec.print(type, value), "timetz");
      case INTERVAL -> {
        Interval interval = (Interval) value;
        yield BoundValue.cast(
            "%d months %d days %d microseconds"
                .formatted(interval.months(), interval.days(), interval.micros()),
            "interval");
      }
      case UINT64,
          INT128,
          UINT128,
          DATE,
          TIME_NS,
          TIMESTAMP_S,
          TIMESTAMP_MS,
          TIMESTAMP,
          TIMESTAMP_NS,
          TIMESTAMPTZ,
          TIMESTAMPTZ_NS ->
          BoundValue.of(ValueCodec.print(type, value));
    };
  }

  private static String withoutNul(DataType type, String text) {
    if (text.indexOf('\0') >= 0) {
      throw new UnsupportedFeatureException(
          "inlined NUL character",
          "A value of type %s has a string with the character NUL, which PostgreSQL cannot hold in a nested value. Write these rows to files: set data_inlining_row_limit to 0 for the table."
              .formatted(type));
    }
    return text;
  }

  private static final class Type extends NestedAsText {
    Type() {
      super("VARCHAR");
    }

    @Override
    public Optional<String> primitive(PrimitiveType type) {
      return switch (type) {
        case BOOLEAN -> Optional.of("BOOLEAN");
        case INT8, INT16 -> Optional.of("SMALLINT");
        case INT32, UINT8, UINT16 -> Optional.of("INTEGER");
        case INT64, UINT32 -> Optional.of("BIGINT");
        case FLOAT32 -> Optional.of("REAL");
        case FLOAT64 -> Optional.of("DOUBLE PRECISION");
        case TIME -> Optional.of("TIME");
        case TIMETZ -> Optional.of("TIME WITH TIME ZONE");
        case INTERVAL -> Optional.of("INTERVAL");
        case VARCHAR, JSON, BLOB -> Optional.of("BYTEA");
        case UUID -> Optional.of("UUID");
        case TIME_NS -> Optional.empty(); // the reference has no place for it
        case UINT64,
            INT128,
            UINT128,
            DATE,
            TIMESTAMP_S,
            TIMESTAMP_MS,
            TIMESTAMP,
            TIMESTAMP_NS,
            TIMESTAMPTZ,
            TIMESTAMPTZ_NS ->
            text();
      };
    }

    @Override
    public Optional<String> decimal(DecimalType type) {
      return Optional.of("DECIMAL(" + type.precision() + "," + type.scale() + ")");
    }
  }
}
