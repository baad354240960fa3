package io.quacklake.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.quacklake.catalog.commit.CommitPoint;
import io.quacklake.catalog.commit.Edit;
import io.quacklake.catalog.commit.NewColumn;
import io.quacklake.catalog.commit.NewSnapshot;
import io.quacklake.format.LakePath;
import io.quacklake.format.SchemaId;
import io.quacklake.format.SnapshotId;
import io.quacklake.format.TableId;
import io.quacklake.format.UnsupportedFeatureException;
import io.quacklake.format.file.InlinedRow;
import io.quacklake.format.file.InlinedTable;
import io.quacklake.format.schema.DefaultValue;
import io.quacklake.format.type.Field;
import io.quacklake.format.type.PrimitiveType;
import io.quacklake.golden.Backend;
import io.quacklake.golden.MariaDbServer;
import io.quacklake.golden.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.jspecify.annotations.Nullable;

/** Values of every type that can be inlined come back to the last bit. */
class InlinedValuesPropertiesTest {
  private static Path directory;
  private static Catalog duckdb;
  private static Catalog sqlite;
  private static @Nullable Catalog postgres;
  private static @Nullable Catalog mariadb;

  @BeforeContainer
  static void create() throws IOException {
    directory = Files.createTempDirectory("inlined");
    duckdb = NewLakes.create(Backend.DUCKDB, directory);
    sqlite = NewLakes.create(Backend.SQLITE, directory);
    postgres =
        PostgresServer.shared().isPresent() ? NewLakes.create(Backend.POSTGRES, directory) : null;
    mariadb =
        MariaDbServer.shared().isPresent() ? NewLakes.create(Backend.MARIADB, directory) : null;
  }

  @AfterContainer
  static void remove() throws IOException {
    duckdb.close();
    sqlite.close();
    if (postgres != null) {
      postgres.close();
    }
    if (mariadb != null) {
      mariadb.close();
    }
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  @Property(tries = 60)
  void comeBackOutOfDuckDb(@ForAll long seed) {
    roundTrip(duckdb, seed);
  }

  @Property(tries = 60)
  void comeBackOutOfSqlite(@ForAll long seed) {
    roundTrip(sqlite, seed);
  }

  @Property(tries = 60)
  void comeBackOutOfPostgres(@ForAll long seed) {
    assumeTrue(postgres != null, PostgresServer.MISSING);
    roundTrip(postgres, seed);
  }

  @Property(tries = 60)
  void comeBackOutOfMariaDb(@ForAll long seed) {
    assumeTrue(mariadb != null, MariaDbServer.MISSING);
    roundTrip(mariadb, seed);
  }

  @Example
  void ofEachPrimitiveTypeComeBack() {
    RawValues values = new RawValues(42);
    List<Field> fields = new ArrayList<>();
    for (PrimitiveType type : PrimitiveType.values()) {
      fields.add(values.field("c_" + type, type));
    }
    roundTrip(duckdb, fields, rows(values, fields, 100));
    roundTrip(sqlite, fields, rows(values, fields, 100));
    if (mariadb != null) {
      roundTrip(mariadb, fields, rows(values, fields, 100));
    }
    if (postgres != null) {
      fields.removeIf(field -> field.type() == PrimitiveType.TIME_NS);
      roundTrip(postgres, fields, rows(values, fields, 100));
    }
  }

  private static void roundTrip(Catalog catalog, long seed) {
    RawValues values = new RawValues(seed);
    List<Field> fields = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      fields.add(values.field("Column " + i, 3));
    }
    roundTrip(catalog, fields, rows(values, fields, 8));
  }

  static List<List<@Nullable Object>> rows(RawValues values, List<Field> fields, int count) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      List<@Nullable Object> row = new ArrayList<>();
      fields.forEach(field -> row.add(values.valueOrNull(field.type())));
      rows.add(Collections.unmodifiableList(row));
    }
    return rows;
  }

  private static void roundTrip(
      Catalog catalog, List<Field> fields, List<List<@Nullable Object>> rows) {
    if (!catalog.canInline(fields)) {
      // The one type that one of the databases has no place for.
      assertThat(catalog.toString()).contains("postgres");
      assertThat(fields.toString()).contains("time_ns");
      return;
    }
    TableId table;
    try {
      table = write(catalog, fields, rows);
    } catch (UnsupportedFeatureException e) {
      assertThat(catalog.toString()).contains("postgres");
      assertThat(e).hasMessageContaining("the character NUL");
      return;
    }
    catalog.read(
        reader -> {
          SnapshotId latest = reader.latest().id();
          InlinedTable inlined = reader.inlinedTables(table, latest).get(0);
          assertThat(inlined.fields()).isEqualTo(fields);
          List<InlinedRow> found = reader.inlinedRows(inlined, latest, fields, null, 1000);
          assertThat(found).hasSize(rows.size());
          for (int r = 0; r < rows.size(); r++) {
            for (int f = 0; f < fields.size(); f++) {
              Object expected = rows.get(r).get(f);
              assertThat(found.get(r).values().get(f))
                  .as("%s of row %d", fields.get(f), r)
                  .matches(value -> RawValues.same(value, expected), "is the same as " + expected);
            }
          }
          return null;
        });
  }

  /** A new table with those rows, all inlined. */
  static TableId write(Catalog catalog, List<Field> fields, List<List<@Nullable Object>> rows) {
    return catalog.write(writer -> write(writer, fields, rows));
  }

  static TableId write(
      CatalogWriter writer, List<Field> fields, List<List<@Nullable Object>> rows) {
    CommitPoint base = writer.latest();
    TableId table = new TableId(base.nextCatalogId());
    SnapshotId id = new SnapshotId(base.id().value() + 1);
    long version = base.schemaVersion() + 1;
    List<NewColumn> columns = new ArrayList<>();
    for (Field field : fields) {
      columns.addAll(NewColumn.withNested(field, DefaultValue.NULL));
    }
    List<Edit.NewInlinedRow> inlined = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      inlined.add(new Edit.NewInlinedRow(i, rows.get(i)));
    }
    String name = "t" + table;
    writer.write(
        new NewSnapshot(
            id,
            version,
            base.nextCatalogId() + 1,
            base.nextFileId() + 1,
            "created_table:\"main\".\"" + name + "\",inlined_insert:" + table,
            null,
            null,
            null),
        List.of(
            new Edit.BeginTable(
                table,
                UUID.randomUUID().toString(),
                new SchemaId(0),
                name,
                new LakePath(name + "/", true)),
            new Edit.BeginColumns(table, columns),
            new Edit.ChangeTableSchema(table),
            new Edit.CreateInlinedTable(table, fields),
            new Edit.InsertInlinedRows(
                "ducklake_inlined_data_" + table + "_" + version, fields, inlined),
            Edit.PutTableStats.of(
                table, null, List.of(), new TableStats(rows.size(), rows.size(), 0), List.of())));
    return table;
  }
}
