package io.quacklake.catalog.dialect;

import java.util.List;

/**
 * A value on its way into the database.
 *
 * @param expression SQL with a question mark for each of {@code binds}
 * @param binds what the driver takes as it is
 */
public record BoundValue(String expression, List<Object> binds) {
  public BoundValue {
    binds = List.copyOf(binds);
  }

  /** A value that the driver takes as it is. */
  public static BoundValue of(Object bind) {
    return new BoundValue("?", List.of(bind));
  }

  /** A value that is converted inside the database. */
  public static BoundValue cast(Object bind, String type) {
    return new BoundValue("CAST(? AS " + type + ")", List.of(bind));
  }
}
