package io.quacklake.storage.internal.opendal;

import java.util.Map;

/**
 * What opendal is told.
 *
 * @param root the beginning of all locations
 * @param options opendal's own, secrets included
 * @param endpoint for messages
 * @param writes which names can be written
 */
record Service(
    String root, String scheme, Map<String, String> options, String endpoint, Writes writes) {
  Service {
    options = Map.copyOf(options);
  }

  enum Writes {
    ANY_NAME,
    /** opendal 0.48 encodes names twice when it writes: what needs no encoding comes out right. */
    PLAIN_NAMES
  }

  @Override
  public String toString() {
    return scheme + " " + root + " at " + endpoint;
  }
}
