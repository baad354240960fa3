package io.quacklake.scan.internal.batches;

import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.util.AutoCloseables;
import org.apache.arrow.vector.FieldVector;

/** Rows of the result; owns its vectors. A batch may have rows without having columns. */
public record Batch(List<FieldVector> vectors, int rows) implements AutoCloseable {
  public Batch {
    vectors = List.copyOf(vectors);
  }

  /** The first {@code count} rows; takes this batch over. */
  Batch head(int count, BufferAllocator allocator) {
    try (this) {
      return new Batch(
          vectors.stream()
              .map(
                  vector -> {
                    var pair = vector.getTransferPair(vector.getField(), allocator);
                    pair.splitAndTransfer(0, count);
                    return (FieldVector) pair.getTo();
                  })
              .toList(),
          count);
    }
  }

  @Override
  public void close() {
    AutoCloseables.closeNoChecked(() -> AutoCloseables.close(vectors));
  }
}
