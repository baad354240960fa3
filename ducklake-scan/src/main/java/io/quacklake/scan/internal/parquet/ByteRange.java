package io.quacklake.scan.internal.parquet;

import java.util.Comparator;

/** Bytes of a file. */
public record ByteRange(long offset, long length) {
  static final Comparator<ByteRange> BY_OFFSET = Comparator.comparingLong(ByteRange::offset);
}
