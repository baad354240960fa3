package io.quacklake.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.quacklake.format.LakePath;
import io.quacklake.format.Snapshot;
import io.quacklake.format.SnapshotId;
import io.quacklake.format.TableRef;
import io.quacklake.format.file.DataFile;
import io.quacklake.format.file.DeleteFile;
import io.quacklake.format.file.InlinedTable;
import io.quacklake.format.schema.TableInfo;
import io.quacklake.golden.Backend;
import io.quacklake.golden.GoldenLake;
import io.quacklake.golden.GoldenLake.ExpectedRead;
import io.quacklake.golden.GoldenLake.ExpectedTable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The catalog says of every golden lake what the reference said of it. */
class GoldenCatalogTest {
  @AfterAll
  static void closeCatalogs() {
    GoldenCatalogs.closeAll();
  }

  @ParameterizedTest
  @MethodSource("io.quacklake.catalog.GoldenCatalogs#all")
  void knowsVersionDataPathAndSnapshots(GoldenLake lake, Backend backend) {
    Catalog catalog = GoldenCatalogs.shared(lake, backend);
    GoldenLake.CatalogCopy expected = lake.catalog(backend);
    assertThat(catalog.info().version().text()).isEqualTo(lake.version());
    assertThat(catalog.info().dataPath()).isEqualTo(expected.dataPath());
    assertThat(catalog.info().createdBy()).isEqualTo(expected.createdBy());
    assertThat(catalog.baseDirectory())
        .isEqualTo(backend == Backend.POSTGRES ? Optional.empty() : Optional.of(lake.directory()));

    List<Snapshot> snapshots = catalog.read(SnapshotReader::snapshots);
    assertThat(snapshots)
        .extracting(each -> each.id().value(), Snapshot::time, Snapshot::schemaVersion)
        .containsExactlyElementsOf(
            expected.snapshots().stream()
                .map(each -> tuple(each.id(), each.time(), each.schemaVersion()))
                .toList());
    Snapshot last = snapshots.get(snapshots.size() - 1);
    assertThat(catalog.<Snapshot>read(SnapshotReader::latest)).isEqualTo(last);
    assertThat(catalog.<Snapshot>read(reader -> reader.asOf(last.time()))).isEqualTo(last);
    assertThat(catalog.<Snapshot>read(reader -> reader.byId(last.id()))).isEqualTo(last);
  }

  @ParameterizedTest
  @MethodSource("io.quacklake.catalog.GoldenCatalogs#all")
  void knowsTheTablesAndColumnsOfEverySnapshot(GoldenLake lake, Backend backend) {
    Catalog catalog = GoldenCatalogs.shared(lake, backend);
    Map<Long, Map<String, List<String>>> expected = new TreeMap<>();
    for (ExpectedTable table : lake.tables()) {
      for (ExpectedRead read : table.reads()) {
        expected
            .computeIfAbsent(read.snapshot(), each -> new TreeMap<>())
            .put(
                table.schema() + "." + table.table() + " " + table.tableId(),
                read.columns().stream().map(each -> each.name() + " " + each.type()).toList());
      }
    }
    Map<Long, Map<String, List<String>>> actual = new TreeMap<>();
    catalog.read(
        reader -> {
          for (Snapshot snapshot : reader.snapshots()) {
            for (TableInfo table : reader.tables(snapshot.id())) {
              actual
                  .computeIfAbsent(snapshot.id().value(), each -> new TreeMap<>())
                  .put(
                      table.schema().name() + "." + table.name() + " " + table.id(),
                      reader.columns(table.id(), snapshot.id()).stream()
                          .map(each -> each.name() + " " + DuckDbTypes.of(each.type()))
                          .toList());
            }
          }
          return null;
        });
    assertThat(actual).isEqualTo(expected);
  }

