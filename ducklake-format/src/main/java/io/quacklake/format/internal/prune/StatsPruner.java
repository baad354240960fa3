package io.quacklake.format.internal.prune;

import io.quacklake.format.internal.bind.BoundPredicate;
import io.quacklake.format.internal.bind.BoundPredicate.Match;
import io.quacklake.format.internal.bind.BoundPredicate.Membership;
import io.quacklake.format.internal.bind.BoundReference;
import io.quacklake.format.internal.bind.LikePattern;
import io.quacklake.format.internal.text.ValueOrder;
import io.quacklake.format.predicate.Predicate.CaseRule;
import io.quacklake.format.predicate.Predicate.Operator;
import io.quacklake.format.type.DataType;
import org.jspecify.annotations.Nullable;

/** Could rows with such statistics match? */
public final class StatsPruner implements BoundPredicate.Visitor<Boolean> {
  private final StatsSource stats;

  private StatsPruner(StatsSource stats) {
    this.stats = stats;
  }

  /** False only if no row can match. */
  public static boolean mightMatch(BoundPredicate predicate, StatsSource stats) {
    return predicate.accept(new StatsPruner(stats));
  }

  @Override
  public Boolean and(BoundPredicate.And and) {
    return and.parts().stream().allMatch(part -> part.accept(this));
  }

  @Override
  public Boolean or(BoundPredicate.Or or) {
    return or.parts().stream().anyMatch(part -> part.accept(this));
  }

  @Override
  public Boolean compare(BoundPredicate.Compare compare) {
    ValueRange range = range(compare.reference());
    return !range.isAllNull()
        && mightCompare(compare.reference().type(), compare.operator(), compare.value(), range);
  }

  @Override
  public Boolean in(BoundPredicate.In in) {
    ValueRange range = range(in.reference());
    if (range.isAllNull()) {
      return false;
    }
    DataType type = in.reference().type();
    if (in.membership() == Membership.NOT_IN) {
      Object only = only(type, range);
      return only == null || !in.lists(only);
    }
    return in.values().stream().anyMatch(value -> mightCompare(type, Operator.EQ, value, range));
  }

  @Override
  public Boolean isNull(BoundPredicate.IsNull isNull) {
    if (!isNull.reference().isTopLevel()) {
      return true; // NULL parents are not surely counted
    }
    Long nulls = range(isNull.reference()).nullCount();
    return nulls == null || nulls > 0;
  }

  @Override
  public Boolean isNotNull(BoundPredicate.IsNotNull isNotNull) {
    return !range(isNotNull.reference()).isAllNull();
  }

  @Override
  public Boolean like(BoundPredicate.Like like) {
    ValueRange range = range(like.reference());
    if (range.isAllNull()) {
      return false;
    }
    if (like.match() == Match.NOT_LIKE || like.caseRule() == CaseRule.INSENSITIVE) {
      return true;
    }
    String prefix = LikePattern.prefix(like.pattern());
    DataType type = like.reference().type();
    boolean reachesPrefix =
        range.max() == null || ValueOrder.compare(type, range.max(), prefix) >= 0;
    boolean beginsBefore =
        range.min() == null
            || ValueOrder.compare(type, range.min(), prefix) <= 0
            || ((String) range.min()).startsWith(prefix);
    return reachesPrefix && beginsBefore;
  }

  @Override
  public Boolean constant(BoundPredicate.Constant constant) {
    return constant == BoundPredicate.Constant.TRUE;
  }

  private ValueRange range(BoundReference reference) {
    return stats.range(reference.leaf());
  }

  private static boolean mightCompare(
      DataType type, Operator operator, Object value, ValueRange range) {
    boolean nanPossible = range.nan() == ValueRange.Nan.POSSIBLE;
    if (isNan(value)) {
      return switch (operator) {
        case EQ, GT_EQ -> nanPossible;
        case GT -> false;
        case NOT_EQ, LT, LT_EQ -> true;
      };
    }
    boolean reachesDown = range.min() == null || ValueOrder.compare(type, range.min(), value) <= 0;
    boolean reachesUp = range.max() == null || ValueOrder.compare(type, range.max(), value) >= 0;
    return switch (operator) {
      case EQ -> reachesDown && reachesUp;
      case NOT_EQ -> {
        Object only = only(type, range);
        yield only == null || ValueOrder.compare(type, only, value) != 0;
      }
      case LT -> range.min() == null || ValueOrder.compare(type, range.min(), value) < 0;
      case LT_EQ -> reachesDown;
      case GT ->
          nanPossible || range.max() == null || ValueOrder.compare(type, range.max(), value) > 0;
      case GT_EQ -> nanPossible || reachesUp;
    };
  }

  /** The value that all values equal, if that is certain. */
  private static @Nullable Object only(DataType type, ValueRange range) {
    Object min = range.min();
    Object max = range.max();
    boolean one =
        range.nan() == ValueRange.Nan.ABSENT
            && min != null
            && max != null
            && ValueOrder.compare(type, min, max) == 0;
    return one ? min : null;
  }

  private static boolean isNan(Object value) {
    return (value instanceof Float single && single.isNaN())
        || (value instanceof Double number && number.isNaN());
  }
}
