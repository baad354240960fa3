package io.quacklake.transact.internal.sort;

import io.quacklake.format.UnsupportedFeatureException;
import io.quacklake.format.internal.sql.SqlCursor;
import io.quacklake.format.internal.sql.SqlScanner;
import io.quacklake.format.internal.sql.SqlToken;
import io.quacklake.format.internal.sql.SqlToken.Kind;
import io.quacklake.format.internal.text.SqlTypes;
import io.quacklake.format.schema.Column;
import io.quacklake.format.type.DataType;
import io.quacklake.format.type.DecimalType;
import io.quacklake.format.type.PrimitiveType;
import io.quacklake.transact.internal.sort.SortExpression.Call;
import io.quacklake.transact.internal.sort.SortExpression.ColumnKey;
import io.quacklake.transact.internal.sort.SortExpression.Constant;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Reads sort expressions by recursive descent, in the binding of operators that DuckDB has. */
final class SortExpressionParser extends SqlCursor<UnsupportedFeatureException> {
  private static final int MAX_DEPTH = 100;

  /** Functions that are keywords too, which DuckDB puts in quotes. */
  private static final Set<String> KEYWORDS =
      Set.of("left", "year", "quarter", "month", "week", "day", "hour", "minute", "second");

  private final String sql;
  private final List<Column> columns;
  private int depth;

  SortExpressionParser(String sql, List<Column> columns) {
    super(new Tokens(sql).tokens());
    this.sql = sql;
    this.columns = columns;
  }

  SortExpression parse() {
    SortExpression expression = concatenation();
    if (peek().kind() != Kind.END) {
      throw unexpected(peek(), "the end");
    }
    return expression;
  }

  @Override
  protected UnsupportedFeatureException unexpected(SqlToken found, String wanted) {
    return problem(sql, "at position " + (found.position() + 1) + ", " + wanted + " was expected");
  }

  private static UnsupportedFeatureException problem(String sql, String problem) {
    return new UnsupportedFeatureException(
        "sorting by " + sql,
        "Cannot sort by "
            + sql
            + ": "
            + problem
            + ". Columns can be keys, and arithmetic, casts, texts and dates of them.");
  }

  private SortExpression concatenation() {
    SortExpression left = sum();
    while (acceptSymbol("||")) {
      left = operator("||", left, sum());
    }
    return left;
  }

  private SortExpression sum() {
    SortExpression left = product();
    while (true) {
      String sign = acceptSymbol("+") ? "+" : acceptSymbol("-") ? "-" : "";
      if (sign.isEmpty()) {
        return left;
      }
      left = operator(sign, left, product());
    }
  }

  private SortExpression product() {
    SortExpression left = signed();
    while (true) {
      String sign = "";
      for (String each : List.of("*", "/", "%")) {
        sign = sign.isEmpty() && acceptSymbol(each) ? each : sign;
      }
      if (sign.isEmpty()) {
        return left;
      }
      left = operator(sign, left, signed());
    }
  }

  private SortExpression signed() {
    if (++depth > MAX_DEPTH) {
      throw problem(sql, "it is too deep");
    }
    try {
      if (!acceptSymbol("-")) {
        return casts();
      }
      SortExpression inside = signed();
      return inside instanceof Constant constant && constant.value() instanceof BigDecimal number
          ? new Constant(constant.type(), number.negate(), "-" + constant.text())
          : call("-", "-(%s)", List.of(inside));
    } finally {
      depth--;
    }
  }

  private SortExpression casts() {
    SortExpression value = primary();
    while (acceptSymbol("::")) {
      value = cast(value, type());
    }
    return value;
  }

  private SortExpression primary() {
    SqlToken token = take();
    if (token.isSymbol("(")) {
      SortExpression inside = concatenation();
      expectSymbol(")");
      return inside;
    }
    switch (token.kind()) {
      case NUMBER -> {
        return number(token.text());
      }
      case STRING -> {
        String text = "'" + token.text().replace("'", "''") + "'";
        return new Constant(PrimitiveType.VARCHAR, token.text(), text);
      }
      case WORD, QUOTED_NAME -> {
        return named(token);
      }
      default -> throw unexpected(token, "a column");
    }
  }

