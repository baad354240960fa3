package io.quacklake.format.predicate;

import io.quacklake.format.InvalidPredicateException;
import io.quacklake.format.internal.sql.SqlCursor;
import io.quacklake.format.internal.sql.SqlToken;
import io.quacklake.format.internal.sql.SqlToken.Kind;
import io.quacklake.format.internal.text.ValueCodec;
import io.quacklake.format.internal.text.ValueFormatException;
import io.quacklake.format.predicate.Predicate.CaseRule;
import io.quacklake.format.predicate.Predicate.Constant;
import io.quacklake.format.predicate.Predicate.Operator;
import io.quacklake.format.type.PrimitiveType;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the SQL of predicates by recursive descent. */
final class PredicateParser extends SqlCursor<InvalidPredicateException> {
  private static final int MAX_DEPTH = 200;

  private final String sql;
  private int depth;

  PredicateParser(String sql) {
    super(new PredicateTokens(sql).tokens());
    this.sql = sql;
  }

  Predicate parse() {
    Predicate predicate = or();
    if (peek().kind() != Kind.END) {
      throw failure(peek(), "expected AND, OR or the end");
    }
    return predicate;
  }

  private Predicate or() {
    List<Predicate> parts = new ArrayList<>(List.of(and()));
    while (acceptWord("OR")) {
      parts.add(and());
    }
    return parts.size() == 1 ? parts.get(0) : new Predicate.Or(parts);
  }

  private Predicate and() {
    List<Predicate> parts = new ArrayList<>(List.of(not()));
    while (acceptWord("AND")) {
      parts.add(not());
    }
    return parts.size() == 1 ? parts.get(0) : new Predicate.And(parts);
  }

  private Predicate not() {
    SqlToken token = peek();
    if (++depth > MAX_DEPTH) {
      throw PredicateTokens.failure(
          sql, token.position(), "more than " + MAX_DEPTH + " levels of NOT and parentheses");
    }
    try {
      if (acceptWord("NOT")) {
        return new Predicate.Not(not());
      }
      if (acceptSymbol("(")) {
        Predicate inside = or();
        expectSymbol(")");
        return inside;
      }
      return condition();
    } finally {
      depth--;
    }
  }

  private Predicate condition() {
    SqlToken first = peek();
    if (!startsColumn(first)) {
      return literalFirst(first);
    }
    ColumnPath column = column();
    Operator operator = acceptOperator();
    if (operator != null) {
      return comparison(column, operator, right());
    }
    if (acceptWord("IS")) {
      boolean negated = acceptWord("NOT");
      expectWord("NULL");
      return negated(new Predicate.IsNull(column), negated);
    }
    boolean negated = acceptWord("NOT");
    if (acceptWord("IN")) {
      return negated(in(column), negated);
    }
    if (acceptWord("BETWEEN")) {
      Predicate least = comparison(column, Operator.GT_EQ, right());
      expectWord("AND");
      Predicate greatest = comparison(column, Operator.LT_EQ, right());
      return negated(Predicate.and(least, greatest), negated);
    }
    SqlToken word = peek();
    if (acceptWord("LIKE") || acceptWord("ILIKE")) {
      CaseRule rule = word.isWord("LIKE") ? CaseRule.SENSITIVE : CaseRule.INSENSITIVE;
      return negated(like(column, rule), negated);
    }
    if (negated) {
      throw failure(peek(), "expected IN, BETWEEN, LIKE or ILIKE");
    }
    return new Predicate.Comparison(column, Operator.EQ, Literal.of(true));
  }

  /** {@code 3 < column}, TRUE, FALSE or NULL. */
  private Predicate literalFirst(SqlToken first) {
    Literal literal = literal();
    Operator operator = acceptOperator();
    if (operator != null) {
      if (!startsColumn(peek())) {
        throw failure(peek(), "expected a column");
      }
      return comparison(column(), operator.flipped(), literal);
    }
    if (literal == null) {
      return Constant.UNKNOWN;
    }
    if (literal.value() instanceof Boolean truth) {
      return truth ? Constant.TRUE : Constant.FALSE;
    }
    throw failure(first, "expected a condition");
  }

