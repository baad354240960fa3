package io.quacklake.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.quacklake.format.SnapshotId;
import io.quacklake.format.TableId;
import io.quacklake.format.file.InlinedRow;
import io.quacklake.format.file.InlinedTable;
import io.quacklake.format.type.Field;
import io.quacklake.format.type.PrimitiveType;
import io.quacklake.golden.Backend;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is different where a table cannot be made within a transaction. */
class MariaDbCatalogTest {
  private static final Field TEXT = Field.of(1, "s", PrimitiveType.VARCHAR);

  @TempDir Path directory;

  private List<List<@Nullable Object>> sql(String... statements) throws SQLException {
    return NewLakes.sql(Backend.MARIADB, NewLakes.file(Backend.MARIADB, directory), statements);
  }

  private Catalog create() {
    return NewLakes.create(Backend.MARIADB, directory);
  }

  private static List<@Nullable Object> values(Catalog catalog, TableId table, Field field) {
    return catalog.read(
        reader -> {
          SnapshotId latest = reader.latest().id();
          InlinedTable inlined = reader.inlinedTables(table, latest).get(0);
          List<@Nullable Object> values = new ArrayList<>();
          for (InlinedRow row : reader.inlinedRows(inlined, latest, List.of(field), null, 10_000)) {
            values.add(row.values().get(0));
          }
          return values;
        });
  }

  @Test
  void tablesAreTransactionalAndTellAllTextsApart() throws SQLException {
    create().close();
    assertThat(
            sql(
                "SELECT DISTINCT engine FROM information_schema.tables"
                    + " WHERE table_schema = DATABASE()"))
        .isEqualTo(List.of(List.of("InnoDB")));
    assertThat(
            sql(
                "SELECT DISTINCT data_type, collation_name FROM information_schema.columns"
                    + " WHERE table_schema = DATABASE() AND collation_name IS NOT NULL"))
        .isEqualTo(List.of(List.of("longtext", "utf8mb4_nopad_bin")));
  }

  @Test
  void tablesOfATransactionThatIsUndoneAreDropped() throws SQLException {
    try (Catalog catalog = create()) {
      assertThatIllegalStateException()
          .isThrownBy(
              () ->
                  catalog.write(
                      writer -> {
                        InlinedValuesPropertiesTest.write(writer, List.of(TEXT), List.of());
                        throw new IllegalStateException("no");
                      }));
      assertThat(inlinedTables()).isEmpty();
      InlinedValuesPropertiesTest.write(catalog, List.of(TEXT), List.of());
      assertThat(inlinedTables()).hasSize(1);
    }
  }

  private List<List<@Nullable Object>> inlinedTables() throws SQLException {
    return sql("SHOW TABLES LIKE 'ducklake_inlined_data_%\\_%\\_%'").stream()
        .filter(row -> !"ducklake_inlined_data_tables".equals(row.get(0)))
        .toList();
  }

  /** The table that says so is made first, and its rows come with the commit. */
  @Test
  void aLakeThatIsBeingMadeIsNoneYet() throws SQLException {
    create().close();
    sql("DELETE FROM ducklake_metadata");
    assertThatExceptionOfType(CatalogNotInitializedException.class)
        .isThrownBy(() -> Catalog.open(NewLakes.config(Backend.MARIADB, directory)))
        .withMessageContaining("is being made, or that was cut off");
  }

  /** The server takes 16 MiB at a time, and a TEXT column 64 KiB. */
  @Test
  void longTextsAreInlinedInSeveralStatements() {
    String megabyte = "é'\\".repeat(1 << 18);
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (int i = 0; i < 24; i++) {
      rows.add(List.of(megabyte + i));
    }
    try (Catalog catalog = create()) {
      TableId table = InlinedValuesPropertiesTest.write(catalog, List.of(TEXT), rows);
      assertThat(values(catalog, table, TEXT))
          .containsExactlyElementsOf(rows.stream().map(row -> row.get(0)).toList());
    }
  }

