package io.quacklake.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.quacklake.format.CorruptLakeException;
import io.quacklake.format.FieldId;
import io.quacklake.format.Snapshot;
import io.quacklake.format.SnapshotId;
import io.quacklake.format.TableId;
import io.quacklake.format.UnsupportedFeatureException;
import io.quacklake.format.file.DataFile;
import io.quacklake.format.file.DeleteFile;
import io.quacklake.format.file.InlinedRow;
import io.quacklake.format.file.InlinedTable;
import io.quacklake.format.partition.PartitionSpec;
import io.quacklake.format.schema.SchemaInfo;
import io.quacklake.format.schema.TableInfo;
import io.quacklake.format.type.Field;
import io.quacklake.golden.Backend;
import io.quacklake.golden.GoldenLake;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Catalogs changed by hand into states that races, older versions or damage leave behind. */
class DamagedCatalogTest {
  @TempDir Path directory;
  private int copies;

  /** Reads a golden lake after the statements have changed it. */
  private <R> R read(
      String lake, Backend backend, List<String> statements, Function<SnapshotReader, R> work)
      throws SQLException {
    GoldenLake copy = GoldenLake.load(lake).copyTo(directory.resolve("copy" + copies++));
    String url = backend == Backend.DUCKDB ? "jdbc:duckdb:" : "jdbc:sqlite:";
    try (Connection connection = DriverManager.getConnection(url + copy.catalog(backend).file());
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
    try (Catalog catalog = GoldenCatalogs.open(copy, backend)) {
      return catalog.read(work);
    }
  }

  /** P12. */
  @ParameterizedTest
  @EnumSource(names = {"DUCKDB", "SQLITE"})
  void skipsATableThatARaceLeftWithoutColumns(Backend backend) throws SQLException {
    List<String> names =
        read(
            "empty",
            backend,
            List.of(
                "INSERT INTO ducklake_table (table_id, table_uuid, begin_snapshot, end_snapshot,"
                    + " schema_id, table_name, path, path_is_relative) VALUES (99,"
                    + " '00000000-0000-0000-0000-000000000099', 0, NULL, 0, 'ghost', 'ghost/',"
                    + " true)"),
            reader -> reader.tables(reader.latest().id()).stream().map(TableInfo::name).toList());
    assertThat(names).doesNotContain("ghost");
  }

  /** P21. */
  @ParameterizedTest
  @EnumSource(names = {"DUCKDB", "SQLITE"})
  void givesEachOfTwoDeleteFilesAndTheDataFileOnce(Backend backend) throws SQLException {
    List<List<Long>> ids =
        read(
            "deletes_updates",
            backend,
            List.of(
                "INSERT INTO ducklake_delete_file (delete_file_id, table_id, begin_snapshot,"
                    + " data_file_id, path, path_is_relative, format, delete_count,"
                    + " file_size_bytes, footer_size) SELECT 1000, table_id, begin_snapshot,"
                    + " data_file_id, path, path_is_relative, format, delete_count,"
                    + " file_size_bytes, footer_size FROM ducklake_delete_file"
                    + " WHERE data_file_id = 0 AND end_snapshot IS NULL"),
            reader -> {
              SnapshotId latest = reader.latest().id();
              List<Long> dataFiles = new ArrayList<>();
              reader.dataFiles(
                  new TableId(1), latest, Set.of(), file -> dataFiles.add(file.id().value()));
              List<Long> deleteFiles =
                  reader.deleteFiles(new TableId(1), latest).stream()
                      .filter(each -> each.dataFile().value() == 0)
                      .map(DeleteFile::id)
                      .map(each -> each.value())
                      .toList();
              return List.of(dataFiles, deleteFiles);
            });
    assertThat(ids.get(0)).doesNotHaveDuplicates().contains(0L);
    assertThat(ids.get(1)).hasSize(2).doesNotHaveDuplicates().contains(1000L);
  }

  private static final List<String> LAZILY_INLINED =
      List.of(
          "DELETE FROM ducklake_snapshot WHERE snapshot_id > 0",
          "INSERT INTO ducklake_snapshot VALUES (1, '2026-01-01 00:00:00+00', 1, 2, 0)",
          "INSERT INTO ducklake_snapshot VALUES (2, '2026-01-02 00:00:00+00', 2, 2, 0)",
          "INSERT INTO ducklake_snapshot VALUES (3, '2026-01-03 00:00:00+00', 3, 2, 1)",
          "INSERT INTO ducklake_snapshot VALUES (4, '2026-01-04 00:00:00+00', 4, 2, 1)",
          "INSERT INTO ducklake_schema_versions VALUES (1, 1, 7), (2, 2, 7), (4, 4, 7)",
          "INSERT INTO ducklake_table VALUES (7, '00000000-0000-0000-0000-000000000007', 1, NULL,"
              + " 0, 't', 't/', true)",
          column(1, 1, "a", "NULL"),
          column(2, 2, "b", "'4'"),
          column(3, 4, "c", "NULL"),
          "INSERT INTO ducklake_inlined_data_tables VALUES (7, 'ducklake_inlined_data_7_3', 3)",
          "CREATE TABLE ducklake_inlined_data_7_3 (row_id BIGINT, begin_snapshot BIGINT,"
              + " end_snapshot BIGINT, a BIGINT, b BIGINT)",
          "INSERT INTO ducklake_inlined_data_7_3 VALUES (0, 3, NULL, 1, 2)");

  private static String column(int id, int begin, String name, String initialDefault) {
    return "INSERT INTO ducklake_column (column_id, begin_snapshot, table_id, column_order,"
        + " column_name, column_type, initial_default, nulls_allowed) VALUES (%d, %d, 7, %d, '%s',"
            .formatted(id, begin, id, name)
        + " 'int32', %s, true)".formatted(initialDefault);
  }

  /** P3. */
  @ParameterizedTest
  @EnumSource(names = {"DUCKDB", "SQLITE"})
  void readsALazilyInlinedTableWithTheNewestSchemaBeforeIt(Backend backend) throws SQLException {
    read(
        "empty",
        backend,
        LAZILY_INLINED,
        reader -> {
          SnapshotId latest = reader.latest().id();
          InlinedTable table = reader.inlinedTables(new TableId(7), latest).get(0);
          assertThat(table.fields()).extracting(Field::name).containsExactly("a", "b");
          assertThat(table.fields())
              .extracting(Field::id)
              .containsExactly(new FieldId(1), new FieldId(2));
          List<InlinedRow> rows = reader.inlinedRows(table, latest, table.fields(), null, 10);
          assertThat(rows)
              .containsExactly(new InlinedRow(0, new SnapshotId(3), null, List.of(1L, 2L)));
          return null;
        });
  }

  @Test
  void refusesAnInlinedTableWhoseColumnsAreNotTheTables() throws SQLException {
    assertCorrupt("ALTER TABLE ducklake_inlined_data_7_3 RENAME COLUMN b TO x", "[a, x]");
  }

  @Test
  void refusesAnInlinedTableThatIsNotThere() throws SQLException {
    assertCorrupt("DROP TABLE ducklake_inlined_data_7_3", "there is no such table");
  }

  @Test
  void refusesAnInlinedRowThatIsThereTwice() throws SQLException {
    assertCorrupt("INSERT INTO ducklake_inlined_data_7_3 VALUES (0, 3, NULL, 5, 6)", "row 0");
  }

  @Test
  void refusesAnInlinedValueThatIsNone() throws SQLException {
    assertCorrupt(
        "UPDATE ducklake_inlined_data_7_3 SET a = 'x'", "'x' is not a value of type int32");
  }

  private void assertCorrupt(String damage, String words) throws SQLException {
    List<String> statements = new ArrayList<>(LAZILY_INLINED);
    statements.add(damage);
    assertThatExceptionOfType(CorruptLakeException.class)
        .isThrownBy(
            () ->
                read(
                    "empty",
                    Backend.SQLITE,
                    statements,
                    reader -> {
                      SnapshotId latest = reader.latest().id();
                      InlinedTable table = reader.inlinedTables(new TableId(7), latest).get(0);
                      return reader.inlinedRows(table, latest, table.fields(), null, 1);
                    }))
        .withMessageContaining(words)
        .withMessageContaining("ducklake_inlined_data_7_3");
  }

  @Test
  void keepsNulCharactersOfInlinedTexts() throws SQLException {
    List<String> statements = new ArrayList<>(LAZILY_INLINED);
    statements.add("UPDATE ducklake_column SET column_type = 'varchar' WHERE column_name = 'b'");
    statements.add("UPDATE ducklake_inlined_data_7_3 SET b = CAST(x'610062' AS TEXT)");
    Object value =
        read(
            "empty",
            Backend.SQLITE,
            statements,
            reader -> {
              SnapshotId latest = reader.latest().id();
              InlinedTable table = reader.inlinedTables(new TableId(7), latest).get(0);
              return reader
                  .inlinedRows(table, latest, table.fields(), null, 1)
                  .get(0)
                  .values()
                  .get(1);
            });
    assertThat(value).isEqualTo("a\0b");
  }

  /** N18, N19: texts with the offsets of their writers, and clocks that disagree. */
  @Test
  void choosesASnapshotByTimeAndNotByTextOrNumber() throws SQLException {
    Snapshot found =
        read(
            "time_travel",
            Backend.SQLITE,
            List.of(
                "UPDATE ducklake_snapshot SET snapshot_time = '2026-05-01 00:00:00+00'",
                "UPDATE ducklake_snapshot SET snapshot_time = '2026-01-01 05:00:00.5+05:30'"
                    + " WHERE snapshot_id = 3",
                "UPDATE ducklake_snapshot SET snapshot_time = '2025-12-31 20:00:00-04'"
                    + " WHERE snapshot_id = 5"),
            reader -> reader.asOf(Instant.parse("2025-12-31T23:59:59Z")));
    assertThat(found.id().value()).isEqualTo(3);
    assertThat(found.time()).isEqualTo(Instant.parse("2025-12-31T23:30:00.5Z"));
  }

  @ParameterizedTest
  @EnumSource(names = {"DUCKDB", "SQLITE"})
  void refusesASchemaThatSaysMoreThanWeKnow(Backend backend) throws SQLException {
    String add = "ALTER TABLE ducklake_schema ADD COLUMN parent_schema_id BIGINT";
    String use = "UPDATE ducklake_schema SET parent_schema_id = 3";
    Function<SnapshotReader, List<SchemaInfo>> schemas =
        reader -> reader.schemas(reader.latest().id());
    List<SchemaInfo> unused = read("empty", backend, List.of(add), schemas);
    assertThat(unused).isNotEmpty();
    assertThatExceptionOfType(UnsupportedFeatureException.class)
        .isThrownBy(() -> read("empty", backend, List.of(add, use), schemas))
        .withMessageContaining("The schema main has parent_schema_id = 3");
  }

  /** Specification 0.1 made from a lake of 0.2 by undoing the migration step between them. */
  @Test
  void readsACatalogOfSpecification01() throws SQLException {
    List<String> toVersion01 =
        Arrays.asList(
            "UPDATE ducklake_metadata SET value = '0.1' WHERE key = 'version'",
            "ALTER TABLE ducklake_metadata DROP COLUMN scope",
            "ALTER TABLE ducklake_metadata DROP COLUMN scope_id",
            "ALTER TABLE ducklake_schema DROP COLUMN path",
            "ALTER TABLE ducklake_schema DROP COLUMN path_is_relative",
            "ALTER TABLE ducklake_table DROP COLUMN path",
            "ALTER TABLE ducklake_table DROP COLUMN path_is_relative",
            "ALTER TABLE ducklake_data_file DROP COLUMN mapping_id",
            "DROP TABLE ducklake_column_mapping",
            "DROP TABLE ducklake_name_mapping",
            "UPDATE ducklake_partition_column SET column_id = column_id - 1");
    Function<SnapshotReader, PartitionSpec> spec =
        reader -> reader.partitionSpec(new TableId(2), reader.latest().id());
    PartitionSpec expected;
    try (Catalog original =
        GoldenCatalogs.open(GoldenLake.load("spec_0_2_files"), Backend.SQLITE)) {
      expected = original.read(spec);
    }
    assertThat(expected.fields()).hasSize(2);
    read(
        "spec_0_2_files",
        Backend.SQLITE,
        toVersion01,
        reader -> {
          SnapshotId latest = reader.latest().id();
          assertThat(spec.apply(reader)).isEqualTo(expected);
          List<DataFile> files = new ArrayList<>();
          for (TableInfo table : reader.tables(latest)) {
            assertThat(table.location("data/")).isEqualTo("data/");
            reader.dataFiles(table.id(), latest, Set.of(new FieldId(1)), files::add);
          }
          assertThat(files).isNotEmpty().allMatch(file -> file.stats().size() == 1);
          assertThat(files).allMatch(file -> file.mappingId() == null);
          assertThat(reader.options(null, null)).containsEntry("version", "0.1");
          assertThat(reader.allOptions()).allMatch(each -> each.scopeId() == null);
          return null;
        });
  }
}
