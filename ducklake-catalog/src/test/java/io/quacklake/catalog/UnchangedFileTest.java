package io.quacklake.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.quacklake.catalog.dialect.SqlFailure;
import io.quacklake.format.SnapshotId;
import io.quacklake.format.TableId;
import io.quacklake.format.file.DeleteFile;
import io.quacklake.golden.Backend;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A DuckDB file that another process has for itself: what is known of it without opening it. */
class UnchangedFileTest {
  private static final String COMMIT =
      "INSERT INTO ducklake_snapshot BY NAME SELECT * REPLACE (snapshot_id + 1 AS snapshot_id,"
          + " snapshot_time + INTERVAL 1 SECOND AS snapshot_time)"
          + " FROM ducklake_snapshot ORDER BY snapshot_id DESC LIMIT 1";

  @TempDir Path directory;
  private Path file;
  private Path copy;
  private Catalog catalog;

  @BeforeEach
  void makeALake() throws Exception {
    file = NewLakes.file(Backend.DUCKDB, directory);
    NewLakes.create(Backend.DUCKDB, directory).close();
    copy = Files.copy(file, directory.resolve("copy")); // while nobody has a lock to lose
    Thread.sleep(300); // until the times of files tell writes apart
    catalog = Catalog.open(CatalogConfig.of(CatalogUri.parse("ducklake:duckdb:" + file)));
  }

  @AfterEach
  void close() {
    catalog.close();
  }

  /** Once the process has let go of the file. */
  private DuckDbFileHolder another() throws Exception {
    while (true) {
      try {
        return DuckDbFileHolder.hold(file);
      } catch (IllegalStateException notYet) {
        Thread.sleep(50);
      }
    }
  }

  @Test
  void itsVersionIsKnownAsLongAsNobodyCommits() throws Exception {
    CatalogVersion version = catalog.version();
    try (DuckDbFileHolder holder = another()) {
      assertThat(catalog.version()).isEqualTo(version);
      holder.run("SELECT count(*) FROM ducklake_snapshot");
      assertThat(catalog.version()).isEqualTo(version);
    }
  }

  @Test
  void aCommitInItsLogEndsThat() throws Exception {
    CatalogVersion version = catalog.version();
    try (DuckDbFileHolder holder = another()) {
      holder.run(COMMIT);
      assertThatExceptionOfType(CatalogException.class)
          .isThrownBy(() -> catalog.version())
          .satisfies(e -> assertThat(e.reason()).isEqualTo(SqlFailure.LOCKED));
    }
    assertThat(catalog.version().newest().value()).isEqualTo(version.newest().value() + 1);
  }

  @Test
  void aCommitThatACheckpointMovedIntoItIsSeen() throws Exception {
    for (int i = 1; i <= 3; i++) {
      CatalogVersion version = catalog.version();
      try (DuckDbFileHolder holder = another()) {
        holder.run(COMMIT);
        holder.run("CHECKPOINT");
      }
      assertThat(catalog.version().newest().value()).isEqualTo(version.newest().value() + 1);
    }
  }

  @Test
  void anOptionThatAnotherProcessSetIsSeenThoughThereIsNoSnapshotOfIt() throws Exception {
    for (int i = 1; i <= 3; i++) {
      assertThat(comment()).isEqualTo(i == 1 ? null : "option " + (i - 1));
      assertThat(comment()).isEqualTo(i == 1 ? null : "option " + (i - 1));
      try (DuckDbFileHolder holder = another()) {
        holder.run("DELETE FROM ducklake_metadata WHERE key = 'comment'");
        holder.run(
            "INSERT INTO ducklake_metadata (key, value) VALUES ('comment', 'option " + i + "')");
      }
    }
    assertThat(comment()).isEqualTo("option 3");
  }

  private @Nullable String comment() {
    return catalog.read(reader -> reader.options(null, null)).get("comment");
  }

  @Test
  void aDeleteFileIsSeenInATableThatHadNone() throws Exception {
    TableId table = new TableId(1);
    SnapshotId first = catalog.version().newest();
    assertThat(catalog.<List<DeleteFile>>read(reader -> reader.deleteFiles(table, first)))
        .isEmpty();
    try (DuckDbFileHolder holder = another()) {
      holder.run(COMMIT);
      holder.run(
          "INSERT INTO ducklake_delete_file (delete_file_id, table_id, begin_snapshot, data_file_id,"
              + " path, path_is_relative, format, delete_count, file_size_bytes)"
              + " SELECT 7, 1, max(snapshot_id), 3, 'd.parquet', true, 'parquet', 1, 10"
              + " FROM ducklake_snapshot");
    }
    SnapshotId second = catalog.version().newest();
    assertThat(catalog.<List<DeleteFile>>read(reader -> reader.deleteFiles(table, second)))
        .extracting(file -> file.id().value())
        .containsExactly(7L);
    assertThat(catalog.<List<DeleteFile>>read(reader -> reader.deleteFiles(table, first)))
        .isEmpty();
  }

  @Test
  void aSecondCatalogDoesNotEndTheLockOfTheFirst() {
    catalog.read(
        reader -> {
          Catalog.open(CatalogConfig.of(CatalogUri.parse(file.toString()))).close();
          assertThatIllegalStateException().isThrownBy(() -> DuckDbFileHolder.hold(file));
          return reader.latest();
        });
  }

  @Test
  void anotherFileInItsPlaceIsSeen() throws Exception {
    CatalogVersion version = catalog.version();
    try (DuckDbFileHolder holder = another()) {
      holder.run(COMMIT);
    }
    assertThat(catalog.version()).isNotEqualTo(version);
    another().close();
    Files.move(copy, file, StandardCopyOption.REPLACE_EXISTING);
    assertThat(catalog.version()).isEqualTo(version);
  }
}
