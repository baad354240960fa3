package io.quacklake.scan;

/** How columns of type variant come out of a scan. */
public enum VariantForm {
  /**
   * Arrow's layout of variants: a struct of the binaries {@code metadata} and {@code value} in
   * Parquet's variant encoding, with the extension name {@code arrow.parquet.variant}. Variants
   * that a file has shredded into columns are put together again.
   */
  BINARY,
  /** JSON text in a Utf8 column, as the reference casts variants to JSON. */
  JSON
}
