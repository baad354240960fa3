package io.quacklake.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.quacklake.catalog.commit.CommitPoint;
import io.quacklake.catalog.commit.Edit;
import io.quacklake.catalog.commit.NewSnapshot;
import io.quacklake.catalog.commit.TableColumnStats;
import io.quacklake.catalog.dialect.SqlFailure;
import io.quacklake.format.Snapshot;
import io.quacklake.format.SnapshotId;
import io.quacklake.format.TableId;
import io.quacklake.format.UnsupportedFeatureException;
import io.quacklake.golden.Backend;
import io.quacklake.golden.GoldenLake;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Snapshots, statistics and options are read back, and a transaction is written as a whole. */
class CatalogWriteTest extends WrittenCatalog {
  @ParameterizedTest
  @EnumSource
  void writesTheSnapshotWithItsChanges(Backend backend) {
    create(backend);
    SnapshotId first = commit("created_schema:\"s\"");
    Snapshot snapshot = catalog.read(SnapshotReader::latest);
    assertThat(snapshot.id()).isEqualTo(first).isEqualTo(new SnapshotId(1));
    assertThat(snapshot.schemaVersion()).isEqualTo(1);
    assertThat(snapshot.changes()).isEqualTo("created_schema:\"s\"");
    assertThat(snapshot.author()).isEqualTo("me");
    assertThat(snapshot.message()).isEqualTo("why 'so'");
    assertThat(snapshot.extraInfo()).isNull();
    commit("altered_table:1");
    catalog.write(
        writer -> {
          assertThat(writer.latest()).isEqualTo(new CommitPoint(new SnapshotId(2), 2, 21, 20));
          assertThat(writer.after(new SnapshotId(0)))
              .extracting(Snapshot::changes)
              .containsExactly("created_schema:\"s\"", "altered_table:1");
          assertThat(writer.after(new SnapshotId(2))).isEmpty();
          return null;
        });
    assertThat(catalog.<Snapshot>read(reader -> reader.byId(first)).time())
        .isBeforeOrEqualTo(catalog.<Snapshot>read(SnapshotReader::latest).time());
  }

  @ParameterizedTest
  @EnumSource
  void replacesTableStatistics(Backend backend) {
    create(backend);
    createTable(A, B);
    TableColumnStats ofA = new TableColumnStats(A.id(), true, null, "1", "9", null);
    TableColumnStats ofB = new TableColumnStats(B.id(), null, false, null, "z'", "{}");
    TableId other = new TableId(7);
    commit(
        "inserted_into_table:1",
        Edit.PutTableStats.of(TABLE, null, List.of(), new TableStats(1, 2, 3), List.of(ofA, ofB)),
        Edit.PutTableStats.of(other, null, List.of(), new TableStats(7, 8, 9), List.of(ofA)));
    catalog.write(
        writer -> {
          assertThat(writer.tableStats(TABLE)).contains(new TableStats(1, 2, 3));
          assertThat(writer.columnStats(TABLE)).containsExactly(ofA, ofB);
          assertThat(writer.tableStats(new TableId(99))).isEmpty();
          assertThat(writer.columnStats(new TableId(99))).isEmpty();
          return null;
        });
    commit(
        "inserted_into_table:1",
        Edit.PutTableStats.of(
            TABLE,
            new TableStats(1, 2, 3),
            List.of(ofA, ofB),
            new TableStats(10, 20, 30),
            List.of(ofB)));
    catalog.write(
        writer -> {
          assertThat(writer.tableStats(List.of(TABLE, other)))
              .containsOnly(
                  Map.entry(TABLE, new TableStats(10, 20, 30)),
                  Map.entry(other, new TableStats(7, 8, 9)));
          assertThat(writer.columnStats(List.of(TABLE, other)))
              .containsOnly(Map.entry(TABLE, List.of(ofB)), Map.entry(other, List.of(ofA)));
          return null;
        });
  }

