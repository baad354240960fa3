package io.quacklake.scan.internal.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import io.quacklake.format.CorruptLakeException;
import io.quacklake.format.UnsupportedFeatureException;
import io.quacklake.scan.internal.parquet.schema.ParquetField;
import io.quacklake.storage.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.ValueVector;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A damaged file is refused, or read as far as the damage does not show; nothing else happens. */
class DamagedFilesTest {
  private static final int MUTATIONS_OF_A_ROUND = 400;
  private static final long MEMORY = 256L << 20;

  static IntStream rounds() {
    return IntStream.range(0, Integer.getInteger("damage.rounds", 20));
  }

  @ParameterizedTest
  @MethodSource("rounds")
  void damageIsRefusedAndLeaksNothing(int round) throws IOException {
    Random random = new Random(round);
    List<GoldenParquet> made = GoldenParquet.all();
    List<GoldenParquet> lakes = lakes();
    int refused = 0;
    for (int i = 0; i < MUTATIONS_OF_A_ROUND; i++) {
      List<GoldenParquet> files = random.nextInt(4) == 0 ? lakes : made;
      GoldenParquet golden = files.get(random.nextInt(files.size()));
      byte[] damaged = damage(Files.readAllBytes(golden.file()), random);
      String what = "mutation " + i + " of round " + round + ", " + golden;
      try {
        readSome(golden, new ByteSource(what, damaged), random);
      } catch (CorruptLakeException | UnsupportedFeatureException | StorageException e) {
        assertThat(e).hasMessageContaining(what.substring(0, 8));
        refused++;
      } catch (RuntimeException | Error e) {
        throw new AssertionError(what, e);
      }
    }
    assertThat(refused).isPositive();
  }

  private static List<GoldenParquet> lakes() throws IOException {
    try (Stream<Path> lakes = Files.walk(Path.of("../golden-files/lakes"))) {
      return lakes
          .filter(file -> file.toString().endsWith(".parquet"))
          .sorted()
          .map(GoldenParquet::new)
          .toList();
    }
  }

  private static byte[] damage(byte[] whole, Random random) {
    byte[] bytes = whole.clone();
    int footer = Math.min(bytes.length, 9000);
    switch (random.nextInt(6)) {
      case 0 -> {
        return Arrays.copyOf(bytes, random.nextInt(bytes.length));
      }
      case 1 -> { // bytes are missing in the middle
        int from = random.nextInt(bytes.length);
        int count = Math.min(1 + random.nextInt(20), bytes.length - from);
        System.arraycopy(bytes, from + count, bytes, from, bytes.length - from - count);
        return Arrays.copyOf(bytes, bytes.length - count);
      }
      case 2 -> {
        int at = bytes.length - 1 - random.nextInt(footer);
        bytes[at] ^= (byte) (1 << random.nextInt(8));
      }
      case 3 -> {
        int at = bytes.length - 1 - random.nextInt(footer);
        bytes[at] = (byte) (random.nextBoolean() ? random.nextInt() : -1);
      }
      case 4 -> {
        for (int i = random.nextInt(4); i >= 0; i--) {
          bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        }
      }
      default -> {
        int at = random.nextInt(bytes.length);
        byte with = (byte) (new int[] {0, -1, 127, -128, 15}[random.nextInt(5)]);
        for (int i = at; i < Math.min(bytes.length, at + 1 + random.nextInt(8)); i++) {
          bytes[i] = with;
        }
      }
    }
    return bytes;
  }

  private static void readSome(GoldenParquet golden, ByteSource bytes, Random random) {
    try (BufferAllocator allocator = new RootAllocator(MEMORY);
        ParquetDataFile file = golden.open(bytes)) {
      List<ParquetField> fields = file.schema().fields();
      for (int i = 0; i < 6 && !fields.isEmpty() && !file.rowGroups().isEmpty(); i++) {
        ParquetField field = fields.get(random.nextInt(fields.size()));
        RowGroup group = file.rowGroups().get(random.nextInt(file.rowGroups().size()));
        if (field.kind() == ParquetField.Kind.PRIMITIVE) {
          group.stats(field);
          group.pageIndex(field);
        }
        try (ColumnReader reader = file.openColumn(group, field, allocator)) {
          reader.skip((int) Math.min(reader.remaining(), random.nextInt(20)));
          try (FieldVector vector = reader.read((int) Math.min(reader.remaining(), 3000))) {
            touch(vector);
          }
        }
      }
    }
  }

  /** Reads every value, so that a wrong offset shows. */
  private static void touch(ValueVector vector) {
    Spelled.all(vector);
  }
}
