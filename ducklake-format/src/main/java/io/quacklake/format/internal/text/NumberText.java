package io.quacklake.format.internal.text;

import io.quacklake.format.type.DataType;
import io.quacklake.format.type.DecimalType;
import io.quacklake.format.type.PrimitiveType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Integers, decimals and floating point numbers as DuckDB writes them. */
final class NumberText {
  private static final Pattern INTEGER = Pattern.compile("[+-]?[0-9]{1,64}");
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?([0-9]{1,400}\\.?[0-9]{0,400}|\\.[0-9]{1,400})([eE][+-]?[0-9]{1,4})?");

  private NumberText() {}

  static BigInteger parseInteger(PrimitiveType type, String text) {
    String digits = text.strip();
    if (!INTEGER.matcher(digits).matches()) {
      throw ValueFormatException.of(type, text);
    }
    BigInteger value = new BigInteger(digits);
    IntegerRange range = IntegerRange.of(type);
    if (!range.contains(value)) {
      throw ValueFormatException.of(type, text);
    }
    return value;
  }

  /** Rounds half away from zero where the text has more digits, as the reference casts. */
  static BigDecimal parseDecimal(DecimalType type, String text) {
    String number = text.strip();
    if (!NUMBER.matcher(number).matches()) {
      throw ValueFormatException.of(type, text);
    }
    BigDecimal value = new BigDecimal(number).setScale(type.scale(), RoundingMode.HALF_UP);
    if (value.precision() > type.precision() && value.signum() != 0) {
      throw ValueFormatException.of(type, text);
    }
    return value;
  }

  /** The reference leaves out the zero before the point where the type has no room for one. */
  static String printDecimal(DecimalType type, BigDecimal value) {
    String text = value.toPlainString();
    if (type.scale() < type.precision()) {
      return text;
    }
    return text.startsWith("-") ? "-" + text.substring(2) : text.substring(1);
  }

  static double parseDouble(String text) {
    return switch (text.strip().toLowerCase(Locale.ROOT)) {
      case "nan", "-nan", "+nan" -> Double.NaN;
      case "inf", "+inf", "infinity", "+infinity" -> Double.POSITIVE_INFINITY;
      case "-inf", "-infinity" -> Double.NEGATIVE_INFINITY;
      default -> Double.parseDouble(number(PrimitiveType.FLOAT64, text));
    };
  }

  static float parseFloat(String text) {
    return switch (text.strip().toLowerCase(Locale.ROOT)) {
      case "nan", "-nan", "+nan" -> Float.NaN;
      case "inf", "+inf", "infinity", "+infinity" -> Float.POSITIVE_INFINITY;
      case "-inf", "-infinity" -> Float.NEGATIVE_INFINITY;
      default -> Float.parseFloat(number(PrimitiveType.FLOAT32, text));
    };
  }

  static String printDouble(double value) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      return special(value);
    }
    if (value == 0) {
      return 1 / value < 0 ? "-0.0" : "0.0";
    }
    BigDecimal known = new BigDecimal(Double.toString(value));
    return print(shortest(new BigDecimal(value), known, number -> number.doubleValue() == value));
  }

  static String printFloat(float value) {
    if (Float.isNaN(value) || Float.isInfinite(value)) {
      return special(value);
    }
    if (value == 0) {
      return 1 / value < 0 ? "-0.0" : "0.0";
    }
    // Unlike for doubles, the reference takes no number half way to a neighbour.
    BigDecimal exact = new BigDecimal(value);
    BigDecimal lowest = halfWay(exact, Math.nextDown(value));
    BigDecimal highest = halfWay(exact, Math.nextUp(value));
    BigDecimal known = new BigDecimal(Float.toString(value));
    return print(
        shortest(
            exact, known, number -> number.compareTo(lowest) > 0 && number.compareTo(highest) < 0));
  }

  private static BigDecimal halfWay(BigDecimal exact, float neighbour) {
    // a double holds what would be the next float after the greatest
    double finite = Float.isInfinite(neighbour) ? Math.copySign(0x1p128, neighbour) : neighbour;
    return exact.add(new BigDecimal(finite)).divide(BigDecimal.valueOf(2));
  }

  /**
   * The shortest number that stands for {@code exact} and of those the nearest, as the reference
   * finds it: a choice between two equally near ones does not count.
   *
   * @param known a number that stands for {@code exact}; that of JDK 17 may have a digit too many
   */
  private static BigDecimal shortest(
      BigDecimal exact, BigDecimal known, Predicate<BigDecimal> standsForIt) {
    BigDecimal best = known;
    boolean found = false;
    for (int digits = known.stripTrailingZeros().precision() + 1; digits > 0; digits--) {
      BigDecimal nearest = nearest(exact, digits, standsForIt);
      if (nearest != null) {
        best = nearest;
        found = true;
      } else if (found) {
        break;
      }
    }
    return best;
  }

  private static @Nullable BigDecimal nearest(
      BigDecimal exact, int digits, Predicate<BigDecimal> standsForIt) {
    BigDecimal low = exact.round(new MathContext(digits, RoundingMode.FLOOR));
    BigDecimal high = exact.round(new MathContext(digits, RoundingMode.CEILING));
    boolean lowFits = standsForIt.test(low);
    boolean highFits = standsForIt.test(high);
    int nearer = exact.subtract(low).compareTo(high.subtract(exact));
    if (lowFits && highFits && nearer == 0 && low.compareTo(high) != 0) {
      return null;
    }
    return lowFits && (nearer <= 0 || !highFits) ? low : highFits ? high : null;
  }

  private static String number(DataType type, String text) {
    String number = text.strip();
    if (!NUMBER.matcher(number).matches()) {
      throw ValueFormatException.of(type, text);
    }
    return number;
  }

  private static String special(double value) {
    return Double.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
  }

  /** Plain between 0.0001 and 10^16, else with an exponent of at least two digits. */
  private static String print(BigDecimal number) {
    BigDecimal stripped = number.stripTrailingZeros();
    String digits = stripped.unscaledValue().abs().toString();
    int exponent = digits.length() - 1 - stripped.scale();
    StringBuilder out = new StringBuilder(stripped.signum() < 0 ? "-" : "");
    if (exponent >= -4 && exponent < 16) {
      String plain = stripped.abs().toPlainString();
      return out.append(plain).append(plain.indexOf('.') < 0 ? ".0" : "").toString();
    }
    out.append(digits.charAt(0));
    if (digits.length() > 1) {
      out.append('.').append(digits, 1, digits.length());
    }
    out.append('e').append(exponent < 0 ? '-' : '+');
    return DateTimeText.two(out, Math.abs(exponent)).toString();
  }
}
