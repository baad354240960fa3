package io.quacklake.transact.internal.write;

import io.quacklake.storage.ObjectOutput;
import io.quacklake.storage.StorageException;
import java.io.IOException;

/** Writes small files from memory. */
public final class WholeFile {
  private WholeFile() {}

  /**
   * Writes a file; after an error it is not there.
   *
   * @throws StorageException if the store fails
   */
  public static void write(String location, byte[] bytes, WriteContext context) {
    ObjectOutput out = context.stores().apply(location).create(location);
    boolean finished = false;
    try {
      out.write(bytes);
      out.close();
      finished = true;
    } catch (IOException failure) {
      throw failed(location, failure);
    } finally {
      if (!finished) {
        out.abort();
        context.discard(location);
      }
    }
  }

  /** What a failure comes to; libraries in between wrap what the store says of it. */
  static StorageException failed(String location, IOException failure) {
    Throwable first = failure;
    while (first.getCause() != null) {
      first = first.getCause();
    }
    return new StorageException(
        StorageException.Reason.OTHER,
        location,
        "Cannot write " + location + ": " + first.getMessage() + ".",
        failure);
  }
}
