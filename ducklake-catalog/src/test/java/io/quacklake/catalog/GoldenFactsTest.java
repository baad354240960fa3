package io.quacklake.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.quacklake.format.FieldId;
import io.quacklake.format.SchemaId;
import io.quacklake.format.SnapshotId;
import io.quacklake.format.TableRef;
import io.quacklake.format.file.ColumnStats;
import io.quacklake.format.file.DataFile;
import io.quacklake.format.partition.PartitionField;
import io.quacklake.format.partition.SortField;
import io.quacklake.format.schema.NameMapping;
import io.quacklake.format.schema.TableInfo;
import io.quacklake.golden.Backend;
import io.quacklake.golden.GoldenLake;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the statements in the golden lakes' {@code make.sql} say, beyond tables and rows. */
class GoldenFactsTest {
  @AfterAll
  static void closeCatalogs() {
    GoldenCatalogs.closeAll();
  }

  private static <R> R at(
      String lake, Backend backend, BiFunction<SnapshotReader, SnapshotId, R> work) {
    return GoldenCatalogs.shared(GoldenLake.load(lake), backend)
        .read(reader -> work.apply(reader, reader.latest().id()));
  }

  private static TableInfo table(SnapshotReader reader, String name) {
    return reader.table(TableRef.parse(name), reader.latest().id());
  }

  @ParameterizedTest
  @EnumSource(names = {"DUCKDB", "SQLITE"})
  void readsComments(Backend backend) {
    List<String> comments =
        at(
            "views_macros",
            backend,
            (reader, latest) -> {
              TableInfo base = table(reader, "base");
              List<String> found = new ArrayList<>();
              found.add(base.comment());
              reader.columns(base.id(), latest).stream()
                  .filter(column -> column.name().equals("amount"))
                  .forEach(column -> found.add(column.comment()));
              reader.views(latest).stream()
                  .filter(view -> view.name().equals("positive"))
                  .forEach(view -> found.add(view.comment()));
              return found;
            });
    assertThat(comments)
        .containsExactly("the base table, second comment", "money", "only the positive");
  }

  @ParameterizedTest
  @EnumSource(names = {"DUCKDB", "SQLITE"})
  void readsViewAliases(Backend backend) {
    List<List<String>> aliases =
        at(
            "views_macros",
            backend,
            (reader, latest) ->
                reader.views(latest).stream().map(view -> view.columnAliases()).toList());
    assertThat(aliases).hasSize(2).contains(List.of()).anyMatch(each -> each.size() == 2);
  }

  @ParameterizedTest
  @EnumSource(names = {"DUCKDB", "SQLITE"})
  void readsOptionsWithTheNarrowestScopeWinning(Backend backend) {
    Map<String, String> lake =
        at("views_macros", backend, (reader, latest) -> reader.options(null, null));
    assertThat(lake)
        .containsEntry("parquet_compression", "zstd")
        .doesNotContainKey("target_file_size");
    Map<String, String> table =
        at(
            "views_macros",
            backend,
            (reader, latest) ->
                reader.options(table(reader, "base").schema().id(), table(reader, "base").id()));
    assertThat(table)
        .containsEntry("parquet_compression", "zstd")
        .containsEntry("parquet_row_group_size", "1000")
        .doesNotContainKey("target_file_size");
    Map<String, String> s2 =
        at(
            "views_macros",
            backend,
            (reader, latest) -> {
              SchemaId id =
                  reader.schemas(latest).stream()
                      .filter(schema -> schema.name().equals("s2"))
                      .findFirst()
                      .orElseThrow()
                      .id();
              return reader.options(id, null);
            });
    assertThat(s2).containsEntry("target_file_size", "10000000");
  }

  @ParameterizedTest
  @EnumSource(names = {"DUCKDB", "SQLITE"})
  void readsPartitionSpecs(Backend backend) {
    assertThat(fields(backend, "ident")).containsExactly("2 identity", "3 identity");
    assertThat(fields(backend, "times")).containsExactly("2 year", "2 month", "2 day", "2 hour");
    assertThat(fields(backend, "buckets")).containsExactly("1 bucket(4)", "2 bucket(3)");
    assertThat(fields(backend, "changed")).isEmpty();
    List<List<PartitionField>> ever =
        at(
            "partitioned",
            backend,
            (reader, latest) ->
                reader.partitionSpecs(table(reader, "changed").id()).values().stream()
                    .map(spec -> spec.fields())
                    .toList());
    assertThat(ever).hasSize(3).last().asList().isEmpty();
  }

