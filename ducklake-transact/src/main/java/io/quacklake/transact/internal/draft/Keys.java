package io.quacklake.transact.internal.draft;

import io.quacklake.format.FormatVersion;
import io.quacklake.format.TableRef;
import io.quacklake.format.UnsupportedFeatureException;
import io.quacklake.format.partition.PartitionField;
import io.quacklake.format.partition.SortField;
import io.quacklake.format.partition.Transform;
import io.quacklake.format.predicate.ColumnPath;
import io.quacklake.format.schema.Column;
import io.quacklake.format.type.DataType;
import io.quacklake.format.type.DecimalType;
import io.quacklake.format.type.PrimitiveType;
import io.quacklake.transact.internal.sort.SortExpression;
import io.quacklake.transact.internal.sort.SqlNames;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads keys of partition specs and sort orders as people write them. */
final class Keys {
  private static final Pattern CALL =
      Pattern.compile("\\s*([A-Za-z_]+)\\s*\\((.*)\\)\\s*", Pattern.DOTALL);
  private static final Pattern BUCKET = Pattern.compile("\\s*(\\d{1,9})\\s*,(.*)", Pattern.DOTALL);
  private static final Pattern SORT =
      Pattern.compile(
          "\\s*(.+?)(?:\\s+(ASC|DESC))?(?:\\s+NULLS\\s+(FIRST|LAST))?\\s*",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  /** A column, maybe with fields. */
  private static final Pattern NAME =
      Pattern.compile(
          "(?:[\\w$]+|\"(?:[^\"]|\"\")+\")(?:\\.(?:[\\w$]+|\"(?:[^\"]|\"\")+\"))*",
          Pattern.UNICODE_CHARACTER_CLASS);

  private static final Set<PrimitiveType> TIMESTAMPS =
      EnumSet.of(
          PrimitiveType.TIMESTAMP_S,
          PrimitiveType.TIMESTAMP_MS,
          PrimitiveType.TIMESTAMP,
          PrimitiveType.TIMESTAMP_NS,
          PrimitiveType.TIMESTAMPTZ,
          PrimitiveType.TIMESTAMPTZ_NS);

  private Keys() {}

  /** Reads {@code day}, {@code year(ts)}, {@code bucket(16, id)}. */
  static List<PartitionField> partitioning(List<String> keys, TableColumns columns) {
    List<PartitionField> fields = new ArrayList<>();
    for (String key : keys) {
      PartitionField field = partitionField(fields.size(), key, columns);
      for (PartitionField other : fields) {
        if (other.column().equals(field.column()) && other.transform().equals(field.transform())) {
          throw new IllegalArgumentException("The partition key " + key + " comes twice.");
        }
      }
      fields.add(field);
    }
    return fields;
  }

  private static PartitionField partitionField(int index, String key, TableColumns columns) {
    Matcher call = CALL.matcher(key);
    if (!call.matches()) {
      return field(index, key, key, new Transform.Identity(), columns);
    }
    String function = call.group(1).toLowerCase(Locale.ROOT);
    if (function.equals("bucket")) {
      Matcher bucket = BUCKET.matcher(call.group(2));
      if (!bucket.matches() || Integer.parseInt(bucket.group(1)) < 1) {
        throw new IllegalArgumentException(
            "Write a bucket key with the number of buckets first, as bucket(16, id); got " + key);
      }
      Transform transform = new Transform.Bucket(Integer.parseInt(bucket.group(1)));
      return field(index, key, bucket.group(2), transform, columns);
    }
    Transform transform = Transform.parse(function);
    if (transform instanceof Transform.Unknown) {
      throw new UnsupportedFeatureException(
          "partition transform " + function,
          "There is no partition transform "
              + function
              + ". Use a column, year, month, day, hour or bucket.");
    }
    return field(index, key, call.group(2), transform, columns);
  }

  private static PartitionField field(
      int index, String key, String name, Transform transform, TableColumns columns) {
    ColumnPath path = ColumnPath.parse(name.strip());
    if (path.names().size() > 1) {
      throw new UnsupportedFeatureException(
          "partitioning by a nested field",
          "Cannot partition by " + key + ": only columns of the table can be keys.");
    }
    Column column = columns.topLevel(path);
    if (transform instanceof Transform.Epoch
        && !columns.version().isAtLeast(FormatVersion.V1_1_DEV)) {
      throw new UnsupportedFeatureException(
          "partition transform " + transform,
          "Specification " + columns.version().text() + " has no " + transform + ".");
    }
    if (!fits(transform, column.type())) {
      throw new UnsupportedFeatureException(
          "partitioning " + column.type() + " by " + transform,
          "Cannot partition by "
              + key
              + ": "
              + column.name()
              + " is of type "
              + column.type()
              + ".");
    }
    return new PartitionField(index, column.id(), transform);
  }

  private static boolean fits(Transform transform, DataType type) {
    boolean timestamp = type instanceof PrimitiveType primitive && TIMESTAMPS.contains(primitive);
    if (transform instanceof Transform.Calendar calendar) {
      return timestamp || (type == PrimitiveType.DATE && calendar.unit() != Transform.Unit.HOUR);
    }
    if (transform instanceof Transform.Epoch epoch) {
      return timestamp || (type == PrimitiveType.DATE && epoch.unit() != Transform.Unit.HOUR);
    }
    return type instanceof PrimitiveType || type instanceof DecimalType;
  }

  /** Reads {@code ts DESC NULLS LAST} or {@code lower(name)}. */
  static List<SortField> sortOrder(List<String> keys, TableColumns columns) {
    List<SortField> fields = new ArrayList<>();
    for (String key : keys) {
      Matcher parts = SORT.matcher(key);
      if (!parts.matches()) {
        throw new IllegalArgumentException("Cannot read the sort key '" + key + "'.");
      }
      fields.add(
          new SortField(
              sortKey(key, parts.group(1), columns),
              "duckdb",
              "DESC".equalsIgnoreCase(parts.group(2)) ? "DESC" : "ASC",
              "FIRST".equalsIgnoreCase(parts.group(3)) ? "NULLS_FIRST" : "NULLS_LAST"));
    }
    return fields;
  }

  /** A column or an expression as DuckDB writes it. */
  private static String sortKey(String key, String text, TableColumns columns) {
    if (!NAME.matcher(text).matches()) {
      return SortExpression.parse(text, columns.columns()).sql(columns::topLevelName);
    }
    ColumnPath path = ColumnPath.parse(text);
    Column column = columns.topLevel(path);
    if (path.names().size() > 1 || column.type().isNested()) {
      throw new UnsupportedFeatureException(
          "sorting by a nested field",
          "Cannot sort by "
              + key
              + ": only columns of the table that are not nested can be"
              + " keys.");
    }
    return expression(column.name());
  }

  /**
   * A sort key after a column has another name; null if it cannot be told.
   *
   * @param before the columns with the old name
   * @param after the same columns with the new name
   */
  static @Nullable String renamed(String expression, TableColumns before, TableColumns after) {
    return SortExpression.read(expression, before.columns())
        .map(key -> key.sql(after::topLevelName))
        .orElse(null);
  }

  /** A column as SQL names it. */
  static String expression(String column) {
    return SqlNames.quoted(column);
  }

  /** Whether an expression is just that column. */
  static boolean isColumn(String expression, String column) {
    try {
      List<String> names = TableRef.split(expression.strip());
      return names.size() == 1 && names.get(0).equalsIgnoreCase(column);
    } catch (IllegalArgumentException notAName) {
      return false;
    }
  }

  /** Whether an expression may name that column somewhere. */
  static boolean mayName(String expression, String column) {
    return expression.toLowerCase(Locale.ROOT).contains(column.toLowerCase(Locale.ROOT));
  }
}
