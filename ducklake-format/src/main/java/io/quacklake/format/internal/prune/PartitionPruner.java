package io.quacklake.format.internal.prune;

import io.quacklake.format.internal.bind.BoundPredicate;
import io.quacklake.format.internal.bind.BoundPredicate.Membership;
import io.quacklake.format.internal.bind.BoundReference;
import io.quacklake.format.partition.PartitionField;
import io.quacklake.format.partition.PartitionSpec;
import io.quacklake.format.partition.Transform;
import io.quacklake.format.predicate.Predicate.Operator;
import io.quacklake.format.type.DataType;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Could rows with such partition values match? */
public final class PartitionPruner implements BoundPredicate.Visitor<Boolean> {
  private static final ValueRange ALL_NULL =
      new ValueRange(null, null, null, 0L, ValueRange.Nan.ABSENT);

  private final PartitionSpec spec;
  private final Map<Integer, @Nullable String> values;

  private PartitionPruner(PartitionSpec spec, Map<Integer, @Nullable String> values) {
    this.spec = spec;
    this.values = values;
  }

  /**
   * False only if no row can match.
   *
   * @param spec the spec that the file was written with
   * @param values the file's partition values by the index of the key; null is NULL, a missing
   *     entry is unknown
   */
  public static boolean mightMatch(
      BoundPredicate predicate, PartitionSpec spec, Map<Integer, @Nullable String> values) {
    return predicate.accept(new PartitionPruner(spec, values));
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
    List<Object> equal = compare.operator() == Operator.EQ ? List.of(compare.value()) : List.of();
    return mightMatch(compare, compare.reference(), equal);
  }

  @Override
  public Boolean in(BoundPredicate.In in) {
    List<Object> equal = in.membership() == Membership.IN ? in.values() : List.of();
    return mightMatch(in, in.reference(), equal);
  }

  @Override
  public Boolean isNull(BoundPredicate.IsNull isNull) {
    return mightMatch(isNull, isNull.reference(), List.of());
  }

  @Override
  public Boolean isNotNull(BoundPredicate.IsNotNull isNotNull) {
    return mightMatch(isNotNull, isNotNull.reference(), List.of());
  }

  @Override
  public Boolean like(BoundPredicate.Like like) {
    return mightMatch(like, like.reference(), List.of());
  }

  @Override
  public Boolean constant(BoundPredicate.Constant constant) {
    return constant == BoundPredicate.Constant.TRUE;
  }

  /**
   * @param equal the values of which the column must have one; empty if the leaf is no equality
   */
  private boolean mightMatch(BoundPredicate leaf, BoundReference reference, List<Object> equal) {
    for (PartitionField key : spec.fields()) {
      if (key.column().equals(reference.leaf().id())
          && values.containsKey(key.index())
          && !mightMatch(leaf, reference.type(), key.transform(), values.get(key.index()), equal)) {
        return false;
      }
    }
    return true;
  }

  private static boolean mightMatch(
      BoundPredicate leaf,
      DataType type,
      Transform transform,
      @Nullable String text,
      List<Object> equal) {
    boolean keepsNull =
        transform instanceof Transform.Identity || transform instanceof Transform.Bucket;
    if (text == null) {
      // calendar fields of infinity are NULL too
      return !keepsNull || StatsPruner.mightMatch(leaf, field -> ALL_NULL);
    }
    if (transform instanceof Transform.Bucket bucket) {
      return mightMatchBucket(leaf, type, bucket, text, equal);
    }
    if (transform instanceof Transform.Calendar calendar
        && calendar.unit() != Transform.Unit.YEAR) {
      return equal.isEmpty()
          || equal.stream().anyMatch(value -> CalendarKeys.mightBe(type, calendar, text, value));
    }
    ValueRange range = range(type, transform, text);
    return range == null || StatsPruner.mightMatch(leaf, field -> range);
  }

  private static @Nullable ValueRange range(DataType type, Transform transform, String text) {
    if (transform instanceof Transform.Identity) {
      return ValueRange.ofKey(type, text);
    }
    if (transform instanceof Transform.Calendar) {
      return CalendarKeys.year(type, text);
    }
    if (transform instanceof Transform.Epoch epoch) {
      return CalendarKeys.epoch(type, epoch, text);
    }
    return null;
  }

  private static boolean mightMatchBucket(
      BoundPredicate leaf,
      DataType type,
      Transform.Bucket bucket,
      String text,
      List<Object> equal) {
    if (leaf instanceof BoundPredicate.IsNull) {
      return false; // NULL has no bucket
    }
    if (equal.isEmpty() || !text.matches("[0-9]{1,9}")) {
      return true;
    }
    int number = Integer.parseInt(text);
    for (Object value : equal) {
      Set<Integer> hashes = BucketHash.possible(type, value);
      if (hashes == null
          || hashes.stream()
              .anyMatch(hash -> BucketHash.bucketOf(hash, bucket.buckets()) == number)) {
        return true;
      }
    }
    return false;
  }
}
