package io.quacklake.transact.internal.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import io.quacklake.format.FieldId;
import io.quacklake.transact.internal.parquet.columns.LeafStats;
import io.quacklake.transact.internal.parquet.layout.ParquetWriteOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnIndex;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.OffsetIndex;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.Util;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParquetStatsTest {
  @TempDir Path directory;
  private Reference reference;
  private Path file;

  @BeforeEach
  void openReference() {
    reference = new Reference();
    file = directory.resolve("written.parquet");
  }

  @AfterEach
  void closeReference() {
    reference.close();
  }

  @Test
  void columnsReportRawBoundsAndCounts() {
    reference.run("SET arrow_lossless_conversion = true");
    WrittenFile written =
        reference.write(
            """
            SELECT unnest([1, NULL, -3]::TINYINT[]) AS i8,
              unnest([0, 18446744073709551615, 7]::UBIGINT[]) AS u64,
              unnest(['1.5', 'nan', '-inf']::FLOAT[]) AS f,
              unnest([1.5, NULL, 2.5]::DOUBLE[]) AS d,
              unnest([1.25, -2, 3]::DECIMAL(5,2)[]) AS d5,
              unnest([1.25, -2, 3]::DECIMAL(30,2)[]) AS d30,
              unnest(['b', 'a', NULL]) AS s,
              unnest(['00000000-0000-0000-0000-000000000001', 'ffffffff-0000-0000-0000-000000000000',
                '7fffffff-0000-0000-0000-000000000000']::UUID[]) AS u,
              unnest([TIMESTAMP_S '1970-01-01 00:00:05', NULL, TIMESTAMP_S '1970-01-01 00:00:07']) AS ts,
              unnest([INTERVAL 1 DAY, NULL, NULL]) AS iv,
              unnest([[1, NULL], [], NULL]) AS l,
              NULL::INTEGER AS nothing
            """,
            file,
            ParquetWriteOptions.DEFAULT);

    assertThat(written.columns().stream().map(LeafStats::id))
        .containsExactlyElementsOf(
            java.util.stream.LongStream.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 13)
                .mapToObj(FieldId::new)
                .toList());
    assertThat(written.columns().stream().map(LeafStats::min))
        .containsExactly(
            -3L,
            BigInteger.ZERO,
            Float.NEGATIVE_INFINITY,
            1.5,
            new BigDecimal("-2.00"),
            new BigDecimal("-2.00"),
            "a",
            UUID.fromString("00000000-0000-0000-0000-000000000001"),
            5L,
            null,
            1L,
            null);
    assertThat(written.columns().stream().map(LeafStats::max))
        .containsExactly(
            1L,
            new BigInteger("18446744073709551615"),
            1.5f,
            2.5,
            new BigDecimal("3.00"),
            new BigDecimal("3.00"),
            "b",
            UUID.fromString("ffffffff-0000-0000-0000-000000000000"),
            7L,
            null,
            1L,
            null);
    assertThat(written.columns().stream().map(LeafStats::containsNan))
        .containsExactly(null, null, true, false, null, null, null, null, null, null, null, null);
    assertThat(written.columns().stream().map(LeafStats::values))
        .containsExactly(2L, 3L, 3L, 2L, 3L, 3L, 2L, 3L, 2L, 1L, 1L, 0L);
    assertThat(written.columns().stream().map(LeafStats::nulls))
        .containsExactly(1L, 0L, 0L, 1L, 0L, 0L, 1L, 0L, 1L, 2L, 3L, 3L);
    assertThat(written.columns().stream().map(each -> Long.toString(each.compressedBytes())))
        .containsExactlyElementsOf(
            reference.column(
                "SELECT total_compressed_size FROM parquet_metadata('"
                    + file
                    + "') ORDER BY column_id"));
    assertThat(written.columns().get(10).path()).containsExactly("l", "list", "element");
  }

  @Test
  void zerosOfBothSignsAreBoundedByBoth() throws IOException {
    reference.write("SELECT unnest([0.0, 0.0]::DOUBLE[]) AS d", file, ParquetWriteOptions.DEFAULT);
    var statistics = footer().row_groups.get(0).columns.get(0).meta_data.statistics;
    assertThat(number(statistics.min_value)).isEqualTo(Long.MIN_VALUE);
    assertThat(number(statistics.max_value)).isZero();
  }

  @Test
  void thePageIndexLocatesAndBoundsEveryPage() throws IOException {
    reference.write(
        "SELECT i // 4 AS i, CASE WHEN i >= 2000 THEN i % 50 END AS n, range(i % 4) AS l FROM"
            + " range(5000) r(i)",
        file, ParquetWriteOptions.DEFAULT.withPageRows(1000).withRowGroupRows(3000));
    byte[] bytes = Files.readAllBytes(file);
    FileMetaData footer = footer();
    long row = 0;
    for (var group : footer.row_groups) {
      for (ColumnChunk chunk : group.columns) {
        OffsetIndex offsets = Util.readOffsetIndex(from(bytes, chunk.offset_index_offset));
        assertThat(offsets.page_locations).hasSize((int) (group.num_rows / 1000));
        long entries = 0;
        long end = 0;
        for (int page = 0; page < offsets.page_locations.size(); page++) {
          var location = offsets.page_locations.get(page);
          assertThat(location.first_row_index).isEqualTo(page * 1000L);
          ByteArrayInputStream in = from(bytes, location.offset);
          PageHeader header = Util.readPageHeader(in);
          int headerSize = (int) (bytes.length - location.offset) - in.available();
          assertThat(headerSize + header.compressed_page_size)
              .isEqualTo(location.compressed_page_size);
          entries += header.data_page_header.num_values;
          end = location.offset + location.compressed_page_size;
        }
        assertThat(entries).isEqualTo(chunk.meta_data.num_values);
        long start =
            chunk.meta_data.isSetDictionary_page_offset()
                ? chunk.meta_data.dictionary_page_offset
                : chunk.meta_data.data_page_offset;
        assertThat(end).isEqualTo(start + chunk.meta_data.total_compressed_size);
      }
      ColumnIndex first =
          Util.readColumnIndex(from(bytes, group.columns.get(0).column_index_offset));
      for (int page = 0; page < first.min_values.size(); page++) {
        assertThat(number(first.min_values.get(page))).isEqualTo((row + page * 1000) / 4);
        assertThat(number(first.max_values.get(page))).isEqualTo((row + page * 1000 + 999) / 4);
      }
      row += group.num_rows;
    }
    ColumnIndex second =
        Util.readColumnIndex(
            from(bytes, footer.row_groups.get(0).columns.get(1).column_index_offset));
    assertThat(second.null_pages).containsExactly(true, true, false);
    assertThat(second.null_counts).containsExactly(1000L, 1000L, 0L);
    assertThat(second.min_values.get(0).remaining()).isZero();
  }

  @Test
  void aPageWithNanHasNoBoundsAnywhere() throws IOException {
    reference.write(
        "SELECT unnest(['1', 'nan']::DOUBLE[]) AS d", file, ParquetWriteOptions.DEFAULT);
    ColumnChunk chunk = footer().row_groups.get(0).columns.get(0);
    assertThat(chunk.isSetColumn_index_offset()).isFalse();
    assertThat(chunk.meta_data.statistics.isSetMin_value()).isFalse();
    assertThat(reference.column("SELECT d FROM read_parquet('" + file + "') WHERE d > 5"))
        .containsExactly("NaN");
  }

  private FileMetaData footer() throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    int length = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(bytes.length - 8);
    return Util.readFileMetaData(from(bytes, bytes.length - 8 - length));
  }

  private static ByteArrayInputStream from(byte[] bytes, long offset) {
    return new ByteArrayInputStream(bytes, (int) offset, bytes.length - (int) offset);
  }

  private static long number(ByteBuffer bytes) {
    return bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN).getLong(bytes.position());
  }

  @Test
  void aFileWithoutRowsHasNoRowGroups() {
    WrittenFile written =
        reference.write("SELECT 1 AS i WHERE false", file, ParquetWriteOptions.DEFAULT);
    assertThat(written.rowGroups()).isZero();
    assertThat(written.columns()).extracting(LeafStats::values).isEqualTo(List.of(0L));
    reference.assertHolds(file, "SELECT 1 AS i WHERE false");
  }
}
