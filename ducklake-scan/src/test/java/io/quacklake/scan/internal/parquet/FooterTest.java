package io.quacklake.scan.internal.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quacklake.format.CorruptLakeException;
import io.quacklake.format.file.EncryptionKey;
import io.quacklake.storage.ByteRange;
import io.quacklake.storage.ObjectSource;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a file is opened. */
class FooterTest {
  private static final GoldenParquet GOLDEN = GoldenParquet.named("flat.plain_v1");

  /** Notes what is read. */
  private record Watched(ObjectSource source, List<Long> lengths) implements ObjectSource {
    static Watched of(GoldenParquet golden) {
      return new Watched(ByteSource.of(golden.file()), new ArrayList<>());
    }

    @Override
    public String location() {
      return source.location();
    }

    @Override
    public long size() {
      return source.size();
    }

    @Override
    public void read(long offset, ByteBuffer into) {
      lengths.add((long) into.remaining());
      source.read(offset, into);
    }

    @Override
    public void close() {
      lengths.add(-1L);
    }
  }

  @Test
  void theRightHintTakesOneReadOfTheFooterAlone() {
    long footer;
    try (ParquetDataFile file = GOLDEN.open()) {
      footer = file.footer().byteSize();
    }
    Watched source = Watched.of(GOLDEN);
    ParquetDataFile.open(source, footer, null);
    assertThat(source.lengths()).containsExactly(footer + 8);
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 0, 1, 100, 1 << 20, Long.MAX_VALUE})
  void aWrongHintOnlyCostsAnotherRead(long hint) {
    Watched source = Watched.of(GOLDEN);
    try (ParquetDataFile file = ParquetDataFile.open(source, hint, null)) {
      assertThat(file.rowCount()).isEqualTo(GOLDEN.rows());
      assertThat(source.lengths()).hasSizeLessThanOrEqualTo(2);
    }
  }

  @Test
  void aKnownFooterIsNotReadAgain() {
    ParquetFooter footer;
    try (ParquetDataFile file = GOLDEN.open()) {
      footer = file.footer();
    }
    Watched source = Watched.of(GOLDEN);
    try (ParquetDataFile file = ParquetDataFile.open(source, footer)) {
      assertThat(file.rowCount()).isEqualTo(GOLDEN.rows());
    }
    assertThat(source.lengths()).containsExactly(-1L);
  }

  @Test
  void aFileOfAnotherSizeThanItsFooterSaysIsRefused() {
    ParquetFooter footer;
    try (ParquetDataFile file = GOLDEN.open()) {
      footer = file.footer();
    }
    Watched other = Watched.of(GoldenParquet.named("int96"));
    assertThatThrownBy(() -> ParquetDataFile.open(other, footer))
        .isInstanceOf(CorruptLakeException.class)
        .hasMessageContaining("int96.parquet");
    assertThat(other.lengths()).containsExactly(-1L);
  }

  @Test
  void whatIsNoParquetFileIsRefusedAndClosed() {
    for (byte[] bytes :
        List.of(
            new byte[0],
            new byte[11],
            new byte[100],
            "PAR1....PAR1".getBytes(StandardCharsets.US_ASCII))) {
      assertThatThrownBy(
              () -> ParquetDataFile.open(new ByteSource("a/b.parquet", bytes), null, null))
          .isInstanceOf(CorruptLakeException.class)
          .hasMessageContaining("a/b.parquet");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"encrypted_duckdb", "few.encrypted_standard"})
  void anEncryptedFileNeedsItsKey(String name) {
    ByteSource source = ByteSource.of(GoldenParquet.named(name).file());
    EncryptionKey wrong = new EncryptionKey(new byte[16]);

    assertThatThrownBy(() -> ParquetDataFile.open(source, null, null))
        .isInstanceOf(CorruptLakeException.class)
        .hasMessageContaining("no key is known");
    assertThatThrownBy(() -> ParquetDataFile.open(source, null, wrong))
        .isInstanceOf(CorruptLakeException.class)
        .hasMessageContaining("cannot be decrypted")
        .hasMessageNotContaining(Arrays.toString(wrong.bytes()));
  }

  @Test
  void rangesCoverTheChunksOfTheFieldsOnly() {
    try (ParquetDataFile file = GOLDEN.open()) {
      RowGroup group = file.rowGroups().get(1);
      List<ByteRange> ranges = file.ranges(group, file.schema().fields().subList(2, 4), null);
      assertThat(ranges).hasSize(2);
      assertThat(ranges.get(0).length())
          .isEqualTo(group.compressedSize(file.schema().fields().get(2)));
      assertThat(ranges.get(1).offset()).isEqualTo(ranges.get(0).offset() + ranges.get(0).length());
    }
  }
}
