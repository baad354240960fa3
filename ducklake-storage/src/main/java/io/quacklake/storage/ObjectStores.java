package io.quacklake.storage;

import io.quacklake.format.LakePath;
import io.quacklake.format.UnsupportedFeatureException;
import io.quacklake.storage.internal.LocalObjectStore;
import java.util.Locale;

/** Finds the store for a location by its URI scheme. */
public final class ObjectStores {
  private ObjectStores() {}

  /**
   * The store that holds {@code location}: the local file system for plain paths and {@code file:}
   * URLs.
   *
   * @throws UnsupportedFeatureException for a scheme that no store knows
   */
  public static ObjectStore forLocation(String location) {
    String scheme = scheme(location);
    if (scheme.equals("file")) {
      return LocalObjectStore.INSTANCE;
    }
    throw new UnsupportedFeatureException(
        "storage " + scheme,
        "Cannot read "
            + location
            + ": there is no store for "
            + scheme
            + ":// yet. Use a local data path.");
  }

  /** The URI scheme in lower case; {@code file} for a plain path. */
  public static String scheme(String location) {
    if (location.regionMatches(true, 0, "file:", 0, 5)) {
      return "file";
    }
    return LakePath.isUrl(location)
        ? location.substring(0, location.indexOf("://")).toLowerCase(Locale.ROOT)
        : "file";
  }
}
