package io.quacklake.scan.internal.view;

import io.quacklake.format.predicate.Literal;
import io.quacklake.format.type.DataType;
import io.quacklake.format.type.DecimalType;
import io.quacklake.format.type.PrimitiveType;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Constants of a view, and which of them may be compared with a column: only where every engine
 * agrees on what the comparison means, whatever its time zone and its rules of casting.
 */
final class ViewLiterals {
  private static final Pattern DATE = Pattern.compile("(?!0000)[0-9]{4}-[0-9]{2}-[0-9]{2}");
  private static final Pattern TIME = Pattern.compile("[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,6})?");
  private static final Pattern TIMESTAMP =
      Pattern.compile(DATE.pattern() + "( " + TIME.pattern() + ")?");
  private static final Pattern TIMESTAMPTZ =
      Pattern.compile(DATE.pattern() + " " + TIME.pattern() + "[+-][0-9]{2}(:[0-9]{2})?");
  private static final Pattern UUID =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

  /** A decimal of so many digits is a 64 bit integer inside. */
  private static final int DECIMAL_DIGITS = 18;

  /** Whole numbers and powers of ten up to which a float or a double has them exactly. */
  private static final int FLOAT_BITS = 24;

  private static final int FLOAT_SCALE = 10;
  private static final int DOUBLE_BITS = 53;
  private static final int DOUBLE_SCALE = 22;

  private ViewLiterals() {}

  static Literal number(String text) throws NeedsEngine {
    if (text.toLowerCase(Locale.ROOT).indexOf('e') < 0) {
      return Literal.of(new BigDecimal(text));
    }
    double value = Double.parseDouble(text);
    if (Double.isInfinite(value)) {
      throw new NeedsEngine("the number " + text + " is beyond a double");
    }
    return Literal.of(value);
  }

  /** A text that is cast to a type. */
  static Literal cast(String text, String type) throws NeedsEngine {
    Object value;
    try {
      value = value(text, type.toUpperCase(Locale.ROOT));
    } catch (DateTimeException notOfTheCalendar) {
      value = null;
    }
    if (value == null) {
      throw new NeedsEngine("'" + text + "' is cast to " + type);
    }
    return Literal.of(value);
  }

  /** Null if the text is not in the one form that the type is read from here. */
  private static @Nullable Object value(String text, String type) {
    return switch (type) {
      case "BOOLEAN" -> (text.equals("t") || text.equals("f")) ? text.equals("t") : null;
      case "DATE" -> DATE.matcher(text).matches() ? LocalDate.parse(text) : null;
      case "TIME" -> TIME.matcher(text).matches() ? LocalTime.parse(text) : null;
      case "TIMESTAMP" -> TIMESTAMP.matcher(text).matches() ? timestamp(text) : null;
      case "TIMESTAMP WITH TIME ZONE", "TIMESTAMPTZ" ->
          TIMESTAMPTZ.matcher(text).matches() ? instant(text) : null;
      default -> null;
    };
  }

  private static LocalDateTime timestamp(String text) {
    return text.indexOf(' ') < 0
        ? LocalDate.parse(text).atStartOfDay()
        : LocalDateTime.parse(text.replace(' ', 'T'));
  }

  private static OffsetDateTime instant(String text) {
    boolean wholeHours = text.charAt(text.length() - 3) != ':';
    return OffsetDateTime.parse(text.replace(' ', 'T') + (wholeHours ? ":00" : ""));
  }

  /** Whether comparing a column with a constant means the same to everyone. */
  static boolean isPlain(DataType type, Literal literal) {
    if (type instanceof DecimalType) {
      return literal.kind() == Literal.Kind.NUMBER && isShort(literal);
    }
    if (!(type instanceof PrimitiveType primitive)) {
      return false;
    }
    return switch (primitive) {
      case BOOLEAN -> literal.kind() == Literal.Kind.BOOLEAN;
      case INT8, INT16, INT32, INT64, UINT8, UINT16, UINT32, UINT64 ->
          literal.kind() == Literal.Kind.NUMBER && (isShort(literal) || isLong(literal));
      case FLOAT32 -> isExact(literal, FLOAT_BITS, FLOAT_SCALE);
      case FLOAT64 ->
          literal.kind() == Literal.Kind.DOUBLE || isExact(literal, DOUBLE_BITS, DOUBLE_SCALE);
      case VARCHAR -> literal.kind() == Literal.Kind.STRING;
      case DATE ->
          literal.kind() == Literal.Kind.DATE
              || literal.kind() == Literal.Kind.TIMESTAMP
              || isText(literal, DATE);
      case TIME -> literal.kind() == Literal.Kind.TIME || isText(literal, TIME);
      case TIMESTAMP ->
          literal.kind() == Literal.Kind.TIMESTAMP
              || literal.kind() == Literal.Kind.DATE
              || isText(literal, TIMESTAMP);
      case TIMESTAMPTZ ->
          literal.kind() == Literal.Kind.TIMESTAMPTZ || isText(literal, TIMESTAMPTZ);
      case UUID -> isText(literal, UUID);
      default -> false;
    };
  }

  private static boolean isText(Literal literal, Pattern form) {
    return literal.kind() == Literal.Kind.STRING
        && form.matcher((String) literal.value()).matches();
  }

  private static boolean isShort(Literal literal) {
    BigDecimal value = (BigDecimal) literal.value();
    return value.precision() <= DECIMAL_DIGITS && value.scale() <= DECIMAL_DIGITS;
  }

  private static boolean isLong(Literal literal) {
    BigDecimal value = (BigDecimal) literal.value();
    return value.scale() == 0 && value.unscaledValue().bitLength() < Long.SIZE;
  }

  /** Whether the quotient of two exact numbers is the nearest one, however it is computed. */
  private static boolean isExact(Literal literal, int bits, int scale) {
    return literal.kind() == Literal.Kind.NUMBER
        && ((BigDecimal) literal.value()).unscaledValue().bitLength() <= bits
        && ((BigDecimal) literal.value()).scale() <= scale;
  }
}
