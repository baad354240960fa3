package io.quacklake.transact.internal.write;

import static org.assertj.core.api.Assertions.assertThat;

import io.quacklake.format.FieldId;
import io.quacklake.format.file.ColumnStats;
import io.quacklake.format.partition.PartitionField;
import io.quacklake.format.partition.Transform;
import io.quacklake.format.type.DecimalType;
import io.quacklake.format.type.PrimitiveType;
import io.quacklake.scan.internal.parquet.ColumnReader;
import io.quacklake.scan.internal.parquet.ParquetDataFile;
import io.quacklake.scan.internal.parquet.RowGroup;
import io.quacklake.scan.internal.parquet.schema.ParquetField;
import io.quacklake.storage.ObjectSource;
import io.quacklake.transact.internal.stage.StagedFile;
import io.quacklake.transact.internal.stage.StagedInsert;
import io.quacklake.transact.internal.stage.TableTarget;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.apache.arrow.vector.FieldVector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How appended rows are spread over files, and what is said of each file. */
class TableFilesTest extends AppendedRows {
  @Test
  void filesAreRotatedAtTheTargetSize() {
    StagedInsert insert =
        append(
            Targets.with(numbers(), Map.of("target_file_size", "300KB")),
            "SELECT i AS id, md5(i::VARCHAR) AS name FROM range(100000) r(i)");

    assertThat(insert.files()).hasSizeGreaterThan(2);
    assertThat(insert.files().stream().mapToLong(StagedFile::recordCount).sum()).isEqualTo(100000);
    assertThat(
            reference.rows("SELECT count(*), sum(id), count(DISTINCT name) FROM " + files(insert)))
        .containsExactly(List.of("100000", "4999950000", "100000"));
  }

  @Test
  void storedOptionsDecideOnTheLayout() {
    StagedInsert insert =
        append(
            Targets.with(
                numbers(),
                Map.of(
                    "parquet_compression", "zstd",
                    "parquet_compression_level", "5",
                    "parquet_row_group_size", "1000",
                    "parquet_version", "V2")),
            "SELECT i AS id, md5(i::VARCHAR) AS name FROM range(3500) r(i)");

    assertThat(
            reference.rows(
                "SELECT count(DISTINCT row_group_id), max(row_group_num_rows), min(compression),"
                    + " max(compression) FROM parquet_metadata('"
                    + insert.files().get(0).location()
                    + "')"))
        .containsExactly(List.of("4", "1000", "ZSTD", "ZSTD"));
  }

  @Test
  void rowsOfASortedTableAreStoredInOrder() {
    TableTarget table = Targets.sorted(numbers(), "Name DESC", "id");

    StagedInsert insert =
        append(
            table,
            "SELECT hash(i) % 1000 AS id, CASE WHEN i % 7 = 0 THEN NULL ELSE (i % 20)::VARCHAR END"
                + " AS name FROM range(10000) r(i)");

    assertThat(reference.rows("SELECT id, Name FROM " + files(insert)))
        .isEqualTo(
            reference.rows(
                "SELECT hash(i) % 1000 AS id, CASE WHEN i % 7 = 0 THEN NULL ELSE (i % 20)::VARCHAR"
                    + " END AS name FROM range(10000) r(i) ORDER BY name DESC NULLS LAST, id"));
  }

  @Test
  void rowsGoToThePartitionsOfTheirKeys() {
    TableTarget table =
        Targets.partitioned(
            Targets.table(
                directory,
                List.of(
                    Targets.column(1, "id", PrimitiveType.INT64),
                    Targets.column(2, "day", PrimitiveType.DATE))),
            new PartitionField(0, new FieldId(2), Transform.parse("year")),
            new PartitionField(1, new FieldId(2), Transform.parse("month")));

    StagedInsert insert =
        append(
            table,
            "SELECT i AS id, DATE '2024-01-01' + (i % 500)::INTEGER AS day FROM range(10000) r(i)");

    assertThat(insert.files()).hasSize(17);
    for (StagedFile file : insert.files()) {
      String year = file.partitionValues().get(0);
      String month = file.partitionValues().get(1);
      assertThat(file.partitionId()).isEqualTo(7);
      assertThat(file.path().value()).startsWith("year=" + year + "/month=" + month + "/ducklake-");
      assertThat(
              reference.rows(
                  "SELECT count(*), min(year(day)), max(year(day)), min(month(day)),"
                      + " max(month(day)) FROM read_parquet('"
                      + file.location()
                      + "', hive_partitioning = false)"))
          .containsExactly(List.of(Long.toString(file.recordCount()), year, year, month, month));
    }
    assertThat(reference.rows("SELECT count(*), sum(id) FROM " + files(insert)))
        .containsExactly(List.of("10000", "49995000"));
  }

