package io.quacklake.transact;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.jspecify.annotations.Nullable;

/**
 * Types of the model's columns, with values as plain Java objects: integers as {@code Long},
 * floating point numbers as {@code Double}, decimals without trailing zeros, so that a value stays
 * equal when its column is widened.
 */
enum ModelType {
  BIGINT("BIGINT", new ArrowType.Int(64, true)),
  INTEGER("INTEGER", new ArrowType.Int(32, true)),
  VARCHAR("VARCHAR", new ArrowType.Utf8()),
  FLOAT("FLOAT", new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE)),
  DOUBLE("DOUBLE", new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE)),
  DECIMAL("DECIMAL(9,2)", new ArrowType.Decimal(9, 2, 128)),
  WIDE_DECIMAL("DECIMAL(30,4)", new ArrowType.Decimal(30, 4, 128)),
  DATE("DATE", new ArrowType.Date(DateUnit.DAY)),
  BOOLEAN("BOOLEAN", new ArrowType.Bool()),
  LIST("INTEGER[]", new ArrowType.List()),
  STRUCT("STRUCT(a INTEGER, b VARCHAR)", new ArrowType.Struct());

  /** Those that a new column may have. */
  static final List<ModelType> NEW =
      List.of(INTEGER, VARCHAR, FLOAT, DECIMAL, DATE, BOOLEAN, LIST, STRUCT);

  private static final List<String> TEXTS =
      List.of("", "a", "it's", "ünï ✓", "x,y=z %20/", "back\\slash", "NULL", "long".repeat(90));
  private static final List<Double> REALS =
      List.of(0.5, -0.0, 0.0, 1e30, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY);

  private final String sql;
  private final ArrowType arrow;

  ModelType(String sql, ArrowType arrow) {
    this.sql = sql;
    this.arrow = arrow;
  }

  String sql() {
    return sql;
  }

  boolean isInteger() {
    return this == INTEGER || this == BIGINT;
  }

  boolean isNested() {
    return this == LIST || this == STRUCT;
  }

  /** The type that a column of this one can be widened to; null if there is none. */
  @Nullable ModelType wider() {
    return switch (this) {
      case INTEGER -> BIGINT;
      case FLOAT -> DOUBLE;
      case DECIMAL -> WIDE_DECIMAL;
      default -> null;
    };
  }

  Field field(String name) {
    List<Field> children =
        switch (this) {
          case LIST -> List.of(INTEGER.field("element"));
          case STRUCT -> List.of(INTEGER.field("a"), VARCHAR.field("b"));
          default -> List.of();
        };
    return new Field(name, FieldType.nullable(arrow), children);
  }

  /** One of its values; a fifth is NULL. */
  @Nullable Object value(int choice) {
    if (choice % 5 == 0) {
      return null;
    }
    return switch (this) {
      case BIGINT, INTEGER -> (long) choice % 20 - 3;
      case VARCHAR -> TEXTS.get(choice % TEXTS.size());
      case FLOAT, DOUBLE -> (double) REALS.get(choice % REALS.size()).floatValue();
      case DECIMAL, WIDE_DECIMAL -> decimal(BigDecimal.valueOf(choice % 1000 - 300, 2));
      case DATE -> LocalDate.ofEpochDay(choice * 97L % 40_000 - 3000);
      case BOOLEAN -> choice % 2 == 0;
      case LIST ->
          Arrays.asList(INTEGER.value(choice / 5), 7L, INTEGER.value(choice / 7))
              .subList(0, choice % 4);
      case STRUCT -> Arrays.asList(INTEGER.value(choice / 5), VARCHAR.value(choice / 7));
    };
  }

  /** A value as SQL writes it, for defaults: the text that DuckDB casts. */
  String defaultText(Object value) {
    return value instanceof BigDecimal decimal ? decimal.toPlainString() : value.toString();
  }

  void write(FieldVector vector, int row, @Nullable Object value) {
    if (value == null) {
      if (vector instanceof ListVector list) {
        list.setNull(row);
      } else if (vector instanceof StructVector struct) {
        struct.setNull(row);
        write(struct, row, Arrays.asList(null, null));
      } else {
        vector.setNull(row);
      }
      return;
    }
    switch (this) {
      case BIGINT -> ((BigIntVector) vector).setSafe(row, (Long) value);
      case INTEGER -> ((IntVector) vector).setSafe(row, ((Long) value).intValue());
      case VARCHAR ->
          ((VarCharVector) vector).setSafe(row, ((String) value).getBytes(StandardCharsets.UTF_8));
      case FLOAT -> ((Float4Vector) vector).setSafe(row, ((Double) value).floatValue());
      case DOUBLE -> ((Float8Vector) vector).setSafe(row, (Double) value);
      case DECIMAL, WIDE_DECIMAL -> {
        int scale = ((ArrowType.Decimal) arrow).getScale();
        ((DecimalVector) vector).setSafe(row, ((BigDecimal) value).setScale(scale));
      }
      case DATE -> ((DateDayVector) vector).setSafe(row, (int) ((LocalDate) value).toEpochDay());
      case BOOLEAN -> ((BitVector) vector).setSafe(row, (Boolean) value ? 1 : 0);
      case LIST -> {
        ListVector list = (ListVector) vector;
        List<?> elements = (List<?>) value;
        int start = list.startNewValue(row);
        for (int i = 0; i < elements.size(); i++) {
          INTEGER.write(list.getDataVector(), start + i, elements.get(i));
        }
        list.endValue(row, elements.size());
      }
      case STRUCT -> {
        ((StructVector) vector).setIndexDefined(row);
        write((StructVector) vector, row, (List<?>) value);
      }
    }
  }

  private static void write(StructVector struct, int row, List<?> fields) {
    INTEGER.write((FieldVector) struct.getChildByOrdinal(0), row, fields.get(0));
    VARCHAR.write((FieldVector) struct.getChildByOrdinal(1), row, fields.get(1));
  }

  /** What a scan gives, in the model's form. */
  static @Nullable Object plain(@Nullable Object value) {
    if (value instanceof Integer integer) {
      return integer.longValue();
    }
    if (value instanceof Float real) {
      return real.doubleValue();
    }
    if (value instanceof BigDecimal decimal) {
      return decimal(decimal);
    }
    if (value instanceof List<?> list) {
      List<@Nullable Object> elements = new ArrayList<>();
      list.forEach(each -> elements.add(plain(each)));
      return elements;
    }
    if (value instanceof Map<?, ?> struct) { // without the fields that are NULL
      return Arrays.asList(plain(struct.get("a")), plain(struct.get("b")));
    }
    return value instanceof org.apache.arrow.vector.util.Text text ? text.toString() : value;
  }

  private static BigDecimal decimal(BigDecimal value) {
    return value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros();
  }
}
