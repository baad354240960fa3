package io.quacklake.format.internal.text;

import io.quacklake.format.type.DataType;
import net.jqwik.api.Arbitrary;

/** Arbitrary types and values for properties of other packages. */
public final class Values {
  private Values() {}

  public static Arbitrary<DataType> scalarTypes() {
    return ValuePropertiesTest.types();
  }

  public static Arbitrary<?> of(DataType type) {
    return ValuePropertiesTest.values(type);
  }
}
