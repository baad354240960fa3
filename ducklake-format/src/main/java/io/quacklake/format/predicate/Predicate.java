package io.quacklake.format.predicate;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A filter over named columns, with SQL's three-valued logic: a row passes only if the result is
 * TRUE. Columns are dotted names with SQL's quoting ({@link ColumnPath}), constants are what {@link
 * Literal} accepts; both are fitted to a table only when the predicate is bound. {@code toString}
 * is SQL that {@link #parse} reads back as an equal predicate.
 */
public sealed interface Predicate {
  /** TRUE if all parts are. */
  record And(List<Predicate> parts) implements Predicate {
    public And {
      parts = atLeastTwo(parts);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.and(this);
    }

    @Override
    public String toString() {
      return PredicatePrinter.print(this);
    }
  }

  /** TRUE if any part is. */
  record Or(List<Predicate> parts) implements Predicate {
    public Or {
      parts = atLeastTwo(parts);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.or(this);
    }

    @Override
    public String toString() {
      return PredicatePrinter.print(this);
    }
  }

  /** TRUE if the part is FALSE; unknown stays unknown. */
  record Not(Predicate part) implements Predicate {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.not(this);
    }

    @Override
    public String toString() {
      return PredicatePrinter.print(this);
    }
  }

  /** A column compared with a constant. */
  record Comparison(ColumnPath column, Operator operator, Literal literal) implements Predicate {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.comparison(this);
    }

    @Override
    public String toString() {
      return PredicatePrinter.print(this);
    }
  }

  /** TRUE if the column equals one of the constants, of which there is at least one. */
  record In(ColumnPath column, List<Literal> literals) implements Predicate {
    public In {
      literals = List.copyOf(literals);
      if (literals.isEmpty()) {
        throw new IllegalArgumentException("IN needs at least one value");
      }
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.in(this);
    }

    @Override
    public String toString() {
      return PredicatePrinter.print(this);
    }
  }

  /** TRUE if the column is NULL, else FALSE. */
  record IsNull(ColumnPath column) implements Predicate {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.isNull(this);
    }

    @Override
    public String toString() {
      return PredicatePrinter.print(this);
    }
  }

  /**
   * A text matched against a pattern: {@code %} is any text, {@code _} one character, all else
   * itself. As in DuckDB there is no escape character.
   */
  record Like(ColumnPath column, String pattern, CaseRule caseRule) implements Predicate {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.like(this);
    }

    @Override
    public String toString() {
      return PredicatePrinter.print(this);
    }
  }

  /** A result that depends on no row; a comparison with NULL is {@code UNKNOWN}. */
  enum Constant implements Predicate {
    TRUE,
    FALSE,
    UNKNOWN;

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.constant(this);
    }

    @Override
    public String toString() {
      return PredicatePrinter.print(this);
    }
  }

  /** How two values are compared. */
  enum Operator {
    EQ("="),
    NOT_EQ("<>"),
    LT("<"),
    LT_EQ("<="),
    GT(">"),
    GT_EQ(">=");

    private final String sql;

    Operator(String sql) {
      this.sql = sql;
    }

    public String sql() {
      return sql;
    }

    /** The operator that SQL writes so, {@code ==} and {@code !=} included; null if none is. */
    public static @Nullable Operator ofSql(String text) {
      return switch (text) {
        case "=", "==" -> EQ;
        case "<>", "!=" -> NOT_EQ;
        case "<" -> LT;
        case "<=" -> LT_EQ;
        case ">" -> GT;
        case ">=" -> GT_EQ;
        default -> null;
      };
    }

    /** Whether a value passes that compares so to the constant. */
    public boolean test(int comparison) {
      return switch (this) {
        case EQ -> comparison == 0;
        case NOT_EQ -> comparison != 0;
        case LT -> comparison < 0;
        case LT_EQ -> comparison <= 0;
        case GT -> comparison > 0;
        case GT_EQ -> comparison >= 0;
      };
    }

    /** The operator that is TRUE where this one is FALSE. */
    public Operator negated() {
      return switch (this) {
        case EQ -> NOT_EQ;
        case NOT_EQ -> EQ;
        case LT -> GT_EQ;
        case LT_EQ -> GT;
        case GT -> LT_EQ;
        case GT_EQ -> LT;
      };
    }

    /** The operator for swapped sides. */
    public Operator flipped() {
      return switch (this) {
        case EQ, NOT_EQ -> this;
        case LT -> GT;
        case LT_EQ -> GT_EQ;
        case GT -> LT;
        case GT_EQ -> LT_EQ;
      };
    }
  }

  /** LIKE or ILIKE. */
  enum CaseRule {
    SENSITIVE,
    INSENSITIVE
  }

  <R> R accept(Visitor<R> visitor);

  /**
   * Reads SQL's conditions over columns and constants: comparisons, IN, BETWEEN, IS NULL, LIKE,
   * ILIKE, AND, OR, NOT, parentheses.
   *
   * @throws io.quacklake.format.InvalidPredicateException with the position of what cannot be read
   */
  static Predicate parse(String sql) {
    return new PredicateParser(sql).parse();
  }

  static Predicate equal(String column, Object value) {
    return compare(column, Operator.EQ, value);
  }

  static Predicate notEqual(String column, Object value) {
    return compare(column, Operator.NOT_EQ, value);
  }

  static Predicate less(String column, Object value) {
    return compare(column, Operator.LT, value);
  }

  static Predicate lessOrEqual(String column, Object value) {
    return compare(column, Operator.LT_EQ, value);
  }

  static Predicate greater(String column, Object value) {
    return compare(column, Operator.GT, value);
  }

  static Predicate greaterOrEqual(String column, Object value) {
    return compare(column, Operator.GT_EQ, value);
  }

  static Predicate compare(String column, Operator operator, Object value) {
    return new Comparison(ColumnPath.parse(column), operator, Literal.of(value));
  }

  /** Both bounds are included. */
  static Predicate between(String column, Object least, Object greatest) {
    return and(greaterOrEqual(column, least), lessOrEqual(column, greatest));
  }

  /** A NULL among the values makes the result unknown where it would be FALSE, as in SQL. */
  static Predicate in(String column, Collection<? extends @Nullable Object> values) {
    List<Literal> literals =
        values.stream().filter(Objects::nonNull).map(value -> Literal.of(value)).toList();
    return in(ColumnPath.parse(column), literals, literals.size() < values.size());
  }

  static Predicate in(String column, Object... values) {
    return in(column, Arrays.asList(values));
  }

  private static Predicate in(ColumnPath column, List<Literal> literals, boolean withNull) {
    Predicate found = literals.isEmpty() ? Constant.FALSE : new In(column, literals);
    return withNull ? or(found, Constant.UNKNOWN) : found;
  }

  static Predicate isNull(String column) {
    return new IsNull(ColumnPath.parse(column));
  }

  static Predicate isNotNull(String column) {
    return not(isNull(column));
  }

  static Predicate like(String column, String pattern) {
    return new Like(ColumnPath.parse(column), pattern, CaseRule.SENSITIVE);
  }

  static Predicate ilike(String column, String pattern) {
    return new Like(ColumnPath.parse(column), pattern, CaseRule.INSENSITIVE);
  }

  static Predicate not(Predicate part) {
    return new Not(part);
  }

  /** All of them; TRUE if there are none. */
  static Predicate and(Predicate... parts) {
    return parts.length == 0
        ? Constant.TRUE
        : parts.length == 1 ? parts[0] : new And(List.of(parts));
  }

  /** Any of them; FALSE if there are none. */
  static Predicate or(Predicate... parts) {
    return parts.length == 0
        ? Constant.FALSE
        : parts.length == 1 ? parts[0] : new Or(List.of(parts));
  }

  private static List<Predicate> atLeastTwo(List<Predicate> parts) {
    if (parts.size() < 2) {
      throw new IllegalArgumentException("AND and OR need two parts, got " + parts.size());
    }
    return List.copyOf(parts);
  }

  /** One method for each kind of predicate. */
  interface Visitor<R> {
    R and(And and);

    R or(Or or);

    R not(Not not);

    R comparison(Comparison comparison);

    R in(In in);

    R isNull(IsNull isNull);

    R like(Like like);

    R constant(Constant constant);
  }
}
