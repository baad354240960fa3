package io.quacklake.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.quacklake.format.Snapshot;
import io.quacklake.format.SnapshotId;
import io.quacklake.format.TableRef;
import io.quacklake.format.file.DataFile;
import io.quacklake.format.file.DeleteFile;
import io.quacklake.format.file.InlinedRow;
import io.quacklake.format.file.InlinedTable;
import io.quacklake.format.schema.Column;
import io.quacklake.format.schema.TableInfo;
import io.quacklake.golden.Backend;
import io.quacklake.golden.GoldenLake;
import io.quacklake.golden.GoldenLake.ExpectedRead;
import io.quacklake.golden.GoldenLake.ExpectedTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The catalog says of every golden lake what the reference said of it. */
class GoldenCatalogTest {
  private static Map<Path, Long> filesBefore = Map.of();

  static Stream<Arguments> catalogs() {
    return GoldenLake.all().stream()
        .flatMap(
            lake ->
                Stream.of(Backend.DUCKDB, Backend.SQLITE)
                    .filter(lake::has)
                    .map(backend -> Arguments.of(lake, backend)));
  }

  @BeforeAll
  static void rememberTheFixtures() throws IOException {
    filesBefore = catalogFiles();
  }

  @AfterAll
  static void leavesTheFixturesAsTheyWere() throws IOException {
    assertThat(catalogFiles()).isEqualTo(filesBefore);
  }

  private static Map<Path, Long> catalogFiles() throws IOException {
    Map<Path, Long> files = new TreeMap<>();
    for (GoldenLake lake : GoldenLake.all()) {
      try (Stream<Path> entries = Files.list(lake.directory())) {
        for (Path file : (Iterable<Path>) entries::iterator) {
          files.put(file, Files.getLastModifiedTime(file).toMillis() + Files.size(file));
        }
      }
    }
    return files;
  }

  private static Catalog open(GoldenLake lake, Backend backend) {
    return Catalog.open(CatalogConfig.of(CatalogUri.parse(lake.address(backend))));
  }

  @ParameterizedTest
  @MethodSource("catalogs")
  void knowsVersionDataPathAndSnapshots(GoldenLake lake, Backend backend) {
    GoldenLake.CatalogCopy expected = lake.catalog(backend);
    try (Catalog catalog = open(lake, backend)) {
      assertThat(catalog.info().version().text()).isEqualTo(lake.version());
      assertThat(catalog.info().dataPath()).isEqualTo(expected.dataPath());
      assertThat(catalog.info().createdBy()).isEqualTo(expected.createdBy());
      assertThat(catalog.baseDirectory()).contains(lake.directory());

      List<Snapshot> snapshots = catalog.read(SnapshotReader::snapshots);
      assertThat(snapshots)
          .extracting(each -> each.id().value(), Snapshot::time, Snapshot::schemaVersion)
          .containsExactlyElementsOf(
              expected.snapshots().stream()
                  .map(
                      each ->
                          org.assertj.core.groups.Tuple.tuple(
                              each.id(), each.time(), each.schemaVersion()))
                  .toList());
      Snapshot last = snapshots.get(snapshots.size() - 1);
      assertThat(catalog.<Snapshot>read(SnapshotReader::latest)).isEqualTo(last);
      assertThat(catalog.<Snapshot>read(reader -> reader.asOf(last.time()))).isEqualTo(last);
      assertThat(catalog.<Snapshot>read(reader -> reader.byId(last.id()))).isEqualTo(last);
    }
  }