  @ParameterizedTest
  @MethodSource("io.quacklake.catalog.GoldenCatalogs#all")
  void findsTheCurrentViews(GoldenLake lake, Backend backend) {
    Catalog catalog = GoldenCatalogs.shared(lake, backend);
    List<GoldenLake.ExpectedView> views =
        catalog.read(
            reader ->
                reader.views(reader.latest().id()).stream()
                    .map(
                        view ->
                            new GoldenLake.ExpectedView(
                                view.schema().name(), view.name(), view.dialect(), view.sql()))
                    .toList());
    assertThat(views).containsExactlyInAnyOrderElementsOf(lake.views());
  }

  @ParameterizedTest
  @MethodSource("io.quacklake.catalog.GoldenCatalogs#all")
  void findsEveryFile(GoldenLake lake, Backend backend) {
    Catalog catalog = GoldenCatalogs.shared(lake, backend);
    Set<Long> dataFiles = new HashSet<>();
    Set<Long> deleteFiles = new HashSet<>();
    catalog.read(
        reader -> {
          for (Snapshot snapshot : reader.snapshots()) {
            for (TableInfo table : reader.tables(snapshot.id())) {
              reader.dataFiles(
                  table.id(),
                  snapshot.id(),
                  Set.of(),
                  file -> {
                    if (dataFiles.add(file.id().value())) {
                      assertExists(lake, backend, table, file.path());
                    }
                  });
              for (DeleteFile file : reader.deleteFiles(table.id(), snapshot.id())) {
                if (deleteFiles.add(file.id().value())) {
                  assertExists(lake, backend, table, file.path());
                }
              }
            }
          }
          return null;
        });
    assertThat(dataFiles).hasSize((int) lake.catalog(backend).dataFiles());
    assertThat(deleteFiles).hasSize((int) lake.catalog(backend).deleteFiles());
  }

  private static void assertExists(
      GoldenLake lake, Backend backend, TableInfo table, LakePath path) {
    String location = path.resolve(table.location(lake.catalog(backend).dataPath()));
    assertThat(lake.directory().resolve(location)).exists();
  }

  /** Rows of files less deletes plus inlined rows. Files of several snapshots need a scan. */
  @ParameterizedTest
  @MethodSource("io.quacklake.catalog.GoldenCatalogs#all")
  void countsTheRowsOfEverySnapshot(GoldenLake lake, Backend backend) {
    Catalog catalog = GoldenCatalogs.shared(lake, backend);
    catalog.read(
        reader -> {
          for (ExpectedTable table : lake.tables()) {
            for (ExpectedRead read : table.reads()) {
              Long rows = countRows(reader, table, new SnapshotId(read.snapshot()));
              if (rows != null) {
                assertThat(rows)
                    .as("%s at snapshot %d", table.table(), read.snapshot())
                    .isEqualTo(read.rows());
              }
            }
          }
          return null;
        });
  }

  private static @Nullable Long countRows(
      SnapshotReader reader, ExpectedTable table, SnapshotId snapshot) {
    TableInfo info = reader.table(TableRef.of(table.schema(), table.table()), snapshot);
    List<DataFile> files = new ArrayList<>();
    reader.dataFiles(info.id(), snapshot, Set.of(), files::add);
    List<DeleteFile> deletes = reader.deleteFiles(info.id(), snapshot);
    boolean severalSnapshots =
        files.stream().anyMatch(each -> each.partialMax() != null || each.partialFileInfo() != null)
            // The delete file may embed snapshots even if partial_max does not say so.
            || !deletes.isEmpty();
    if (severalSnapshots) {
      return null;
    }
    long rows = files.stream().mapToLong(DataFile::recordCount).sum();
    for (long[] positions : reader.inlinedDeletes(info.id(), snapshot).values()) {
      rows -= positions.length;
    }
    for (InlinedTable inlined : reader.inlinedTables(info.id(), snapshot)) {
      rows += inlined.visibleRows();
    }
    return rows;
  }
}