  private SortExpression named(SqlToken token) {
    SqlToken name = token;
    if (name.isWord("main") && acceptSymbol(".")) {
      name = take(); // DuckDB writes its own functions so, at times
    }
    if (!peek().isSymbol("(")) {
      return column(name);
    }
    expectSymbol("(");
    if (name.isWord("CAST")) {
      SortExpression value = concatenation();
      expectWord("AS");
      DataType type = type();
      expectSymbol(")");
      return cast(value, type);
    }
    List<SortExpression> arguments = new ArrayList<>();
    if (!acceptSymbol(")")) {
      do {
        arguments.add(concatenation());
      } while (acceptSymbol(","));
      expectSymbol(")");
    }
    String function = name.text().toLowerCase(Locale.ROOT);
    String printed = KEYWORDS.contains(function) ? '"' + function + '"' : function;
    if (function.equals("coalesce")) {
      printed = "COALESCE";
    } else if (function.equals("substring")) {
      printed = "main.\"substring\""; // as DuckDB has it
    }
    String marks = String.join(", ", arguments.stream().map(each -> "%s").toList());
    return call(function, printed + "(" + marks + ")", arguments);
  }

  private SortExpression column(SqlToken name) {
    for (int i = 0; i < columns.size(); i++) {
      Column column = columns.get(i);
      if (column.name().equalsIgnoreCase(name.text())) {
        return new ColumnKey(i, column);
      }
    }
    throw problem(sql, "there is no column " + name.text());
  }

  private static Constant number(String text) {
    return text.toLowerCase(Locale.ROOT).contains("e")
        ? new Constant(PrimitiveType.FLOAT64, Double.valueOf(text), Double.valueOf(text).toString())
        : new Constant(exact(new BigDecimal(text)), new BigDecimal(text), text);
  }

  private static DataType exact(BigDecimal number) {
    return new DecimalType(38, Math.max(0, number.scale()));
  }

  /** The words of a type, whatever brackets it has, up to where the expression goes on. */
  private DataType type() {
    SqlToken name = take();
    StringBuilder text = new StringBuilder(name.text());
    if ((name.kind() == Kind.WORD || name.kind() == Kind.QUOTED_NAME) && peek().isSymbol("(")) {
      SqlToken each;
      do {
        each = take();
        text.append(each.text());
      } while (!each.isSymbol(")") && each.kind() != Kind.END);
    }
    return SqlTypes.parse(text.toString());
  }

  private SortExpression cast(SortExpression value, DataType type) {
    String name = SqlTypes.print(type).replace(",", ", ");
    boolean quoted = type == PrimitiveType.DATE || type == PrimitiveType.FLOAT64;
    String printed = quoted ? '"' + name + '"' : name;
    SortFunction.Bound function =
        SortFunction.cast(value, type)
            .orElseThrow(() -> problem(sql, value.type() + " is not cast to " + type));
    return new Call("CAST(%s AS " + printed + ")", function, List.of(value));
  }

  private SortExpression operator(String sign, SortExpression left, SortExpression right) {
    return call(sign, "(%s " + sign.replace("%", "%%") + " %s)", List.of(left, right));
  }

  private SortExpression call(String name, String form, List<SortExpression> arguments) {
    SortFunction.Bound function =
        SortFunction.named(name, arguments)
            .orElseThrow(
                () ->
                    problem(
                        sql,
                        name
                            + " of "
                            + arguments.stream().map(SortExpression::type).toList()
                            + " is not known"));
    return new Call(form, function, arguments);
  }

  /** The words of an expression. */
  private static final class Tokens extends SqlScanner<UnsupportedFeatureException> {
    private static final List<String> SYMBOLS =
        List.of("||", "::", "//", "**", "*", "/", "%", "+", "-", "(", ")", ",", ".");

    Tokens(String sql) {
      super(sql);
    }

    @Override
    protected SqlToken next(char first) {
      if (first == '\'' || first == '"') {
        return quoted();
      }
      if (isDigit(position) || (first == '.' && isDigit(position + 1))) {
        return number();
      }
      if (isNameStart(first)) {
        return word();
      }
      return symbol(SYMBOLS);
    }

    @Override
    protected UnsupportedFeatureException failure(int position, String problem) {
      return problem(sql, problem);
    }
  }
}
