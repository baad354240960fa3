package io.quacklake.py;

import io.quacklake.scan.internal.arrow.PooledMemory;
import org.apache.arrow.c.ArrowArrayStream;
import org.apache.arrow.c.ArrowSchema;
import org.apache.arrow.c.Data;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Fills structs of the Arrow C data interface that Python allocated.
 *
 * <p>All sessions allocate from one root, which is never closed: arrays that Python still holds
 * live on when their session is closed, and Java's memory for them is released when Python lets go
 * of them.
 */
public final class Exports {
  static final BufferAllocator ROOT = PooledMemory.newRootAllocator();

  private static final BufferAllocator HELD_BY_PYTHON =
      ROOT.newChildAllocator("held by Python", 0, Long.MAX_VALUE);

  private Exports() {}

  /** Bytes of Java's Arrow memory that are in use, those that Python holds included. */
  public static long allocatedBytes() {
    return ROOT.getAllocatedMemory();
  }

  static void schema(Schema schema, long address) {
    Data.exportSchema(HELD_BY_PYTHON, schema, null, ArrowSchema.wrap(address));
  }

  static void stream(ArrowReader reader, long address) {
    Data.exportArrayStream(HELD_BY_PYTHON, reader, ArrowArrayStream.wrap(address));
  }

  static BufferAllocator heldByPython() {
    return HELD_BY_PYTHON;
  }
}
