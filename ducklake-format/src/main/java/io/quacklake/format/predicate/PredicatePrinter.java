package io.quacklake.format.predicate;

import io.quacklake.format.predicate.Predicate.CaseRule;
import java.util.List;
import java.util.stream.Collectors;

/** Writes predicates as SQL that {@link PredicateParser} reads back. */
final class PredicatePrinter implements Predicate.Visitor<String> {
  private static final PredicatePrinter PRINTER = new PredicatePrinter();

  private PredicatePrinter() {}

  static String print(Predicate predicate) {
    return predicate.accept(PRINTER);
  }

  @Override
  public String and(Predicate.And and) {
    return join(and.parts(), " AND ");
  }

  @Override
  public String or(Predicate.Or or) {
    return join(or.parts(), " OR ");
  }

  private static String join(List<Predicate> parts, String word) {
    return parts.stream()
        .map(
            part ->
                part instanceof Predicate.And || part instanceof Predicate.Or
                    ? "(" + print(part) + ")"
                    : print(part))
        .collect(Collectors.joining(word));
  }

  @Override
  public String not(Predicate.Not not) {
    if (not.part() instanceof Predicate.IsNull isNull) {
      return isNull.column() + " IS NOT NULL";
    }
    if (not.part() instanceof Predicate.In in) {
      return in(in, " NOT IN (");
    }
    if (not.part() instanceof Predicate.Like like) {
      return like(like, " NOT ");
    }
    return "NOT (" + print(not.part()) + ")";
  }

  @Override
  public String comparison(Predicate.Comparison comparison) {
    return comparison.column() + " " + comparison.operator().sql() + " " + comparison.literal();
  }

  @Override
  public String in(Predicate.In in) {
    return in(in, " IN (");
  }

  private static String in(Predicate.In in, String words) {
    return in.literals().stream()
        .map(Literal::toString)
        .collect(Collectors.joining(", ", in.column() + words, ")"));
  }

  @Override
  public String isNull(Predicate.IsNull isNull) {
    return isNull.column() + " IS NULL";
  }

  @Override
  public String like(Predicate.Like like) {
    return like(like, " ");
  }

  private static String like(Predicate.Like like, String words) {
    return like.column()
        + words
        + (like.caseRule() == CaseRule.SENSITIVE ? "LIKE " : "ILIKE ")
        + Literal.of(like.pattern());
  }

  @Override
  public String constant(Predicate.Constant constant) {
    return constant == Predicate.Constant.UNKNOWN ? "NULL" : constant.name();
  }
}
