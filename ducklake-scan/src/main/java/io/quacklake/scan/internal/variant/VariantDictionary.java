package io.quacklake.scan.internal.variant;

import io.quacklake.format.UnsupportedFeatureException;
import org.jspecify.annotations.Nullable;

/** The names that the objects of a variant use, by number. */
final class VariantDictionary {
  private static final int VERSION = 1;

  private final VariantBytes bytes;
  private final int width;
  private final int names;
  private final @Nullable String[] cache;

  VariantDictionary(byte[] metadata) {
    this.bytes = new VariantBytes(metadata);
    int header = bytes.unsigned(0, 1, metadata.length);
    int version = header & 15;
    if (version == 0) {
      throw new VariantFormatException("its metadata is of version 0");
    }
    if (version != VERSION) {
      throw new UnsupportedFeatureException(
          "variant version " + version,
          "A variant's metadata is of version " + version + "; only version 1 is known.");
    }
    this.width = (header >>> 6) + 1;
    int count = bytes.unsigned(1, width, metadata.length);
    this.names = bytes.after(1 + width, (count + 1L) * width, metadata.length);
    this.cache = new @Nullable String[count];
  }

  String name(int number) {
    if (number >= cache.length) {
      throw new VariantFormatException(
          "a field has name " + number + " of " + cache.length + " names");
    }
    String name = cache[number];
    if (name == null) {
      int start = offset(number);
      int end = offset(number + 1);
      name = bytes.text(bytes.after(names, start, bytes.length()), end - start, bytes.length());
      cache[number] = name;
    }
    return name;
  }

  /** Reads all names, also those that nothing uses. */
  void requireAll() {
    for (int number = 0; number < cache.length; number++) {
      name(number);
    }
  }

  private int offset(int number) {
    return bytes.unsigned(1 + width * (1 + number), width, bytes.length());
  }
}