  @ParameterizedTest
  @MethodSource("catalogs")
  void knowsTheTablesAndColumnsOfEverySnapshot(GoldenLake lake, Backend backend) {
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
    try (Catalog catalog = open(lake, backend)) {
      Map<Long, Map<String, List<String>>> actual =
          catalog.read(
              reader -> {
                Map<Long, Map<String, List<String>>> all = new TreeMap<>();
                for (Snapshot snapshot : reader.snapshots()) {
                  Map<String, List<String>> tables = new TreeMap<>();
                  for (TableInfo table : reader.tables(snapshot.id())) {
                    List<Column> columns = reader.columns(table.id(), snapshot.id());
                    tables.put(
                        table.schema().name() + "." + table.name() + " " + table.id(),
                        columns.stream()
                            .map(each -> each.name() + " " + DuckDbTypes.of(each.type()))
                            .toList());
                    assertThat(reader.table(table.ref(), snapshot.id())).isEqualTo(table);
                  }
                  if (!tables.isEmpty()) {
                    all.put(snapshot.id().value(), tables);
                  }
                }
                return all;
              });
      assertThat(actual).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @MethodSource("catalogs")
  void findsEveryFile(GoldenLake lake, Backend backend) {
    try (Catalog catalog = open(lake, backend)) {
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
                      dataFiles.add(file.id().value());
                      assertExists(lake, backend, table, file.path());
                    });
                for (DeleteFile file : reader.deleteFiles(table.id(), snapshot.id())) {
                  deleteFiles.add(file.id().value());
                  assertExists(lake, backend, table, file.path());
                }
              }
            }
            return null;
          });
      assertThat(dataFiles).hasSize((int) lake.catalog(backend).dataFiles());
      assertThat(deleteFiles).hasSize((int) lake.catalog(backend).deleteFiles());
    }
  }

  private static void assertExists(
      GoldenLake lake, Backend backend, TableInfo table, io.quacklake.format.LakePath path) {
    String location = path.resolve(table.location(lake.catalog(backend).dataPath()));
    assertThat(lake.directory().resolve(location)).exists();
  }

  /** Rows of files less deletes plus inlined rows; only where no file holds several snapshots. */
  @ParameterizedTest
  @MethodSource("catalogs")
  void countsTheRowsOfEverySnapshot(GoldenLake lake, Backend backend) {
    try (Catalog catalog = open(lake, backend)) {
      for (ExpectedTable table : lake.tables()) {
        for (ExpectedRead read : table.reads()) {
          SnapshotId snapshot = new SnapshotId(read.snapshot());
          TableRef ref = TableRef.of(table.schema(), table.table());
          catalog.read(
              reader -> {
                TableInfo info = reader.table(ref, snapshot);
                List<DataFile> files = new ArrayList<>();
                reader.dataFiles(info.id(), snapshot, Set.of(), files::add);
                List<DeleteFile> deletes = reader.deleteFiles(info.id(), snapshot);
                boolean severalSnapshots =
                    files.stream()
                            .anyMatch(
                                each -> each.partialMax() != null || each.partialFileInfo() != null)
                        || deletes.stream().anyMatch(each -> each.partialMax() != null)
                        || lake.name().contains("deletes")
                        || lake.features().contains("inlining");
                if (!severalSnapshots) {
                  long rows = files.stream().mapToLong(DataFile::recordCount).sum();
                  rows -= deletes.stream().mapToLong(DeleteFile::deleteCount).sum();
                  rows -=
                      reader.inlinedDeletes(info.id(), snapshot).values().stream()
                          .mapToLong(each -> each.length)
                          .sum();
                  for (InlinedTable inlined : reader.inlinedTables(info.id(), snapshot)) {
                    rows += inlined.visibleRows();
                    assertThat(readAll(reader, inlined, snapshot, 3))
                        .hasSize((int) inlined.visibleRows());
                  }
                  assertThat(rows).as("%s at %s", ref, snapshot).isEqualTo(read.rows());
                }
                return null;
              });
        }
      }
    }
  }

  private static List<InlinedRow> readAll(
      SnapshotReader reader, InlinedTable table, SnapshotId snapshot, int limit) {
    List<InlinedRow> rows = new ArrayList<>();
    List<InlinedRow> page =
        reader.inlinedRows(table, snapshot, table.fields().subList(0, 1), null, limit);
    while (!page.isEmpty()) {
      rows.addAll(page);
      page =
          reader.inlinedRows(
              table,
              snapshot,
              table.fields().subList(0, 1),
              page.get(page.size() - 1),
              limit);
    }
    return rows;
  }
}
