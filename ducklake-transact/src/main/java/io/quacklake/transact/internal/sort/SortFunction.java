package io.quacklake.transact.internal.sort;

import io.quacklake.format.internal.text.ValueCodec;
import io.quacklake.format.type.DataType;
import io.quacklake.format.type.DecimalType;
import io.quacklake.format.type.PrimitiveType;
import io.quacklake.transact.internal.sort.SortExpression.Constant;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/** The functions of sort expressions. Exact numbers are {@link BigDecimal}s, others doubles. */
final class SortFunction {
  /** What exact numbers are compared as, whatever their digits. */
  private static final DataType EXACT = new DecimalType(38, 0);

  private SortFunction() {}

  /** A function for arguments of certain types. */
  record Bound(DataType type, Function<List<@Nullable Object>, @Nullable Object> of) {
    /** One that gives NULL for a NULL. */
    static Bound strict(DataType type, Function<List<Object>, @Nullable Object> of) {
      return new Bound(
          type,
          values -> {
            List<Object> present = new ArrayList<>(values.size());
            for (Object value : values) {
              if (value == null) {
                return null;
              }
              present.add(value);
            }
            return of.apply(present);
          });
    }
  }

  /** A function or operator by its name in lower case. */
  static Optional<Bound> named(String name, List<SortExpression> arguments) {
    List<DataType> types = arguments.stream().map(SortExpression::type).toList();
    DataType first = types.isEmpty() ? null : types.get(0);
    if (first == null) {
      return Optional.empty();
    }
    return Optional.ofNullable(
        switch (name) {
          case "+", "*" -> arithmetic(name, types);
          case "-" -> types.size() == 1 ? negated(first) : arithmetic(name, types);
          case "/", "%" -> arithmetic(name, types);
          case "abs" -> types.size() == 1 ? absolute(first) : null;
          case "||" ->
              areTexts(types)
                  ? Bound.strict(PrimitiveType.VARCHAR, v -> "" + v.get(0) + v.get(1))
                  : null;
          case "lower", "lcase" -> mapped(types, Character::toLowerCase);
          case "upper", "ucase" -> mapped(types, Character::toUpperCase);
          case "length", "len" ->
              !areTexts(types) || types.size() != 1
                  ? null
                  : Bound.strict(PrimitiveType.INT64, v -> points(v.get(0)));
          case "left", "substr", "substring" -> part(name, arguments, types);
          case "coalesce" -> coalesce(types);
          case "date_trunc", "datetrunc" -> truncated(arguments);
          case "date_part", "datepart" ->
              arguments.size() == 2 ? field(text(arguments.get(0)), types.get(1), 1) : null;
          default -> types.size() == 1 ? field(name, first, 0) : null;
        });
  }

  /** A cast of types that have one order, whatever the session's settings. */
  static Optional<Bound> cast(SortExpression value, DataType to) {
    DataType from = value.type();
    if (from.equals(to) && !(value instanceof Constant)) {
      return Optional.of(Bound.strict(to, v -> v.get(0)));
    }
    if (isNumber(from) && (to == PrimitiveType.FLOAT64)) {
      return Optional.of(Bound.strict(to, v -> real(v.get(0))));
    }
    if (isExact(from) && isExact(to)) {
      int scale = to instanceof DecimalType decimal ? decimal.scale() : 0;
      return Optional.of(
          Bound.strict(EXACT, v -> exact(v.get(0)).setScale(scale, RoundingMode.HALF_UP)));
    }
    if (to == PrimitiveType.VARCHAR && isPrinted(from)) {
      return Optional.of(Bound.strict(to, v -> ValueCodec.print(from, v.get(0))));
    }
    if (to == PrimitiveType.DATE && SortCalendar.isWithoutZone(from)) {
      return Optional.of(Bound.strict(to, SortCalendar.of(from).day()));
    }
    return Optional.empty();
  }

  /** Types whose texts do not depend on anything. */
  private static boolean isPrinted(DataType type) {
    return isInteger(type)
        || type instanceof DecimalType
        || type == PrimitiveType.BOOLEAN
        || type == PrimitiveType.DATE
        || type == PrimitiveType.UUID
        || SortCalendar.isWithoutZone(type);
  }

  private static boolean isInteger(DataType type) {
    return type instanceof PrimitiveType primitive
        && switch (primitive) {
          case INT8, INT16, INT32, INT64, INT128, UINT8, UINT16, UINT32, UINT64, UINT128 -> true;
          default -> false;
        };
  }

  private static boolean isExact(DataType type) {
    return isInteger(type) || type instanceof DecimalType;
  }

  private static boolean isNumber(DataType type) {
    return isExact(type) || type == PrimitiveType.FLOAT64 || type == PrimitiveType.FLOAT32;
  }

  private static boolean areTexts(List<DataType> types) {
    return types.stream().allMatch(type -> type == PrimitiveType.VARCHAR);
  }

  private static BigDecimal exact(Object value) {
    if (value instanceof BigDecimal decimal) {
      return decimal;
    }
    return value instanceof BigInteger integer
        ? new BigDecimal(integer)
        : BigDecimal.valueOf(((Number) value).longValue());
  }

  private static Double real(Object value) {
    return ((Number) value).doubleValue();
  }

