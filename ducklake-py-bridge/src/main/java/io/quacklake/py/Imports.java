package io.quacklake.py;

import org.apache.arrow.c.ArrowArrayStream;
import org.apache.arrow.c.ArrowSchema;
import org.apache.arrow.c.CDataDictionaryProvider;
import org.apache.arrow.c.Data;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Schema;

/** Takes over structs of the Arrow C data interface that Python filled. */
final class Imports {
  private Imports() {}

  /** The rows of the {@code ArrowArrayStream} at that address, which is Java's from then on. */
  static ArrowReader stream(long address) {
    return Data.importArrayStream(Exports.ROOT, ArrowArrayStream.wrap(address));
  }

  /** The {@code ArrowSchema} at that address, which is Java's from then on. */
  static Schema schema(long address) {
    try (CDataDictionaryProvider dictionaries = new CDataDictionaryProvider()) {
      return Data.importSchema(Exports.ROOT, ArrowSchema.wrap(address), dictionaries);
    }
  }
}
