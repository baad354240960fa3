package io.quacklake.scan.internal.parquet.bytes;

import io.quacklake.format.CorruptLakeException;
import io.quacklake.format.UnsupportedFeatureException;
import org.jspecify.annotations.Nullable;

/** A part of a file, such as its footer or one column, for messages. */
public record FileSite(String location, String part) {
  /** Another part of the same file. */
  public FileSite part(String other) {
    return new FileSite(location, other);
  }

  public CorruptLakeException corrupt(String why) {
    return corrupt(why, null);
  }

  public CorruptLakeException corrupt(String why, @Nullable Throwable cause) {
    return new CorruptLakeException(
        "Cannot read " + part + " of Parquet file " + location + ": " + why, cause);
  }

  /** The file may be fine, but it uses what is not read here. */
  public UnsupportedFeatureException unsupported(String feature, String advice) {
    return new UnsupportedFeatureException(
        feature,
        "Cannot read " + part + " of Parquet file " + location + ": " + feature + ". " + advice);
  }
}
