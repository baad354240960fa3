package io.quacklake.transact.internal.request;

import io.quacklake.format.InvalidPredicateException;
import io.quacklake.format.predicate.ColumnPath;
import io.quacklake.format.predicate.Literal;
import io.quacklake.format.predicate.Predicate;
import io.quacklake.transact.Assignment;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads assignments as people write them. */
public final class AssignmentText {
  private static final String NAME = "(?:\"(?:[^\"]|\"\")+\"|[\\p{L}_][\\p{L}\\p{N}_]*)";
  private static final String PATH = NAME + "(?:\\." + NAME + ")*";
  private static final Pattern COLUMN = Pattern.compile(PATH);
  private static final Pattern COMBINED =
      Pattern.compile("(" + PATH + ")\\s*(\\+|-|\\*|/|\\|\\|)\\s*(.+)", Pattern.DOTALL);

  private AssignmentText() {}

  /**
   * @throws InvalidPredicateException if the text is none of what {@link Assignment#parse} names
   */
  public static Assignment parse(String text) {
    String stripped = text.strip();
    if (stripped.equalsIgnoreCase("NULL")) {
      return new Assignment.Constant(null);
    }
    try {
      return new Assignment.Constant(literal(stripped));
    } catch (InvalidPredicateException notAConstant) {
      Matcher parts = COMBINED.matcher(stripped);
      if (parts.matches()) {
        return combined(parts.group(1), parts.group(2), parts.group(3), text);
      }
      if (!COLUMN.matcher(stripped).matches()) {
        throw unreadable(text, notAConstant);
      }
      return new Assignment.Copy(ColumnPath.parse(stripped));
    }
  }

  private static Assignment combined(String column, String sign, String constant, String text) {
    for (Assignment.Operator operator : Assignment.Operator.values()) {
      if (operator.sign().equals(sign)) {
        try {
          return new Assignment.Arithmetic(ColumnPath.parse(column), operator, literal(constant));
        } catch (InvalidPredicateException notAConstant) {
          throw unreadable(text, notAConstant);
        }
      }
    }
    throw unreadable(text, null);
  }

  /** Constants are those of filters. */
  private static Literal literal(String text) {
    if (Predicate.parse("c = " + text) instanceof Predicate.Comparison comparison) {
      return comparison.literal();
    }
    throw new InvalidPredicateException("'" + text + "' is not a constant.");
  }

  private static InvalidPredicateException unreadable(
      String text, @Nullable RuntimeException cause) {
    return new InvalidPredicateException(
        "Cannot set a column to "
            + text
            + ". Use a constant ('text', 1.5, DATE '2026-01-31', NULL), a column, or a column and a"
            + " constant with +, -, *, / or || between them.",
        cause);
  }
}
