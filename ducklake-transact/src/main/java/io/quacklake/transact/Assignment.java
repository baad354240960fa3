package io.quacklake.transact;

import io.quacklake.format.InvalidPredicateException;
import io.quacklake.format.predicate.ColumnPath;
import io.quacklake.format.predicate.Literal;
import io.quacklake.transact.internal.request.AssignmentText;
import org.jspecify.annotations.Nullable;

/** What an update gives a column. */
public sealed interface Assignment {

  /** A constant, the same for all rows; null is NULL. */
  record Constant(@Nullable Literal literal) implements Assignment {}

  /** What another column has. */
  record Copy(ColumnPath column) implements Assignment {}

  /** A column combined with a constant. */
  record Arithmetic(ColumnPath column, Operator operator, Literal literal) implements Assignment {}

  /** How a column and a constant are combined. */
  enum Operator {
    PLUS("+"),
    MINUS("-"),
    TIMES("*"),
    DIVIDED_BY("/"),
    CONCATENATED_WITH("||");

    private final String sign;

    Operator(String sign) {
      this.sign = sign;
    }

    public String sign() {
      return sign;
    }
  }

  /** A constant of the kinds that {@link Literal} accepts; null is NULL. */
  static Assignment value(@Nullable Object value) {
    return new Constant(value == null ? null : Literal.of(value));
  }

  static Assignment column(String column) {
    return new Copy(ColumnPath.parse(column));
  }

  /**
   * Reads a constant of SQL, the name of a column, or a column combined with a constant: {@code
   * 'new'}, {@code DATE '2026-01-31'}, {@code NULL}, {@code other}, {@code amount * 1.1}.
   *
   * @throws InvalidPredicateException if the text is none of them
   */
  static Assignment parse(String text) {
    return AssignmentText.parse(text);
  }
}