  private static Predicate comparison(
      ColumnPath column, Operator operator, @Nullable Literal literal) {
    return literal == null ? Constant.UNKNOWN : new Predicate.Comparison(column, operator, literal);
  }

  private Predicate in(ColumnPath column) {
    expectSymbol("(");
    List<Literal> literals = new ArrayList<>();
    boolean withNull = false;
    do {
      Literal literal = right();
      if (literal == null) {
        withNull = true;
      } else {
        literals.add(literal);
      }
    } while (acceptSymbol(","));
    expectSymbol(")");
    Predicate found = literals.isEmpty() ? Constant.FALSE : new Predicate.In(column, literals);
    return withNull ? Predicate.or(found, Constant.UNKNOWN) : found;
  }

  private Predicate like(ColumnPath column, CaseRule rule) {
    SqlToken pattern = take();
    if (pattern.isWord("NULL")) {
      return Constant.UNKNOWN;
    }
    if (pattern.kind() != Kind.STRING) {
      throw failure(pattern, "expected a pattern in single quotes");
    }
    if (peek().isWord("ESCAPE")) {
      throw failure(peek(), "ESCAPE is not supported");
    }
    return new Predicate.Like(column, pattern.text(), rule);
  }

  private static Predicate negated(Predicate predicate, boolean negated) {
    return negated ? new Predicate.Not(predicate) : predicate;
  }

  private boolean startsColumn(SqlToken token) {
    if (token.kind() == Kind.QUOTED_NAME) {
      return true;
    }
    return token.kind() == Kind.WORD
        && !ColumnPath.isReserved(token.text())
        && typedLiteralLength() == 0;
  }

  private ColumnPath column() {
    List<String> names = new ArrayList<>();
    do {
      SqlToken name = take();
      // after a dot every word is a name
      if (name.kind() != Kind.QUOTED_NAME && name.kind() != Kind.WORD) {
        throw failure(name, "expected a name");
      }
      names.add(name.text());
    } while (acceptSymbol("."));
    return new ColumnPath(names);
  }

  private @Nullable Literal right() {
    SqlToken token = peek();
    if (startsColumn(token)) {
      throw failure(token, "expected a constant; columns are compared with constants only");
    }
    return literal();
  }

  /** Null for NULL. */
  private @Nullable Literal literal() {
    int words = typedLiteralLength();
    if (words > 0) {
      return typedLiteral(words);
    }
    SqlToken token = take();
    return switch (token.kind()) {
      case STRING -> Literal.of(token.text());
      case NUMBER -> number(token, token.text());
      case SYMBOL -> {
        if ((token.isSymbol("-") || token.isSymbol("+")) && peek().kind() == Kind.NUMBER) {
          yield number(token, token.text() + take().text());
        }
        throw failure(token, "expected a column or a constant");
      }
      case WORD ->
          switch (token.upper()) {
            case "TRUE" -> Literal.of(true);
            case "FALSE" -> Literal.of(false);
            case "NULL" -> null;
            default -> throw failure(token, "expected a column or a constant");
          };
      default -> throw failure(token, "expected a column or a constant");
    };
  }

  private Literal number(SqlToken token, String text) {
    if (text.indexOf('e') < 0 && text.indexOf('E') < 0) {
      return Literal.of(new BigDecimal(text));
    }
    double value = Double.parseDouble(text);
    if (Double.isInfinite(value)) {
      throw failure(token, "the number is too large for a double");
    }
    return Literal.of(value);
  }

