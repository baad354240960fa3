package io.quacklake.scan.internal.parquet.values;

/** Decodes values that all take the same number of bytes. */
public abstract class FixedDecoder extends ValueDecoder {
  /** Writes the next values to {@code target}, where there must be room. */
  public abstract void read(int count, long target);
}
