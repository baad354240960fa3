package io.quacklake.cli.text;

import io.quacklake.format.internal.text.ValueCodec;
import io.quacklake.format.type.DataType;
import io.quacklake.format.type.GeometryType;

/** The text of a value as DuckDB prints it. */
public final class ValueText {
  private ValueText() {}

  public static String of(DataType type, Object value) {
    if (type instanceof GeometryType) {
      return WellKnownText.of((byte[]) value);
    }
    return ValueCodec.print(type, value);
  }
}
