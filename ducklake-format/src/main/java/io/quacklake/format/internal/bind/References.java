package io.quacklake.format.internal.bind;

import java.util.LinkedHashSet;
import java.util.Set;

/** Collects the references of a predicate. */
final class References implements BoundPredicate.Visitor<Set<BoundReference>> {
  private final Set<BoundReference> found = new LinkedHashSet<>();

  private Set<BoundReference> with(BoundReference reference) {
    found.add(reference);
    return found;
  }

  @Override
  public Set<BoundReference> and(BoundPredicate.And and) {
    and.parts().forEach(part -> part.accept(this));
    return found;
  }

  @Override
  public Set<BoundReference> or(BoundPredicate.Or or) {
    or.parts().forEach(part -> part.accept(this));
    return found;
  }

  @Override
  public Set<BoundReference> compare(BoundPredicate.Compare compare) {
    return with(compare.reference());
  }

  @Override
  public Set<BoundReference> in(BoundPredicate.In in) {
    return with(in.reference());
  }

  @Override
  public Set<BoundReference> isNull(BoundPredicate.IsNull isNull) {
    return with(isNull.reference());
  }

  @Override
  public Set<BoundReference> isNotNull(BoundPredicate.IsNotNull isNotNull) {
    return with(isNotNull.reference());
  }

  @Override
  public Set<BoundReference> like(BoundPredicate.Like like) {
    return with(like.reference());
  }

  @Override
  public Set<BoundReference> constant(BoundPredicate.Constant constant) {
    return found;
  }
}
