package io.quacklake.storage;

/** Bytes of an object. */
public record ByteRange(long offset, long length) {
  public ByteRange {
    if (offset < 0 || length < 0) {
      throw new IllegalArgumentException("No range: " + length + " bytes at " + offset);
    }
  }

  /** Where it ends; the byte there is not part of it. */
  public long end() {
    return offset + length;
  }
}