  /** How many words before a string make it a typed literal here; 0 if there is none. */
  private int typedLiteralLength() {
    SqlToken first = peek();
    if (first.kind() != Kind.WORD) {
      return 0;
    }
    if (at(1).kind() == Kind.STRING) {
      return ColumnPath.isReserved(first.text()) ? 0 : 1;
    }
    boolean zoned =
        (first.isWord("TIMESTAMP") || first.isWord("TIME"))
            && (at(1).isWord("WITH") || at(1).isWord("WITHOUT"))
            && at(2).isWord("TIME")
            && at(3).isWord("ZONE")
            && at(4).kind() == Kind.STRING;
    if (zoned) {
      return 4;
    }
    boolean precision =
        first.isWord("DOUBLE") && at(1).isWord("PRECISION") && at(2).kind() == Kind.STRING;
    return precision ? 2 : 0;
  }

  private Literal typedLiteral(int words) {
    SqlToken type = peek();
    String name = words == 4 && at(1).isWord("WITH") ? type.upper() + "TZ" : type.upper();
    skip(words);
    SqlToken text = take();
    try {
      return typedLiteral(type, name, text.text());
    } catch (ValueFormatException notAValue) {
      throw PredicateTokens.failure(sql, text.position(), String.valueOf(notAValue.getMessage()));
    }
  }

  private Literal typedLiteral(SqlToken type, String name, String text) {
    return switch (name) {
      case "DATE" -> Literal.date((Long) ValueCodec.parse(PrimitiveType.DATE, text));
      case "TIME", "TIME_NS" -> Literal.time((Long) ValueCodec.parse(PrimitiveType.TIME_NS, text));
      case "TIMETZ" -> Literal.of(ValueCodec.parse(PrimitiveType.TIMETZ, text));
      case "TIMESTAMP", "DATETIME", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_US", "TIMESTAMP_NS" ->
          Literal.timestamp(ValueCodec.parseInstant(PrimitiveType.TIMESTAMP, text));
      case "TIMESTAMPTZ", "TIMESTAMPTZ_NS" ->
          Literal.timestampTz(ValueCodec.parseInstant(PrimitiveType.TIMESTAMPTZ, text));
      case "INTERVAL" -> Literal.of(ValueCodec.parse(PrimitiveType.INTERVAL, text));
      case "UUID" -> Literal.of(ValueCodec.parse(PrimitiveType.UUID, text));
      case "BLOB", "BYTEA" -> Literal.of(ValueCodec.parse(PrimitiveType.BLOB, text));
      case "BOOLEAN", "BOOL" -> Literal.of(ValueCodec.parse(PrimitiveType.BOOLEAN, text));
      case "VARCHAR", "TEXT", "STRING", "JSON" -> Literal.of(text);
      case "FLOAT", "REAL" -> Literal.of(ValueCodec.parse(PrimitiveType.FLOAT32, text));
      case "DOUBLE" -> Literal.of(ValueCodec.parse(PrimitiveType.FLOAT64, text));
      case "DECIMAL", "NUMERIC" -> Literal.of(exact(text));
      case "INTEGER", "INT", "BIGINT", "SMALLINT", "TINYINT", "HUGEINT", "UBIGINT" ->
          Literal.of(ValueCodec.parse(PrimitiveType.INT128, text));
      default -> throw failure(type, "unknown type of constant " + name);
    };
  }

  private static BigDecimal exact(String text) {
    try {
      return new BigDecimal(text.strip());
    } catch (NumberFormatException notANumber) {
      throw new ValueFormatException("'" + text + "' is not a decimal number");
    }
  }

  private @Nullable Operator acceptOperator() {
    SqlToken token = peek();
    if (token.kind() != Kind.SYMBOL) {
      return null;
    }
    Operator operator = Operator.ofSql(token.text());
    if (operator != null) {
      skip(1);
    }
    return operator;
  }

  @Override
  protected InvalidPredicateException unexpected(SqlToken found, String wanted) {
    return failure(found, "expected " + wanted);
  }

  private InvalidPredicateException failure(SqlToken token, String problem) {
    String found = token.kind() == Kind.END ? "the text ends" : "found '" + token.text() + "'";
    return PredicateTokens.failure(sql, token.position(), problem + ", " + found);
  }
}
