package io.quacklake.format;

import java.util.Locale;

/**
 * A path as the catalog stores it: relative to its parent, or complete in itself. Locations are
 * joined by plain concatenation and never decoded: {@code p=k%3D0/} is the literal name of a
 * directory.
 */
public record LakePath(String value, boolean isRelative) {
  /** Adds nothing to its parent. */
  public static final LakePath PARENT = new LakePath("", true);

  /** The location of this path below {@code parent}, which ends in a separator. */
  public String resolve(String parent) {
    return isRelative ? parent + value : value;
  }

  /** Whether a location is a URL such as {@code s3://bucket/key}, not a local path. */
  public static boolean isUrl(String location) {
    int colon = location.indexOf("://");
    return colon > 1
        && location.substring(0, colon).toLowerCase(Locale.ROOT).matches("[a-z][a-z0-9+.-]*");
  }
}
