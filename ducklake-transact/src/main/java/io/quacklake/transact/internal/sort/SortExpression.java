package io.quacklake.transact.internal.sort;

import io.quacklake.format.FieldId;
import io.quacklake.format.UnsupportedFeatureException;
import io.quacklake.format.schema.Column;
import io.quacklake.format.type.DataType;
import io.quacklake.transact.internal.sort.SortFunction.Bound;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a table is sorted by: a column, or something made of columns. Its values come in the order
 * in which DuckDB's come; they need not be the same (a truncated date stays a date).
 */
public sealed interface SortExpression {
  /** The type of the values, which says their order. */
  DataType type();

  /**
   * The value for a row.
   *
   * @param row the values of columns by their places
   */
  @Nullable Object value(Function<Integer, @Nullable Object> row);

  /**
   * The SQL of it, as DuckDB writes it.
   *
   * @param names of columns
   */
  String sql(Function<FieldId, String> names);

  /** A column of the table. */
  record ColumnKey(int place, Column column) implements SortExpression {
    @Override
    public DataType type() {
      return column.type();
    }

    @Override
    public @Nullable Object value(Function<Integer, @Nullable Object> row) {
      return row.apply(place);
    }

    @Override
    public String sql(Function<FieldId, String> names) {
      return SqlNames.quoted(names.apply(column.id()));
    }
  }

  /** A number or a text. */
  record Constant(DataType type, Object value, String text) implements SortExpression {
    @Override
    public Object value(Function<Integer, @Nullable Object> row) {
      return value;
    }

    @Override
    public String sql(Function<FieldId, String> names) {
      return text;
    }
  }

  /**
   * A function of others.
   *
   * @param form how it is written, with {@code %s} for each argument
   */
  record Call(String form, Bound function, List<SortExpression> arguments)
      implements SortExpression {
    public Call {
      arguments = List.copyOf(arguments);
    }

    @Override
    public DataType type() {
      return function.type();
    }

    @Override
    public @Nullable Object value(Function<Integer, @Nullable Object> row) {
      List<@Nullable Object> values = new ArrayList<>(arguments.size());
      for (SortExpression argument : arguments) {
        values.add(argument.value(row));
      }
      return function.of().apply(values);
    }

    @Override
    public String sql(Function<FieldId, String> names) {
      return form.formatted(arguments.stream().map(each -> each.sql(names)).toArray());
    }
  }

  /**
   * Reads an expression.
   *
   * @throws UnsupportedFeatureException if it cannot be evaluated here
   */
  static SortExpression parse(String sql, List<Column> columns) {
    return new SortExpressionParser(sql, columns).parse();
  }

  /** The same; empty if it cannot be evaluated here. */
  static Optional<SortExpression> read(String sql, List<Column> columns) {
    try {
      return Optional.of(parse(sql, columns));
    } catch (UnsupportedFeatureException beyond) {
      return Optional.empty();
    }
  }
}
