package io.quacklake.format.internal.bind;

import io.quacklake.format.FieldId;
import io.quacklake.format.internal.text.ValueOrder;
import io.quacklake.format.predicate.Predicate.CaseRule;
import io.quacklake.format.predicate.Predicate.Operator;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A predicate over fields and values, without NOT.
 *
 * <p>Two truth values are enough. NOT has been pushed to the leaves, and each leaf is TRUE exactly
 * where SQL's is, so that a negated leaf is TRUE exactly where SQL's leaf is FALSE: a NULL makes
 * both not TRUE. AND is TRUE if all parts are, OR if one is; no other operator is left that would
 * tell FALSE from unknown.
 */
public sealed interface BoundPredicate {
  /** TRUE if all parts are. */
  record And(List<BoundPredicate> parts) implements BoundPredicate {
    public And {
      parts = List.copyOf(parts);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.and(this);
    }

    @Override
    public boolean test(Function<BoundReference, @Nullable Object> row) {
      return parts.stream().allMatch(part -> part.test(row));
    }
  }

  /** TRUE if any part is. */
  record Or(List<BoundPredicate> parts) implements BoundPredicate {
    public Or {
      parts = List.copyOf(parts);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.or(this);
    }

    @Override
    public boolean test(Function<BoundReference, @Nullable Object> row) {
      return parts.stream().anyMatch(part -> part.test(row));
    }
  }

  /** A field compared with a value of its type. */
  record Compare(BoundReference reference, Operator operator, Object value)
      implements BoundPredicate {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.compare(this);
    }

    @Override
    public boolean test(Function<BoundReference, @Nullable Object> row) {
      Object actual = row.apply(reference);
      return actual != null && operator.test(ValueOrder.compare(reference.type(), actual, value));
    }
  }

  /** A field that is, or is not, among values of its type; these are in order, each once. */
  record In(BoundReference reference, List<Object> values, Membership membership)
      implements BoundPredicate {
    public In {
      TreeSet<Object> sorted = new TreeSet<>((a, b) -> ValueOrder.compare(reference.type(), a, b));
      sorted.addAll(values);
      values = List.copyOf(sorted);
    }

    /** Whether the value is one of those listed. */
    public boolean lists(Object value) {
      return Collections.binarySearch(
              values, value, (a, b) -> ValueOrder.compare(reference.type(), a, b))
          >= 0;
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.in(this);
    }

    @Override
    public boolean test(Function<BoundReference, @Nullable Object> row) {
      Object actual = row.apply(reference);
      return actual != null && lists(actual) == (membership == Membership.IN);
    }
  }

  /** TRUE if the field is NULL; a field of a NULL struct is. */
  record IsNull(BoundReference reference) implements BoundPredicate {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.isNull(this);
    }

    @Override
    public boolean test(Function<BoundReference, @Nullable Object> row) {
      return row.apply(reference) == null;
    }
  }

  /** TRUE if the field is not NULL. */
  record IsNotNull(BoundReference reference) implements BoundPredicate {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.isNotNull(this);
    }

    @Override
    public boolean test(Function<BoundReference, @Nullable Object> row) {
      return row.apply(reference) != null;
    }
  }

  /** A text that matches, or does not match, a pattern. */
  record Like(BoundReference reference, String pattern, Match match, CaseRule caseRule)
      implements BoundPredicate {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.like(this);
    }

    @Override
    public boolean test(Function<BoundReference, @Nullable Object> row) {
      Object actual = row.apply(reference);
      return actual != null
          && LikePattern.matches(pattern, caseRule, (String) actual) == (match == Match.LIKE);
    }
  }

  /** TRUE for every row or for none. */
  enum Constant implements BoundPredicate {
    TRUE,
    FALSE;

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.constant(this);
    }

    @Override
    public boolean test(Function<BoundReference, @Nullable Object> row) {
      return this == TRUE;
    }
  }

  /** IN or NOT IN. */
  enum Membership {
    IN,
    NOT_IN
  }

  /** LIKE or NOT LIKE. */
  enum Match {
    LIKE,
    NOT_LIKE
  }

  <R> R accept(Visitor<R> visitor);

  /** Whether the predicate is TRUE for a row, given as the value of each reference. */
  boolean test(Function<BoundReference, @Nullable Object> row);

  /** The references in it, in the order of the text, each once. */
  default Set<BoundReference> references() {
    return accept(new References());
  }

  /** The ids of the fields that it compares. */
  default Set<FieldId> fields() {
    Set<FieldId> ids = new TreeSet<>();
    references().forEach(reference -> ids.add(reference.leaf().id()));
    return ids;
  }

  /** One method for each kind of predicate. */
  interface Visitor<R> {
    R and(And and);

    R or(Or or);

    R compare(Compare compare);

    R in(In in);

    R isNull(IsNull isNull);

    R isNotNull(IsNotNull isNotNull);

    R like(Like like);

    R constant(Constant constant);
  }
}