  @ParameterizedTest
  @EnumSource
  void putsOptionsWithoutASnapshot(Backend backend) {
    create(backend);
    catalog.write(
        writer -> {
          writer.putOption("target_file_size", "1", LakeOption.Scope.LAKE, null);
          writer.putOption("target_file_size", "2", LakeOption.Scope.SCHEMA, 0L);
          writer.putOption("target_file_size", "3", LakeOption.Scope.TABLE, 1L);
          writer.putOption("target_file_size", "4", LakeOption.Scope.TABLE, 1L);
          return null;
        });
    catalog.read(
        reader -> {
          assertThat(reader.latest().id()).isEqualTo(new SnapshotId(0));
          assertThat(reader.allOptions())
              .contains(
                  new LakeOption("target_file_size", "1", LakeOption.Scope.LAKE, null),
                  new LakeOption("target_file_size", "2", LakeOption.Scope.SCHEMA, 0L, "main"),
                  new LakeOption("target_file_size", "4", LakeOption.Scope.TABLE, 1L))
              .hasSize(7);
          return null;
        });
  }

  @ParameterizedTest
  @EnumSource
  void leavesNothingOfATransactionThatThrows(Backend backend) {
    create(backend);
    createTable(A);
    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                catalog.write(
                    writer -> {
                      CommitPoint base = writer.latest();
                      writer.write(
                          new NewSnapshot(
                              new SnapshotId(2), 9, 9, 9, "altered_table:1", null, null, null),
                          List.of(
                              new Edit.CreateInlinedTable(TABLE, List.of(A)),
                              new Edit.DropTable(TABLE),
                              new Edit.AddDataFiles(
                                  TABLE, List.of(file(base.nextFileId(), new SnapshotId(2))))));
                      assertThat(writer.reader().latest().id()).isEqualTo(new SnapshotId(2));
                      assertThat(writer.reader().tables(new SnapshotId(2))).isEmpty();
                      throw new IllegalStateException("no");
                    }))
        .withMessage("no");
    catalog.read(
        reader -> {
          assertThat(reader.latest().id()).isEqualTo(new SnapshotId(1));
          assertThat(reader.inlinedTables(TABLE, new SnapshotId(1))).isEmpty();
          return null;
        });
    assertThat(files(new SnapshotId(5))).isEmpty();
    commit("altered_table:1", new Edit.SetTag(1, "comment", "the ids are free again"));
    assertThat(
            catalog.<@Nullable String>read(
                reader -> reader.tables(new SnapshotId(2)).get(0).comment()))
        .isEqualTo("the ids are free again");
  }

  @ParameterizedTest
  @EnumSource
  void letsTheSecondOfTwoSameSnapshotIdsFail(Backend backend) {
    create(backend);
    commit("altered_table:1");
    assertThatExceptionOfType(CatalogException.class)
        .isThrownBy(
            () ->
                catalog.write(
                    writer -> {
                      writer.write(
                          new NewSnapshot(
                              new SnapshotId(1), 9, 9, 9, "altered_table:1", null, null, null),
                          List.of());
                      return null;
                    }))
        .satisfies(e -> assertThat(e.reason()).isEqualTo(SqlFailure.DUPLICATE_KEY))
        .satisfies(e -> assertThat(e.reason().isRetryable()).isTrue());
  }

  @ParameterizedTest
  @EnumSource(names = {"DUCKDB", "SQLITE"})
  void refusesToWriteOldCatalogs(Backend backend) {
    GoldenLake lake = GoldenLake.load("spec_0_3_files").copyTo(directory);
    catalog = Catalog.open(CatalogConfig.of(CatalogUri.parse(lake.address(backend))));
    assertThatExceptionOfType(UnsupportedFeatureException.class)
        .isThrownBy(() -> catalog.write(CatalogWriter::latest))
        .withMessageContaining("specification 0.3, which is only read")
        .withMessageContaining("Migrate it to 1.0");
  }

  @ParameterizedTest
  @EnumSource
  void refusesAWriterThatOutlivesItsTransaction(Backend backend) {
    create(backend);
    CatalogWriter leaked = catalog.write(writer -> writer);
    assertThatIllegalStateException().isThrownBy(leaked::latest);
    assertThatIllegalStateException()
        .isThrownBy(() -> leaked.putOption("a", "b", LakeOption.Scope.LAKE, null));
  }
}