  /** Such columns are the reference's; as text the server shows six digits of them. */
  @Test
  void columnsOfTheReferenceAreReadExactly() throws SQLException {
    Field single = Field.of(1, "f", PrimitiveType.FLOAT32);
    List<@Nullable Object> floats =
        Arrays.asList(1.7142857f, 0.1f, 16777216f, Float.MIN_VALUE, 1e38f, null, -2.5f);
    try (Catalog catalog = create()) {
      TableId table =
          InlinedValuesPropertiesTest.write(
              catalog,
              List.of(single),
              floats.stream().map(each -> Arrays.<@Nullable Object>asList(each)).toList());
      String name =
          String.valueOf(sql("SELECT table_name FROM ducklake_inlined_data_tables").get(0).get(0));
      sql("ALTER TABLE " + name + " MODIFY f FLOAT");
      assertThat(values(catalog, table, single)).containsExactlyElementsOf(floats);
    }
  }

  /** Each holds a connection of the pool and needs another one. */
  @Test
  void asManyTransactionsAsThePoolHasConnectionsMakeTablesAtOnce() throws Exception {
    int writers = 12;
    ExecutorService threads = Executors.newFixedThreadPool(writers);
    try (Catalog catalog = create()) {
      List<Callable<TableId>> all = new ArrayList<>();
      for (int i = 0; i < writers; i++) {
        all.add(
            () -> InlinedValuesPropertiesTest.write(catalog, List.of(TEXT), List.of(List.of("x"))));
      }
      List<TableId> tables = new ArrayList<>();
      for (Future<TableId> each : threads.invokeAll(all)) {
        tables.add(each.get());
      }
      assertThat(tables).doesNotHaveDuplicates().hasSize(writers);
      for (TableId table : tables) {
        assertThat(values(catalog, table, TEXT)).containsExactly("x");
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void whatDoesNotFitIntoARowOrANameGoesToFiles() {
    List<Field> fields = new ArrayList<>();
    List<@Nullable Object> row = new ArrayList<>();
    for (int i = 1; i <= 190; i++) {
      fields.add(Field.of(i, "c" + i, PrimitiveType.VARCHAR));
      row.add("x".repeat(40)); // what InnoDB still keeps in the row itself
    }
    try (Catalog catalog = create()) {
      assertThat(catalog.canInline(fields)).isTrue();
      TableId table = InlinedValuesPropertiesTest.write(catalog, fields, List.of(row));
      assertThat(values(catalog, table, fields.get(189))).containsExactly("x".repeat(40));
      fields.add(Field.of(191, "c191", PrimitiveType.VARCHAR));
      assertThat(catalog.canInline(fields)).isFalse();
      for (String name : List.of("a".repeat(65), "\uD83E\uDD86", "blank ", "b`tick")) {
        assertThat(catalog.canInline(List.of(Field.of(1, name, PrimitiveType.INT8)))).isFalse();
      }
      assertThat(catalog.canInline(List.of(Field.of(1, "é".repeat(64), PrimitiveType.INT8))))
          .isTrue();
    }
  }

  @Test
  void addressesSayHowToConnect() {
    assertThatExceptionOfType(CatalogException.class)
        .isThrownBy(() -> open("ducklake:mysql:db=none host=127.0.0.1 port=1 user=u"));
    for (String wrong :
        List.of(
            "ducklake:mysql:host=127.0.0.1 user=u",
            "ducklake:mysql:db=d socket=/tmp/s",
            "ducklake:mysql:db=d ssl_mode=preferred",
            "ducklake:mysql:db=d ssl_cipher=x",
            "mysql://u@127.0.0.1:3306/d?unknown=1")) {
      org.assertj.core.api.Assertions.assertThatIllegalArgumentException()
          .as(wrong)
          .isThrownBy(() -> open(wrong));
    }
  }

  private static void open(String address) {
    Catalog.open(CatalogConfig.of(CatalogUri.parse(address))).close();
  }
}
