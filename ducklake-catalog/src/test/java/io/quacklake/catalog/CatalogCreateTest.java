package io.quacklake.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.quacklake.format.AlreadyExistsException;
import io.quacklake.format.FormatVersion;
import io.quacklake.format.SnapshotId;
import io.quacklake.format.UnsupportedFeatureException;
import io.quacklake.format.schema.SchemaInfo;
import io.quacklake.golden.Backend;
import io.quacklake.golden.GoldenLake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CatalogCreateTest {
  @TempDir Path directory;

  /** The reference's empty lake is the model: its tables, columns, types and keys. */
  @ParameterizedTest
  @EnumSource(names = {"DUCKDB", "SQLITE"})
  void hasTheTablesOfAFreshLakeOfTheReference(Backend backend) throws SQLException {
    NewLakes.create(backend, directory).close();
    assertThat(definitions(backend, NewLakes.file(backend, directory)))
        .containsExactlyElementsOf(
            definitions(backend, GoldenLake.load("empty").catalog(backend).file()));
  }

  @ParameterizedTest
  @EnumSource(names = {"DUCKDB", "SQLITE"})
  void hasTheTablesOfTheNextVersionOnRequest(Backend backend) throws SQLException {
    NewLake lake = NewLake.at("files/").withVersion(FormatVersion.V1_1_DEV);
    Catalog.create(NewLakes.config(backend, directory), lake).close();
    List<String> model =
        definitions(backend, GoldenLake.load("v11_epoch_partitions").catalog(backend).file())
            .stream()
            .filter(each -> !each.contains("ducklake_inlined_data_1_"))
            .toList();
    assertThat(definitions(backend, NewLakes.file(backend, directory)))
        .containsExactlyElementsOf(model);
  }

  private static List<String> definitions(Backend backend, Path file) throws SQLException {
    String sql =
        backend == Backend.DUCKDB
            ? "SELECT sql FROM duckdb_tables() ORDER BY table_name"
            : "SELECT sql FROM sqlite_master WHERE type = 'table' ORDER BY name";
    return NewLakes.sql(backend, file, sql).stream()
        .map(row -> String.valueOf(row.get(0)).replace("\"", "").replace(";", ""))
        .toList();
  }

  @Test
  void hasTheTablesOfALakeOfTheReferenceOnAServer() throws SQLException {
    NewLakes.create(Backend.POSTGRES, directory).close();
    Path model = directory.resolve("model");
    NewLakes.restore(GoldenLake.load("time_travel"), model);
    for (String sql :
        List.of(
            "SELECT table_name, ordinal_position, column_name, data_type, is_nullable"
                + " FROM information_schema.columns WHERE table_schema = 'public'"
                + " AND table_name !~ 'ducklake_inlined_(data|delete)_[0-9]' ORDER BY 1, 2",
            "SELECT conrelid::regclass::text, pg_get_constraintdef(oid) FROM pg_constraint"
                + " WHERE connamespace = 'public'::regnamespace ORDER BY 1, 2")) {
      assertThat(NewLakes.sql(Backend.POSTGRES, NewLakes.file(Backend.POSTGRES, directory), sql))
          .isNotEmpty()
          .isEqualTo(NewLakes.sql(Backend.POSTGRES, model, sql));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"DUCKDB", "SQLITE"})
  void hasTheRowsOfAFreshLakeOfTheReference(Backend backend) throws SQLException {
    NewLakes.create(backend, directory).close();
    Path ours = NewLakes.file(backend, directory);
    Path theirs = GoldenLake.load("empty").catalog(backend).file();
    // The golden lake has one commit more, a table that is gone again or other options: only
    // what a lake has from the beginning is compared.
    for (String sql :
        List.of(
            "SELECT snapshot_id, schema_version, next_catalog_id, next_file_id"
                + " FROM ducklake_snapshot WHERE snapshot_id = 0",
            "SELECT * FROM ducklake_snapshot_changes WHERE snapshot_id = 0",
            "SELECT schema_id, begin_snapshot, end_snapshot, schema_name, path, path_is_relative"
                + " FROM ducklake_schema WHERE schema_id = 0",
            "SELECT \"key\", scope, scope_id FROM ducklake_metadata ORDER BY \"key\"",
            "SELECT \"value\" FROM ducklake_metadata"
                + " WHERE \"key\" IN ('version', 'encrypted') ORDER BY \"key\"")) {
      assertThat(NewLakes.sql(backend, ours, sql))
          .as(sql)
          .isNotEmpty()
          .isEqualTo(NewLakes.sql(backend, theirs, sql));
    }
  }

  @ParameterizedTest
  @EnumSource
  void isOpenAndSaysWhatItIs(Backend backend) {
    NewLake lake = NewLake.at("s3://bucket/lake").withEncryption(LakeInfo.Encryption.ENCRYPTED);
    try (Catalog catalog = Catalog.create(NewLakes.config(backend, directory), lake)) {
      assertThat(catalog.info().version()).isEqualTo(FormatVersion.V1_0);
      assertThat(catalog.info().dataPath()).isEqualTo("s3://bucket/lake/");
      assertThat(catalog.info().encryption()).isEqualTo(LakeInfo.Encryption.ENCRYPTED);
      assertThat(catalog.info().createdBy()).startsWith("Quacklake ");
      catalog.read(
          reader -> {
            assertThat(reader.latest().id()).isEqualTo(new SnapshotId(0));
            assertThat(reader.latest().time())
                .isBetween(Instant.now().minus(Duration.ofMinutes(5)), Instant.now());
            assertThat(reader.schemas(new SnapshotId(0)))
                .extracting(SchemaInfo::name)
                .containsExactly("main");
            assertThat(reader.tables(new SnapshotId(0))).isEmpty();
            return null;
          });
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"DUCKDB", "SQLITE"})
  void leavesOneFileBehind(Backend backend) throws IOException {
    NewLakes.create(backend, directory).close();
    // A reader of a SQLite file in WAL mode leaves these.
    assertThat(files().stream().filter(each -> !each.toString().matches(".*-(wal|shm)")))
        .containsExactly(NewLakes.file(backend, directory));
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.toList();
    }
  }

  @Test
  void putsTheFilesOfADuckDbCatalogBesideItByDefault() {
    try (Catalog catalog =
        Catalog.create(NewLakes.config(Backend.DUCKDB, directory), NewLake.DEFAULT)) {
      assertThat(catalog.info().dataPath())
          .isEqualTo(NewLakes.file(Backend.DUCKDB, directory) + ".files/");
    }
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> Catalog.create(NewLakes.config(Backend.SQLITE, directory), NewLake.DEFAULT))
        .withMessageContaining("needs a data path");
  }

  @ParameterizedTest
  @EnumSource(names = {"DUCKDB", "SQLITE"})
  void refusesALakeThatIsThere(Backend backend) throws IOException {
    NewLakes.create(backend, directory).close();
    byte[] before = Files.readAllBytes(NewLakes.file(backend, directory));
    assertThatExceptionOfType(AlreadyExistsException.class)
        .isThrownBy(() -> NewLakes.create(backend, directory))
        .withMessageContaining("There is a lake already at ");
    assertThat(Files.readAllBytes(NewLakes.file(backend, directory))).isEqualTo(before);
  }

  @ParameterizedTest
  @EnumSource(names = {"POSTGRES", "MARIADB"})
  void refusesALakeThatIsThereOnAServer(Backend backend) {
    NewLakes.create(backend, directory).close();
    CatalogConfig config = NewLakes.config(backend, directory);
    assertThatExceptionOfType(AlreadyExistsException.class)
        .isThrownBy(() -> Catalog.create(config, NewLake.at("others/")));
    try (Catalog catalog = Catalog.open(config)) {
      assertThat(catalog.info().dataPath()).isEqualTo("files/");
    }
  }

  @ParameterizedTest
  @EnumSource
  void acceptsADatabaseWithoutALake(Backend backend) throws SQLException {
    Path file = NewLakes.file(backend, directory);
    NewLakes.sql(backend, file, "CREATE TABLE mine (a BIGINT)", "INSERT INTO mine VALUES (7)");
    try (Catalog catalog = NewLakes.create(backend, directory)) {
      assertThat(catalog.<Long>read(reader -> reader.latest().id().value())).isZero();
    }
    List<List<@Nullable Object>> row = new ArrayList<>();
    row.add(List.of(7L));
    assertThat(NewLakes.sql(backend, file, "SELECT a FROM mine").toString())
        .isEqualTo(row.toString());
  }

  @ParameterizedTest
  @EnumSource(names = {"DUCKDB", "POSTGRES", "MARIADB"})
  void makesTheSchemaThatItIsToldOf(Backend backend) {
    CatalogConfig config = NewLakes.config(backend, directory);
    CatalogConfig inSchema = config.withMetadataSchema("my 's\"chema");
    try (Catalog catalog = Catalog.create(inSchema, NewLake.at("f"))) {
      assertThat(catalog.<Long>read(reader -> reader.latest().id().value())).isZero();
    }
    assertThatExceptionOfType(CatalogNotInitializedException.class)
        .isThrownBy(() -> Catalog.open(config));
    assertThatExceptionOfType(AlreadyExistsException.class)
        .isThrownBy(() -> Catalog.create(inSchema, NewLake.at("f")));
    // The database is there by now.
    Catalog.create(config.withMetadataSchema("second"), NewLake.at("g")).close();
    Catalog.create(config, NewLake.at("h")).close();
    try (Catalog catalog = Catalog.open(config)) {
      assertThat(catalog.info().dataPath()).isEqualTo("h/");
    }
    try (Catalog catalog = Catalog.open(config.withMetadataSchema("second"))) {
      assertThat(catalog.info().dataPath()).isEqualTo("g/");
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"DUCKDB", "SQLITE"})
  void leavesNothingWhenItFails(Backend backend) throws IOException {
    assertThatExceptionOfType(UnsupportedFeatureException.class)
        .isThrownBy(
            () ->
                Catalog.create(
                    NewLakes.config(backend, directory),
                    NewLake.at("x").withVersion(FormatVersion.V0_3)))
        .withMessageContaining("1.0 or 1.1-dev1");
    assertThatExceptionOfType(CatalogException.class)
        .isThrownBy(() -> NewLakes.create(backend, directory.resolve("missing")))
        .withMessageContaining("there is no directory");
    assertThat(files()).isEmpty();
  }

  @Test
  void isReadableByOldReleasesOfDuckDb() throws SQLException {
    NewLakes.create(Backend.DUCKDB, directory).close();
    assertThat(
            NewLakes.sql(
                    Backend.DUCKDB,
                    NewLakes.file(Backend.DUCKDB, directory),
                    "SELECT CAST(tags AS VARCHAR) FROM duckdb_databases()"
                        + " WHERE database_name = current_database()")
                .toString())
        .contains("storage_version=v1.2.0");
  }

  @Test
  void keepsSqliteReadersOutOfTheWritersWay() throws SQLException {
    NewLakes.create(Backend.SQLITE, directory).close();
    assertThat(
            NewLakes.sql(
                Backend.SQLITE, NewLakes.file(Backend.SQLITE, directory), "PRAGMA journal_mode"))
        .isEqualTo(List.of(List.of("wal")));
  }
}
