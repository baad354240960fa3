package io.quacklake.format.internal.bind;

import io.quacklake.format.InvalidPredicateException;
import io.quacklake.format.NotFoundException;
import io.quacklake.format.internal.bind.BoundPredicate.Constant;
import io.quacklake.format.internal.bind.BoundPredicate.Match;
import io.quacklake.format.internal.bind.BoundPredicate.Membership;
import io.quacklake.format.predicate.ColumnPath;
import io.quacklake.format.predicate.Literal;
import io.quacklake.format.predicate.Predicate;
import io.quacklake.format.predicate.Predicate.Operator;
import io.quacklake.format.schema.Column;
import io.quacklake.format.type.DataType;
import io.quacklake.format.type.Field;
import io.quacklake.format.type.GeometryType;
import io.quacklake.format.type.PrimitiveType;
import io.quacklake.format.type.StructType;
import io.quacklake.format.type.VariantType;
import java.util.ArrayList;
import java.util.List;

/** Fits a predicate to the columns of a table. */
public final class Binder implements Predicate.Visitor<BoundPredicate> {
  private static final int MAX_DEPTH = 1000;

  /** Whether the predicate or its negation is being bound. */
  private enum Sign {
    AS_IS,
    NEGATED;

    Sign opposite() {
      return this == AS_IS ? NEGATED : AS_IS;
    }
  }

  private final List<Field> columns;
  private final Sign sign;
  private final int depth;

  private Binder(List<Field> columns, Sign sign, int depth) {
    this.columns = columns;
    this.sign = sign;
    this.depth = depth;
  }

  /**
   * Finds the columns and fits the constants to their types.
   *
   * @throws NotFoundException if there is no such column or field
   * @throws InvalidPredicateException if a constant or an operator does not fit a column's type
   */
  public static BoundPredicate bind(Predicate predicate, List<Column> columns) {
    List<Field> fields = columns.stream().map(Column::field).toList();
    return predicate.accept(new Binder(fields, Sign.AS_IS, 0));
  }

  private BoundPredicate bind(Predicate part, Sign partSign) {
    if (depth == MAX_DEPTH) {
      throw new InvalidPredicateException("The filter is nested more than " + MAX_DEPTH + " deep.");
    }
    return part.accept(new Binder(columns, partSign, depth + 1));
  }

  @Override
  public BoundPredicate and(Predicate.And and) {
    List<BoundPredicate> parts = and.parts().stream().map(part -> bind(part, sign)).toList();
    return sign == Sign.AS_IS ? new BoundPredicate.And(parts) : new BoundPredicate.Or(parts);
  }

  @Override
  public BoundPredicate or(Predicate.Or or) {
    List<BoundPredicate> parts = or.parts().stream().map(part -> bind(part, sign)).toList();
    return sign == Sign.AS_IS ? new BoundPredicate.Or(parts) : new BoundPredicate.And(parts);
  }

  @Override
  public BoundPredicate not(Predicate.Not not) {
    return bind(not.part(), sign.opposite());
  }

  @Override
  public BoundPredicate comparison(Predicate.Comparison comparison) {
    BoundReference reference = comparable(comparison.column());
    Operator operator =
        sign == Sign.AS_IS ? comparison.operator() : comparison.operator().negated();
    Placement placement = Placer.place(reference, comparison.literal());
    return switch (placement.position()) {
      case AT -> new BoundPredicate.Compare(reference, operator, placement.value());
      case AFTER ->
          switch (operator) {
            case EQ -> Constant.FALSE;
            case NOT_EQ -> new BoundPredicate.IsNotNull(reference);
            case LT, LT_EQ ->
                new BoundPredicate.Compare(reference, Operator.LT_EQ, placement.value());
            case GT, GT_EQ -> new BoundPredicate.Compare(reference, Operator.GT, placement.value());
          };
      case BELOW_ALL ->
          switch (operator) {
            case EQ, LT, LT_EQ -> Constant.FALSE;
            case NOT_EQ, GT, GT_EQ -> new BoundPredicate.IsNotNull(reference);
          };
      case ABOVE_ALL ->
          switch (operator) {
            case EQ, GT, GT_EQ -> Constant.FALSE;
            case NOT_EQ, LT, LT_EQ -> new BoundPredicate.IsNotNull(reference);
          };
    };
  }

  @Override
  public BoundPredicate in(Predicate.In in) {
    BoundReference reference = comparable(in.column());
    List<Object> values = new ArrayList<>();
    for (Literal literal : in.literals()) {
      Placement placement = Placer.place(reference, literal);
      if (placement.position() == Placement.Position.AT) {
        values.add(placement.value());
      }
    }
    if (values.isEmpty()) {
      return sign == Sign.AS_IS ? Constant.FALSE : new BoundPredicate.IsNotNull(reference);
    }
    return new BoundPredicate.In(
        reference, values, sign == Sign.AS_IS ? Membership.IN : Membership.NOT_IN);
  }

  @Override
  public BoundPredicate isNull(Predicate.IsNull isNull) {
    BoundReference reference = resolve(isNull.column());
    return sign == Sign.AS_IS
        ? new BoundPredicate.IsNull(reference)
        : new BoundPredicate.IsNotNull(reference);
  }

  @Override
  public BoundPredicate like(Predicate.Like like) {
    BoundReference reference = comparable(like.column());
    if (reference.type() != PrimitiveType.VARCHAR && reference.type() != PrimitiveType.JSON) {
      throw new InvalidPredicateException(
          "LIKE needs a text, and column %s has type %s.".formatted(reference, reference.type()));
    }
    Match match = sign == Sign.AS_IS ? Match.LIKE : Match.NOT_LIKE;
    return new BoundPredicate.Like(reference, like.pattern(), match, like.caseRule());
  }

  @Override
  public BoundPredicate constant(Predicate.Constant constant) {
    Predicate.Constant wanted =
        sign == Sign.AS_IS ? Predicate.Constant.TRUE : Predicate.Constant.FALSE;
    return constant == wanted ? Constant.TRUE : Constant.FALSE; // unknown is TRUE in neither sign
  }

  private BoundReference comparable(ColumnPath column) {
    BoundReference reference = resolve(column);
    DataType type = reference.type();
    if (type.isNested() || type instanceof VariantType || type instanceof GeometryType) {
      throw new InvalidPredicateException(
          "Column %s has type %s; a filter can only test it with IS NULL and IS NOT NULL."
              .formatted(reference, type));
    }
    return reference;
  }

  private BoundReference resolve(ColumnPath column) {
    List<Field> path = new ArrayList<>();
    List<Field> candidates = columns;
    String place = "the table";
    for (String name : column.names()) {
      if (!path.isEmpty()) {
        Field parent = path.get(path.size() - 1);
        place = "column " + new BoundReference(path);
        if (!(parent.type() instanceof StructType struct)) {
          throw new InvalidPredicateException(
              "%s has type %s and no field %s; only structs have fields that a filter can name."
                  .formatted(new BoundReference(path), parent.type(), name));
        }
        candidates = struct.fields();
      }
      path.add(find(name, candidates, place));
    }
    return new BoundReference(path);
  }

  private static Field find(String name, List<Field> candidates, String place) {
    for (Field candidate : candidates) {
      if (candidate.name().equalsIgnoreCase(name)) {
        return candidate;
      }
    }
    throw NotFoundException.withSuggestions(
        "column", name, place, candidates.stream().map(Field::name).toList());
  }
}