  private static @Nullable Bound arithmetic(String sign, List<DataType> types) {
    if (types.size() != 2 || !types.stream().allMatch(SortFunction::isNumber)) {
      return null;
    }
    boolean exact = !sign.equals("/") && types.stream().allMatch(SortFunction::isExact);
    if (exact && !sign.equals("%")) {
      BinaryOperator<BigDecimal> operator =
          switch (sign) {
            case "+" -> BigDecimal::add;
            case "-" -> BigDecimal::subtract;
            default -> BigDecimal::multiply;
          };
      return Bound.strict(EXACT, v -> operator.apply(exact(v.get(0)), exact(v.get(1))));
    }
    if (exact) {
      return Bound.strict(
          EXACT,
          v -> {
            BigDecimal by = exact(v.get(1));
            return by.signum() == 0 ? null : exact(v.get(0)).remainder(by);
          });
    }
    return Bound.strict(PrimitiveType.FLOAT64, v -> reals(sign, real(v.get(0)), real(v.get(1))));
  }

  private static @Nullable Double reals(String sign, double a, double b) {
    return switch (sign) {
      case "+" -> a + b;
      case "-" -> a - b;
      case "*" -> a * b;
      case "%" -> b == 0 ? null : a % b;
      default -> b == 0 ? null : a / b;
    };
  }

  private static @Nullable Bound negated(DataType type) {
    if (isExact(type)) {
      return Bound.strict(EXACT, v -> exact(v.get(0)).negate());
    }
    return isNumber(type) ? Bound.strict(PrimitiveType.FLOAT64, v -> -real(v.get(0))) : null;
  }

  private static @Nullable Bound absolute(DataType type) {
    if (isExact(type)) {
      return Bound.strict(EXACT, v -> exact(v.get(0)).abs());
    }
    return isNumber(type)
        ? Bound.strict(PrimitiveType.FLOAT64, v -> Math.abs(real(v.get(0))))
        : null;
  }

  /** Letters one by one: DuckDB's upper case of ß is one letter as well. */
  private static @Nullable Bound mapped(List<DataType> types, IntUnaryOperator letters) {
    if (!areTexts(types) || types.size() != 1) {
      return null;
    }
    return Bound.strict(
        PrimitiveType.VARCHAR,
        v -> {
          StringBuilder text = new StringBuilder();
          ((String) v.get(0)).codePoints().map(letters).forEach(text::appendCodePoint);
          return text.toString();
        });
  }

  private static Long points(Object text) {
    String string = (String) text;
    return (long) string.codePointCount(0, string.length());
  }

  /** A part that begins at the first letter or later, by constants. */
  private static @Nullable Bound part(
      String name, List<SortExpression> arguments, List<DataType> types) {
    int from = 1;
    int count = Integer.MAX_VALUE;
    boolean left = name.equals("left");
    if (types.get(0) != PrimitiveType.VARCHAR || arguments.size() < 2 || arguments.size() > 3) {
      return null;
    }
    for (int i = 1; i < arguments.size(); i++) {
      Integer number = natural(arguments.get(i));
      if (number == null || (left && i == 2)) {
        return null;
      }
      if (i == 1 && !left) {
        from = number;
      } else {
        count = number;
      }
    }
    if (from < 1) {
      return null;
    }
    int first = from - 1;
    int most = count;
    return Bound.strict(
        PrimitiveType.VARCHAR,
        v -> {
          int[] letters = ((String) v.get(0)).codePoints().skip(first).limit(most).toArray();
          return new String(letters, 0, letters.length);
        });
  }

  private static @Nullable Integer natural(SortExpression expression) {
    return expression instanceof Constant constant
            && constant.value() instanceof BigDecimal number
            && number.scale() == 0
            && number.signum() >= 0
            && number.precision() <= 6
        ? (Integer) number.intValueExact()
        : null;
  }

  private static @Nullable String text(SortExpression expression) {
    return expression instanceof Constant constant && constant.value() instanceof String text
        ? text.toLowerCase(java.util.Locale.ROOT)
        : null;
  }

  private static @Nullable Bound coalesce(List<DataType> types) {
    DataType type = types.get(0);
    boolean exact = types.stream().allMatch(SortFunction::isExact);
    if (!exact && !types.stream().allMatch(type::equals)) {
      return null;
    }
    return new Bound(
        exact ? EXACT : type,
        values -> {
          for (Object value : values) {
            if (value != null) {
              return exact ? exact(value) : value;
            }
          }
          return null;
        });
  }

  private static @Nullable Bound truncated(List<SortExpression> arguments) {
    String unit = arguments.size() == 2 ? text(arguments.get(0)) : null;
    DataType type = arguments.get(arguments.size() - 1).type();
    if (unit == null || !SortCalendar.isDated(type)) {
      return null;
    }
    Function<Object, Object> cut = SortCalendar.of(type).truncated(unit);
    return cut == null ? null : Bound.strict(type, v -> cut.apply(v.get(1)));
  }

  private static @Nullable Bound field(@Nullable String unit, DataType type, int argument) {
    if (unit == null || !SortCalendar.isDated(type)) {
      return null;
    }
    Function<Object, @Nullable Object> field = SortCalendar.of(type).field(unit);
    return field == null
        ? null
        : Bound.strict(PrimitiveType.INT64, v -> field.apply(v.get(argument)));
  }
}
