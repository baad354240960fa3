package io.quacklake.cli.text;

import io.quacklake.format.UnsupportedFeatureException;
import io.quacklake.format.internal.text.ValueCodec;
import io.quacklake.format.type.DataType;
import io.quacklake.format.type.GeometryType;
import io.quacklake.format.type.VariantType;

/** The text of a value as DuckDB prints it. */
public final class ValueText {
  private ValueText() {}

  public static String of(DataType type, Object value) {
    if (type instanceof GeometryType) {
      return WellKnownText.of((byte[]) value);
    }
    if (type instanceof VariantType) {
      throw new UnsupportedFeatureException(
          "variant as text",
          "Values of type variant cannot be printed as text yet;"
              + " write them with --format arrow or parquet, or leave the column out.");
    }
    return ValueCodec.print(type, value);
  }
}