  private static List<String> fields(Backend backend, String table) {
    return at(
        "partitioned",
        backend,
        (reader, latest) ->
            reader.partitionSpec(table(reader, table).id(), latest).fields().stream()
                .map(field -> field.column() + " " + field.transform())
                .toList());
  }

  @ParameterizedTest
  @EnumSource(names = {"DUCKDB", "SQLITE"})
  void givesFilesTheirPartitionValuesAndTheStatisticsAskedFor(Backend backend) {
    List<DataFile> files = new ArrayList<>();
    at(
        "partitioned",
        backend,
        (reader, latest) -> {
          reader.dataFiles(table(reader, "ident").id(), latest, Set.of(new FieldId(1)), files::add);
          return files;
        });
    assertThat(files).isNotEmpty();
    assertThat(files).allMatch(file -> file.partitionValues().keySet().equals(Set.of(0, 1)));
    assertThat(files).anyMatch(file -> file.partitionValues().get(0) == null);
    assertThat(files).allMatch(file -> file.stats().keySet().equals(Set.of(new FieldId(1))));
    for (DataFile file : files) {
      ColumnStats stats = file.stats().get(new FieldId(1));
      assertThat(stats.valueCount()).isEqualTo(file.recordCount());
      assertThat(Long.parseLong(stats.min())).isLessThanOrEqualTo(Long.parseLong(stats.max()));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"DUCKDB", "SQLITE"})
  void readsSortOrders(Backend backend) {
    SortField k = new SortField("k", "duckdb", "ASC", "NULLS_LAST");
    SortField ts = new SortField("ts", "duckdb", "DESC", "NULLS_LAST");
    SortField id = new SortField("id", "duckdb", "DESC", "NULLS_LAST");
    List<List<SortField>> orders =
        at(
            "sorted",
            backend,
            (reader, latest) -> {
              TableInfo table = table(reader, "s");
              return List.of(
                  reader.sortOrder(table.id(), new SnapshotId(1)),
                  reader.sortOrder(table.id(), new SnapshotId(2)),
                  reader.sortOrder(table.id(), latest));
            });
    assertThat(orders).containsExactly(List.of(), List.of(k, ts), List.of(id));
  }

  @ParameterizedTest
  @EnumSource(names = {"DUCKDB", "SQLITE"})
  void readsNameMappings(Backend backend) {
    Map<String, NameMapping> mappings = new java.util.HashMap<>();
    at(
        "add_files",
        backend,
        (reader, latest) -> {
          for (String name : List.of("plain", "hive", "nested")) {
            reader.dataFiles(
                table(reader, name).id(),
                latest,
                Set.of(),
                file -> {
                  if (file.mappingId() != null) {
                    mappings.put(name, reader.nameMapping(file.mappingId()));
                  }
                });
          }
          return mappings;
        });
    Set<String> partitions = new HashSet<>();
    for (NameMapping.Entry entry : mappings.get("hive").entries()) {
      if (entry.isPartition()) {
        partitions.add(entry.sourceName() + " " + entry.target());
      }
    }
    assertThat(partitions).containsExactlyInAnyOrder("region 3", "day 4");
    NameMapping.Entry struct =
        mappings.get("nested").entries().stream()
            .filter(entry -> entry.sourceName().equals("s"))
            .findFirst()
            .orElseThrow();
    assertThat(struct.children())
        .extracting(NameMapping.Entry::sourceName)
        .containsExactlyInAnyOrder("a", "b");
  }

  @ParameterizedTest
  @EnumSource(names = {"DUCKDB", "SQLITE"})
  void keepsKeysOfEncryptedFiles(Backend backend) {
    assertThat(GoldenCatalogs.shared(GoldenLake.load("encrypted"), backend).info().encryption())
        .isEqualTo(LakeInfo.Encryption.ENCRYPTED);
    List<DataFile> files = new ArrayList<>();
    at(
        "encrypted",
        backend,
        (reader, latest) -> {
          reader
              .tables(latest)
              .forEach(table -> reader.dataFiles(table.id(), latest, Set.of(), files::add));
          return files;
        });
    assertThat(files).isNotEmpty().allMatch(file -> file.encryptionKey().bytes().length == 16);
    assertThat(files.toString()).contains("EncryptionKey[24 characters]");
  }

  @ParameterizedTest
  @EnumSource(names = {"DUCKDB", "SQLITE"})
  void readsDeletesThatAreInlined(Backend backend) {
    Map<?, long[]> deletes =
        at(
            "inlined_deletes",
            backend,
            (reader, latest) -> reader.inlinedDeletes(reader.tables(latest).get(0).id(), latest));
    assertThat(deletes).isNotEmpty();
    assertThat(deletes.values()).allSatisfy(each -> assertThat(each).isSorted().isNotEmpty());
  }
}
