package io.quacklake.scan.internal.arrow;

import static org.assertj.core.api.Assertions.assertThat;

import io.quacklake.golden.GoldenLake;
import io.quacklake.golden.GoldenLake.ExpectedRead;
import io.quacklake.golden.GoldenLake.ExpectedTable;
import java.io.FileInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.util.AutoCloseables;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.compare.VectorEqualsVisitor;
import org.apache.arrow.vector.ipc.ArrowFileReader;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Vectors of every type, as the reference wrote them into the golden lakes' expected results. */
class ConcatTest {
  private static final int TIMES = 5;

  @TestFactory
  Stream<DynamicTest> partsOfAVectorMakeTheVectorAgain() {
    return GoldenLake.all().stream()
        .filter(lake -> lake.name().startsWith("types_"))
        .map(lake -> DynamicTest.dynamicTest(lake.name(), () -> cutsAndJoins(lake)));
  }

  private static void cutsAndJoins(GoldenLake lake) throws Exception {
    Random random = new Random(7);
    for (ExpectedTable table : lake.tables()) {
      for (ExpectedRead read : table.reads()) {
        try (BufferAllocator allocator = new RootAllocator();
            FileInputStream in = new FileInputStream(read.arrow().toFile());
            ArrowFileReader reader = new ArrowFileReader(in.getChannel(), allocator)) {
          while (reader.loadNextBatch()) {
            for (FieldVector vector : reader.getVectorSchemaRoot().getFieldVectors()) {
              for (int i = 0; i < TIMES; i++) {
                cutAndJoin(vector, random, allocator);
              }
            }
          }
        }
      }
    }
  }

  private static void cutAndJoin(FieldVector vector, Random random, BufferAllocator allocator)
      throws Exception {
    int rows = vector.getValueCount();
    List<FieldVector> parts = new ArrayList<>();
    try {
      for (int at = 0; at < rows || parts.isEmpty(); ) {
        int count = random.nextInt(rows - at + 1); // also none
        var pair = vector.getTransferPair(vector.getField(), allocator);
        pair.splitAndTransfer(at, count);
        parts.add((FieldVector) pair.getTo());
        at += count;
      }
      try (FieldVector joined = Concat.of(parts, allocator)) {
        assertThat(joined.getValueCount()).isEqualTo(rows);
        assertThat(joined.getNullCount()).isEqualTo(vector.getNullCount());
        assertThat(VectorEqualsVisitor.vectorEquals(vector, joined))
            .as("%s in %d parts", vector.getField(), parts.size())
            .isTrue();
      }
    } finally {
      AutoCloseables.close(parts);
    }
  }
}
