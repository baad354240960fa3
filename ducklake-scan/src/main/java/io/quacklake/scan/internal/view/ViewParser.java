package io.quacklake.scan.internal.view;

import io.quacklake.format.internal.sql.SqlCursor;
import io.quacklake.format.internal.sql.SqlToken;
import io.quacklake.format.internal.sql.SqlToken.Kind;
import io.quacklake.format.predicate.ColumnPath;
import io.quacklake.format.predicate.Literal;
import io.quacklake.format.predicate.Predicate;
import io.quacklake.format.predicate.Predicate.CaseRule;
import io.quacklake.format.predicate.Predicate.Constant;
import io.quacklake.format.predicate.Predicate.Operator;
import io.quacklake.scan.internal.view.ViewQuery.Item;
import io.quacklake.scan.internal.view.ViewQuery.Relation;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the SQL of a view as the reference stores it: its parser's print of the query, with every
 * condition in parentheses and every alias after AS. Whatever else it meets, it refuses.
 */
final class ViewParser extends SqlCursor<NeedsEngine> {
  private static final int MAX_DEPTH = 100;

  /** Words that are no names without quotes, or that stand for a value. */
  private static final Set<String> KEYWORDS =
      Set.of(
          ("ALL ANALYSE ANALYZE AND ANTI ANY ARRAY AS ASC ASOF ASYMMETRIC AT BETWEEN BOTH CASE CAST"
                  + " CHECK COLLATE COLLATION COLUMN COLUMNS CONSTRAINT CREATE CROSS CURRENT_CATALOG"
                  + " CURRENT_DATE CURRENT_ROLE CURRENT_SCHEMA CURRENT_TIME CURRENT_TIMESTAMP"
                  + " CURRENT_USER DEFAULT DEFERRABLE DESC DESCRIBE DISTINCT DO ELSE END ESCAPE"
                  + " EXCEPT EXISTS FALSE FETCH FOR FOREIGN FROM FULL GLOB GRANT GROUP HAVING ILIKE"
                  + " IN INITIALLY INNER INTERSECT INTERVAL INTO IS ISNULL JOIN LAMBDA LATERAL LEADING"
                  + " LEFT LIKE LIMIT LOCALTIME LOCALTIMESTAMP NATURAL NOT NOTNULL NULL OFFSET ON ONLY"
                  + " OR ORDER OUTER OVERLAPS PIVOT PLACING POSITIONAL PRIMARY QUALIFY REFERENCES"
                  + " RETURNING RIGHT SAMPLE SELECT SEMI SESSION_USER SHOW SIMILAR SOME SUMMARIZE"
                  + " SYMMETRIC TABLE TABLESAMPLE THEN TO TRAILING TRUE TRY_CAST UNION UNIQUE UNPIVOT"
                  + " USER USING VALUES VARIADIC WHEN WHERE WINDOW WITH")
              .split(" "));

  private int depth;

  private ViewParser(List<SqlToken> tokens) {
    super(tokens);
  }

  /**
   * @throws NeedsEngine if the text is anything but a plain selection of one table
   */
  static ViewQuery parse(String sql) throws NeedsEngine {
    ViewParser parser = new ViewParser(new ViewTokens(sql).tokens());
    parser.expectWord("SELECT");
    List<Item> items = parser.acceptSymbol("*") ? null : parser.items();
    parser.expectWord("FROM");
    Relation relation = parser.relation();
    Predicate filter = parser.acceptWord("WHERE") ? parser.or() : null;
    if (parser.peek().kind() != Kind.END) {
      throw parser.unexpected("the end");
    }
    return new ViewQuery(items, relation, filter);
  }

  private List<Item> items() throws NeedsEngine {
    List<Item> items = new ArrayList<>();
    do {
      items.add(new Item(names(), acceptWord("AS") ? name() : null));
    } while (acceptSymbol(","));
    return items;
  }

  private Relation relation() throws NeedsEngine {
    List<String> path = names();
    if (path.size() > 3) {
      throw new NeedsEngine("it reads " + String.join(".", path));
    }
    return new Relation(path, acceptWord("AS") ? name() : null);
  }

  /** Names with dots between; the place holder for the lake may be the first. */
  private List<String> names() throws NeedsEngine {
    List<String> names = new ArrayList<>();
    if (peek().isSymbol(ViewTokens.CATALOG)) {
      names.add(take().text());
      expectSymbol(".");
    }
    do {
      names.add(name());
    } while (acceptSymbol("."));
    return names;
  }

  private String name() throws NeedsEngine {
    if (!startsName(peek())) {
      throw unexpected("a name");
    }
    return take().text();
  }

  private static boolean startsName(SqlToken token) {
    return (token.kind() == Kind.QUOTED_NAME && !token.text().isEmpty())
        || (token.kind() == Kind.WORD && !KEYWORDS.contains(token.upper()));
  }

  private Predicate or() throws NeedsEngine {
    Predicate all = and();
    while (acceptWord("OR")) {
      all = Predicate.or(all, and());
    }
    return all;
  }