  @Test
  void aPartitionGetsFewFilesEvenWhenThereAreMoreThanMayBeOpen() {
    TableTarget table =
        Targets.partitioned(
            numbers(), new PartitionField(0, new FieldId(1), Transform.parse("identity")));

    StagedInsert insert =
        append(
            table,
            "SELECT i % 40 AS id, i::VARCHAR AS name FROM range(100000) r(i)",
            WriteContext.of(STORES, reference.allocator).withOpenFiles(8));

    assertThat(insert.files()).hasSizeLessThan(40 * 3);
    assertThat(
            reference.rows(
                "SELECT count(*), count(DISTINCT name), count(DISTINCT id) FROM " + files(insert)))
        .containsExactly(List.of("100000", "100000", "40"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"V1", "V2"})
  void filesOfAnEncryptedLakeAreReadWithTheirOwnKeys(String version) {
    String sql =
        "SELECT hash(i) % 100000 AS id, CASE WHEN i % 9 = 0 THEN NULL ELSE 'n' || i % 77 END AS name"
            + " FROM range(30000) r(i)";
    StagedInsert insert =
        append(
            Targets.with(
                Targets.encrypted(numbers()),
                Map.of(
                    "parquet_version", version,
                    "parquet_row_group_size", "7000",
                    "target_file_size", "60KB")),
            sql);

    assertThat(insert.files()).hasSizeGreaterThan(1);
    String all =
        insert.files().stream()
            .map(
                file -> {
                  String key =
                      Base64.getEncoder()
                          .encodeToString(Objects.requireNonNull(file.encryptionKey()).bytes());
                  return "SELECT * FROM read_parquet('"
                      + file.location()
                      + "', encryption_config = {footer_key_value: from_base64('"
                      + key
                      + "')})";
                })
            .collect(Collectors.joining(" UNION ALL "));
    assertThat(reference.rows("(" + sql + ") EXCEPT ALL (" + all + ")")).isEmpty();
    assertThat(reference.rows("(" + all + ") EXCEPT ALL (" + sql + ")")).isEmpty();
    assertThat(insert.files().stream().map(StagedFile::encryptionKey).distinct())
        .hasSameSizeAs(insert.files());
    for (StagedFile file : insert.files()) {
      assertThat(rowsReadByUs(file)).isEqualTo(file.recordCount());
    }
  }

  /** Reads all columns of a file with the scan module's own reader. */
  private long rowsReadByUs(StagedFile file) {
    long rows = 0;
    try (ObjectSource source = STORES.forLocation(file.location()).open(file.location());
        ParquetDataFile parquet =
            ParquetDataFile.open(source, file.footerSize(), file.encryptionKey())) {
      for (RowGroup group : parquet.rowGroups()) {
        for (ParquetField field : parquet.schema().fields()) {
          try (ColumnReader column = parquet.openColumn(group, field, reference.allocator);
              FieldVector values = column.read((int) group.rowCount())) {
            assertThat(values.getValueCount()).isEqualTo((int) group.rowCount());
          }
        }
        rows += group.rowCount();
      }
    }
    return rows;
  }

  @Test
  void statisticsAreTheCatalogsTexts() {
    TableTarget table =
        Targets.table(
            directory,
            List.of(
                Targets.column(1, "b", PrimitiveType.BOOLEAN),
                Targets.column(2, "s", PrimitiveType.VARCHAR),
                Targets.column(3, "x", PrimitiveType.BLOB),
                Targets.column(4, "d", new DecimalType(9, 2)),
                Targets.column(5, "t", PrimitiveType.TIMESTAMPTZ),
                Targets.column(6, "f", PrimitiveType.FLOAT64),
                Targets.column(7, "n", PrimitiveType.VARCHAR)));

    StagedFile file =
        append(
                table,
                "SELECT * FROM (VALUES (true, 'a' || chr(0) || 'b', '\\x00\\xFFab'::BLOB,"
                    + " -1.25::DECIMAL(9,2), TIMESTAMPTZ '2024-01-15 12:30:00+00', 'nan'::DOUBLE,"
                    + " repeat('é', 200)), (NULL, 'a', NULL, 3, NULL, 1, NULL)) v(b, s, x, d, t, f,"
                    + " n)")
            .files()
            .get(0);

    Map<FieldId, ColumnStats> stats = file.stats();
    assertThat(bounds(stats, 1)).containsExactly("1", "1");
    assertThat(bounds(stats, 2)).containsExactly("a", "a\u0001");
    assertThat(bounds(stats, 3)).containsExactly("00FF6162", "00FF6162");
    assertThat(bounds(stats, 4)).containsExactly("-1.25", "3.00");
    assertThat(bounds(stats, 5))
        .containsExactly("2024-01-15 12:30:00+00", "2024-01-15 12:30:00+00");
    assertThat(bounds(stats, 6)).containsExactly("1.0", "1.0");
    assertThat(stats.get(new FieldId(6)).containsNan()).isTrue();
    assertThat(bounds(stats, 7)).containsExactly("é".repeat(128), "é".repeat(127) + "ê");
    assertThat(stats.get(new FieldId(7)).nullCount()).isEqualTo(1);
    assertThat(stats.get(new FieldId(7)).valueCount()).isEqualTo(1);
  }

  private static List<String> bounds(Map<FieldId, ColumnStats> stats, long id) {
    ColumnStats column = stats.get(new FieldId(id));
    List<String> bounds = new ArrayList<>();
    bounds.add(column.min());
    bounds.add(column.max());
    return bounds;
  }
}
