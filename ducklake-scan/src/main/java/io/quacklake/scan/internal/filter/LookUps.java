package io.quacklake.scan.internal.filter;

import io.quacklake.format.internal.bind.BoundPredicate;
import io.quacklake.format.predicate.Predicate.Operator;

/** Tells filters that look a few rows up from those that select a part of a table. */
public final class LookUps {
  /** More values than this are a join's, not a look-up's. */
  private static final int MOST_VALUES = 64;

  private LookUps() {}

  /** Whether a row that passes the filter has one of a few values in some column. */
  public static boolean looksUp(BoundPredicate filter) {
    if (filter instanceof BoundPredicate.And and) {
      return and.parts().stream().anyMatch(LookUps::looksUp);
    }
    if (filter instanceof BoundPredicate.Or or) {
      return or.parts().stream().allMatch(LookUps::looksUp);
    }
    if (filter instanceof BoundPredicate.Compare compare) {
      return compare.operator() == Operator.EQ;
    }
    return filter instanceof BoundPredicate.In in
        && in.membership() == BoundPredicate.Membership.IN
        && in.values().size() <= MOST_VALUES;
  }
}
