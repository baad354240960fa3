package io.quacklake.storage;

/** Opens objects for reading. */
@FunctionalInterface
public interface ObjectOpener {
  /** The size of an object of which nobody has said it. */
  long UNKNOWN_SIZE = -1;

  /**
   * Opens an object. Whoever opened it closes it.
   *
   * @param size the object's size as the catalog knows it, which saves asking; {@link
   *     #UNKNOWN_SIZE} otherwise
   */
  ObjectSource open(String location, long size);

  /** Opens an object of unknown size. */
  default ObjectSource open(String location) {
    return open(location, UNKNOWN_SIZE);
  }
}
