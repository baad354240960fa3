package io.quacklake.scan.internal.parquet.values;

/** Decodes strings of bytes. */
public abstract class VarDecoder extends ValueDecoder {
  /** Appends the next values. */
  public abstract void read(int count, VarBuffer target);
}
