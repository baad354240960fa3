package io.quacklake.scan.internal.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import io.quacklake.scan.internal.parquet.pages.PageCache;
import io.quacklake.scan.internal.parquet.schema.ParquetField;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.junit.jupiter.api.Test;

/** Rows read from kept pages are the rows of the file, whatever was kept and thrown out before. */
class KeptPagesTest {
  private static final long FEW_BYTES = 300_000;

  private static final PageCache ROOMY = new PageCache(64L << 20);
  private static final PageCache TIGHT = new PageCache(FEW_BYTES);

  @AfterContainer
  static void close() {
    ROOMY.close();
    TIGHT.close();
    assertThat(ROOMY.bytes() + TIGHT.bytes()).isZero();
  }

  @Provide
  Arbitrary<GoldenParquet> files() {
    return Arbitraries.of(GoldenParquet.all()).filter(golden -> golden.rows() > 0);
  }

  @Property(tries = 1500)
  void keptPagesYieldTheRowsOfTheFile(@ForAll("files") GoldenParquet golden, @ForAll long seed) {
    Random random = new Random(seed);
    PageCache cache = random.nextBoolean() ? ROOMY : TIGHT;
    readSome(golden, cache, random);
    assertThat(TIGHT.bytes()).isLessThanOrEqualTo(FEW_BYTES);
  }

  @Test
  void threadsMayShareKeptPages() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    List<GoldenParquet> files =
        GoldenParquet.all().stream().filter(golden -> golden.rows() > 0).toList();
    try (PageCache cache = new PageCache(2 * FEW_BYTES)) {
      List<Future<?>> readers = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        Random random = new Random(i);
        readers.add(
            threads.submit(
                () -> {
                  for (int round = 0; round < 150; round++) {
                    readSome(files.get(random.nextInt(files.size())), cache, random);
                  }
                }));
      }
      for (Future<?> reader : readers) {
        reader.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static void readSome(GoldenParquet golden, PageCache cache, Random random) {
    try (BufferAllocator allocator = new RootAllocator();
        ParquetDataFile file = golden.open()) {
      List<ParquetField> fields = file.schema().fields();
      ParquetField field = fields.get(random.nextInt(fields.size()));
      RowGroup group = file.rowGroups().get(random.nextInt(file.rowGroups().size()));
      List<Object> all =
          golden
              .expected(field.name())
              .subList((int) group.firstRow(), (int) (group.firstRow() + group.rowCount()));
      try (ColumnReader reader = file.openColumn(group, field, allocator, cache.share())) {
        int at = 0;
        while (at < all.size()) {
          int skipped = random.nextInt(all.size() - at);
          int rows = 1 + random.nextInt(Math.min(20, all.size() - at - skipped));
          reader.skip(skipped);
          try (FieldVector vector = reader.read(rows)) {
            assertThat(Spelled.all(vector))
                .isEqualTo(all.subList(at + skipped, at + skipped + rows));
          }
          at += skipped + rows;
        }
      }
    }
  }
}
