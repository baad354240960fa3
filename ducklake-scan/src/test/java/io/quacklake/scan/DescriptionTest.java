package io.quacklake.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quacklake.catalog.LakeOption;
import io.quacklake.format.NotFoundException;
import io.quacklake.format.TableRef;
import io.quacklake.format.UnsupportedFeatureException;
import io.quacklake.format.file.ColumnSummary;
import io.quacklake.format.schema.Column;
import io.quacklake.format.schema.MacroInfo;
import io.quacklake.format.schema.ViewInfo;
import io.quacklake.golden.Backend;
import io.quacklake.golden.GoldenLake;
import io.quacklake.golden.GoldenLake.ExpectedRead;
import io.quacklake.golden.GoldenLake.ExpectedTable;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What the catalog says beside the rows; see the golden lakes' make.sql for what was done. */
class DescriptionTest {
  private static final TableRef BASE = TableRef.of("main", "base");

  @TempDir Path directory;

  static Stream<Arguments> catalogs() {
    return GoldenLake.all().stream()
        .flatMap(
            lake -> GoldenCopies.of(lake).stream().map(backend -> Arguments.of(lake, backend)));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("catalogs")
  void aNumberOfRowsThatTheCatalogTellsIsTheTrueOne(GoldenLake lake, Backend backend) {
    try (LakehouseSession session = open(lake, backend)) {
      for (ExpectedTable table : lake.tables()) {
        for (ExpectedRead read : table.reads()) {
          TableDescription description =
              session.table(
                  TableRef.of(table.schema(), table.table()), AsOf.snapshot(read.snapshot()));
          TableSize size = description.size();
          assertThat(size.rows()).isIn(null, read.rows());
          assertThat(size.records()).isGreaterThanOrEqualTo(read.rows());
          assertThat(size.dataFiles() == 0).isEqualTo(size.bytes() == 0);
          assertThat(size.deleteFiles() == 0).isEqualTo(size.deleteBytes() == 0);
          if (size.deleteFiles() == 0 && size.inlinedDeletes() == 0 && read.latest()) {
            assertThat(size.rows()).isEqualTo(read.rows());
          }
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aTableIsDescribedWithItsTagsSizeAndStatistics(Backend backend) {
    try (LakehouseSession session = open(GoldenLake.load("views_macros"), backend)) {
      TableDescription base = session.table("base");
      List<Column> columns = base.columns();

      assertThat(base.tags()).isEqualTo(Map.of("comment", "the base table, second comment"));
      assertThat(base.columnTags())
          .isEqualTo(Map.of(columns.get(1).id(), Map.of("comment", "money")));
      assertThat(base.size().rows()).isEqualTo(5);
      assertThat(base.size().dataFiles()).isEqualTo(3);
      assertThat(base.size().deleteFiles()).isZero();
      assertThat(base.summary(columns.get(1)))
          .isEqualTo(new ColumnSummary(columns.get(1).id(), false, null, "-3.00", "20.25", null));
      assertThat(base.summary(columns.get(2)).containsNull()).isTrue();
      assertThat(base.summary(columns.get(2)).max()).isEqualTo("zstd");
      assertThat(base.counters().recordCount()).isEqualTo(5);

      TableDescription before = session.table(BASE, AsOf.snapshot(10));
      assertThat(before.tags()).containsValue("the base table; it's \"quoted\" é");
      assertThat(before.columnTags()).isEmpty();
      assertThat(before.size().rows()).isEqualTo(3);
    }
  }

  @ParameterizedTest
  @EnumSource
  void macrosAreListedWithTheirParameters(Backend backend) {
    try (LakehouseSession session = open(GoldenLake.load("views_macros"), backend)) {
      List<MacroInfo> macros = session.macros();

      assertThat(macros)
          .extracting(MacroInfo::name)
          .containsExactly("add_one", "big_ones", "with_default");
      assertThat(macros.get(0).implementations())
          .containsExactly(
              new MacroInfo.Implementation(
                  MacroInfo.Kind.SCALAR,
                  "duckdb",
                  "(x + 1)",
                  List.of(new MacroInfo.Parameter("x", null, null, null))));
      assertThat(macros.get(1).implementations().get(0).kind()).isEqualTo(MacroInfo.Kind.TABLE);
      assertThat(macros.get(2).implementations().get(0).parameters())
          .containsExactly(
              new MacroInfo.Parameter("a", null, null, null),
              new MacroInfo.Parameter("b", null, "5", "int32"));
      assertThat(session.macros(AsOf.snapshot(7)))
          .extracting(MacroInfo::name)
          .containsExactly("add_one");
      assertThat(session.macros(AsOf.snapshot(0))).isEmpty();
    }
  }

  @Test
  void anOldCatalogHasNoMacros() {
    try (LakehouseSession session = open(GoldenLake.load("spec_0_2_files"), Backend.SQLITE)) {
      assertThat(session.macros()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void optionsHaveTheirScopes(Backend backend) {
    try (LakehouseSession session = open(GoldenLake.load("views_macros"), backend)) {
      assertThat(session.options())
          .filteredOn(option -> option.key().startsWith("parquet") || option.scopeId() != null)
          .containsExactlyInAnyOrder(
              new LakeOption("parquet_compression", "zstd", LakeOption.Scope.LAKE, null, null),
              new LakeOption("target_file_size", "10000000", LakeOption.Scope.SCHEMA, 8L, "s2"),
              new LakeOption(
                  "parquet_row_group_size", "1000", LakeOption.Scope.TABLE, 1L, "main.base"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void plainViewsAreRead(Backend backend) throws Exception {
    try (LakehouseSession session = open(GoldenLake.load("views_macros"), backend)) {
      assertThat(rows(session.scan("positive"), "INTEGER", "DECIMAL(10,2)"))
          .containsExactlyInAnyOrder("[1, 10.50]", "[2, 20.25]", "[5, 5.00]");
      assertThat(rows(session.scan("POSITIVE").asOf(3), "INTEGER", "DECIMAL(10,2)"))
          .containsExactlyInAnyOrder("[1, 10.50]", "[2, 20.25]");
      assertThat(session.scan("positive").where("amount < 10").count()).isEqualTo(1);
      assertThat(session.scan("positive").withRowFilter(RowFilter.BEST_EFFORT).count())
          .isEqualTo(3);
      assertThat(
              rows(
                  session.scan("positive").withRowFilter(RowFilter.BEST_EFFORT),
                  "INTEGER",
                  "DECIMAL(10,2)"))
          .hasSize(3);
      assertThat(rows(session.scan("main.\"aliased view\"").where("a = 3"), "INTEGER", "VARCHAR"))
          .containsExactly("[3, c]");
      assertThat(session.scan("main.\"aliased view\"").schema().getFields())
          .extracting(field -> field.getName())
          .containsExactly("a", "b");
      assertThatThrownBy(() -> session.scan("positive").asOf(2).count())
          .isInstanceOf(NotFoundException.class);
    }
  }

  @Test
  void aViewIsDescribedWithItsColumnsAndTheirComments() {
    try (LakehouseSession session =
        open(GoldenLake.load("v11_view_column_comments"), Backend.SQLITE)) {
      ViewDescription aliased = session.view("main.\"aliased view\"");
      assertThat(aliased.view().comment()).isEqualTo("on the view");
      assertThat(aliased.columns()).extracting(Column::name).containsExactly("Co l", "b");
      assertThat(aliased.columns())
          .extracting(Column::comment)
          .containsExactly("on an alias", null);
      assertThat(aliased.needsEngine()).isNull();
      assertThat(session.view(TableRef.of("main", "after_rename"), AsOf.latest()).columns())
          .extracting(Column::comment)
          .containsExactly("kept through a rename");

      ViewDescription computed = session.view("V");
      assertThat(computed.columns()).isNull();
      assertThat(computed.needsEngine()).contains("(amount * 2)");
      assertThat(computed.view().columnComments())
          .isEqualTo(Map.of("twice", "second; it's \"quoted\" é"));
      assertThatThrownBy(() -> session.scan("v").open())
          .isInstanceOf(UnsupportedFeatureException.class)
          .hasMessageContainingAll("main.v needs an engine", computed.view().sql());
      assertThatThrownBy(() -> session.view("positiv")).isInstanceOf(NotFoundException.class);
    }
  }

  @Test
  void aViewThatNamesADatabaseTakesAnEngine() {
    // Up to 0.4 the reference stored the name that the lake had then.
    try (LakehouseSession session = open(GoldenLake.load("spec_0_2_files"), Backend.SQLITE)) {
      ViewInfo view = session.views().get(0);
      assertThat(view.sql()).isEqualTo("SELECT id FROM lake.t");
      assertThatThrownBy(() -> session.scan(view.ref()).count())
          .isInstanceOf(UnsupportedFeatureException.class)
          .hasMessageContaining("lake.t, which is no table of the lake");
    }
  }

  @Test
  void aViewOfAnotherDialectTakesAnEngine() throws Exception {
    GoldenLake lake = GoldenLake.load("views_macros").copyTo(directory.resolve("lake"));
    execute(lake, "UPDATE ducklake_view SET dialect = 'spark'");

    try (LakehouseSession session = LakehouseSession.open(lake.address(Backend.SQLITE))) {
      assertThatThrownBy(() -> session.scan("positive").count())
          .isInstanceOf(UnsupportedFeatureException.class)
          .hasMessageContaining("dialect is spark");
    }
  }

  @Test
  void whatTheCatalogDoesNotKnowIsUnknown() throws Exception {
    GoldenLake lake = GoldenLake.load("deletes_updates").copyTo(directory.resolve("lake"));
    execute(lake, "DELETE FROM ducklake_table_column_stats");
    execute(lake, "DELETE FROM ducklake_table_stats");
    execute(lake, "UPDATE ducklake_delete_file SET delete_count = NULL");

    try (LakehouseSession session = LakehouseSession.open(lake.address(Backend.SQLITE))) {
      TableDescription description = session.table("d");
      assertThat(description.counters()).isNull();
      assertThat(description.size().rows()).isNull();
      assertThat(description.size().deleteFiles()).isPositive();
      for (Column column : description.columns()) {
        assertThat(description.summary(column)).isEqualTo(ColumnSummary.unknown(column.id()));
      }
    }
  }

  private static List<String> rows(TableScan scan, String... types) throws Exception {
    try (ArrowReader reader = scan.open()) {
      return ArrowRows.texts(reader, List.of(types));
    }
  }

  private static void execute(GoldenLake lake, String sql) throws Exception {
    Path file = lake.catalog(Backend.SQLITE).file();
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static LakehouseSession open(GoldenLake lake, Backend backend) {
    return GoldenCopies.open(lake, backend);
  }
}