  private Predicate and() throws NeedsEngine {
    Predicate all = not();
    while (acceptWord("AND")) {
      all = Predicate.and(all, not());
    }
    return all;
  }

  private Predicate not() throws NeedsEngine {
    if (++depth > MAX_DEPTH) {
      throw new NeedsEngine("its condition is nested too deep");
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

  private Predicate condition() throws NeedsEngine {
    if (!startsColumn()) {
      return literalFirst();
    }
    ColumnPath column = new ColumnPath(names());
    Operator operator = acceptOperator();
    if (operator != null) {
      return comparison(column, operator, literal());
    }
    if (acceptSymbol("~~") || acceptWord("LIKE")) {
      return like(column);
    }
    if (acceptSymbol("!~~")) {
      return new Predicate.Not(like(column));
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
      Predicate least = comparison(column, Operator.GT_EQ, literal());
      expectWord("AND");
      return negated(Predicate.and(least, comparison(column, Operator.LT_EQ, literal())), negated);
    }
    if (negated) {
      if (acceptWord("LIKE")) {
        return new Predicate.Not(like(column));
      }
      throw unexpected("IN, BETWEEN or LIKE");
    }
    return new Predicate.Comparison(column, Operator.EQ, Literal.of(true));
  }

  /** A column, but not the type of a constant such as {@code DATE '2026-01-01'}. */
  private boolean startsColumn() {
    SqlToken token = peek();
    return token.isSymbol(ViewTokens.CATALOG) || (startsName(token) && at(1).kind() != Kind.STRING);
  }

  /** {@code 3 < column}, TRUE, FALSE or NULL. */
  private Predicate literalFirst() throws NeedsEngine {
    SqlToken first = peek();
    Literal literal = literal();
    Operator operator = acceptOperator();
    if (operator != null) {
      if (!startsColumn()) {
        throw unexpected("a column");
      }
      return comparison(new ColumnPath(names()), operator.flipped(), literal);
    }
    if (literal == null) {
      return Constant.UNKNOWN;
    }
    if (literal.value() instanceof Boolean truth) {
      return truth ? Constant.TRUE : Constant.FALSE;
    }
    throw unexpected(first, "a condition");
  }

  private static Predicate comparison(
      ColumnPath column, Operator operator, @Nullable Literal literal) {
    return literal == null ? Constant.UNKNOWN : new Predicate.Comparison(column, operator, literal);
  }

  private Predicate in(ColumnPath column) throws NeedsEngine {
    expectSymbol("(");
    List<Literal> literals = new ArrayList<>();
    boolean withNull = false;
    do {
      Literal literal = literal();
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

  private Predicate like(ColumnPath column) throws NeedsEngine {
    SqlToken pattern = take();
    if (pattern.kind() != Kind.STRING || pattern.text().indexOf('\\') >= 0) {
      throw unexpected(pattern, "a pattern without a backslash");
    }
    return new Predicate.Like(column, pattern.text(), CaseRule.SENSITIVE);
  }

  private static Predicate negated(Predicate predicate, boolean negated) {
    return negated ? new Predicate.Not(predicate) : predicate;
  }

  /** Null for NULL. */
  private @Nullable Literal literal() throws NeedsEngine {
    SqlToken token = take();
    if (token.kind() == Kind.STRING) {
      return Literal.of(token.text());
    }
    if (token.kind() == Kind.NUMBER) {
      return ViewLiterals.number(token.text());
    }
    if (token.isSymbol("-") && peek().kind() == Kind.NUMBER) {
      return ViewLiterals.number("-" + take().text());
    }
    if (token.isWord("NULL")) {
      return null;
    }
    if (token.isWord("TRUE") || token.isWord("FALSE")) {
      return Literal.of(token.isWord("TRUE"));
    }
    if (token.isWord("CAST")) {
      expectSymbol("(");
      SqlToken text = take();
      if (text.kind() != Kind.STRING) {
        throw unexpected(text, "a text, as other values are not cast here");
      }
      expectWord("AS");
      Literal literal = ViewLiterals.cast(text.text(), typeName());
      expectSymbol(")");
      return literal;
    }
    if (token.kind() == Kind.WORD && peek().kind() == Kind.STRING) {
      return ViewLiterals.cast(take().text(), token.text());
    }
    throw unexpected(token, "a constant");
  }

  private String typeName() {
    StringBuilder name = new StringBuilder(take().text());
    while (peek().kind() == Kind.WORD) {
      name.append(' ').append(take().text());
    }
    return name.toString();
  }

  private @Nullable Operator acceptOperator() {
    if (peek().kind() != Kind.SYMBOL) {
      return null;
    }
    Operator operator = Operator.ofSql(peek().text());
    if (operator != null) {
      skip(1);
    }
    return operator;
  }

  private NeedsEngine unexpected(String wanted) {
    return unexpected(peek(), wanted);
  }

  @Override
  protected NeedsEngine unexpected(SqlToken token, String wanted) {
    String found = token.kind() == Kind.END ? "it ends" : "there is " + token.text();
    return new NeedsEngine(
        found + " at position " + (token.position() + 1) + ", where " + wanted + " is read");
  }
}
