package io.quacklake.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.quacklake.catalog.commit.CommitPoint;
import io.quacklake.catalog.commit.Edit;
import io.quacklake.catalog.commit.NewColumn;
import io.quacklake.catalog.commit.NewSnapshot;
import io.quacklake.catalog.commit.TableColumnStats;
import io.quacklake.catalog.dialect.SqlFailure;
import io.quacklake.format.CorruptLakeException;
import io.quacklake.format.FieldId;
import io.quacklake.format.FileId;
import io.quacklake.format.FormatVersion;
import io.quacklake.format.LakePath;
import io.quacklake.format.Lifespan;
import io.quacklake.format.NotFoundException;
import io.quacklake.format.SchemaId;
import io.quacklake.format.Snapshot;
import io.quacklake.format.SnapshotId;
import io.quacklake.format.TableId;
import io.quacklake.format.TableRef;
import io.quacklake.format.UnsupportedFeatureException;
import io.quacklake.format.file.ColumnStats;
import io.quacklake.format.file.DataFile;
import io.quacklake.format.file.DeleteFile;
import io.quacklake.format.file.EncryptionKey;
import io.quacklake.format.file.InlinedRow;
import io.quacklake.format.file.InlinedTable;
import io.quacklake.format.file.SortedLongs;
import io.quacklake.format.partition.PartitionField;
import io.quacklake.format.partition.PartitionSpec;
import io.quacklake.format.partition.SortField;
import io.quacklake.format.partition.Transform;
import io.quacklake.format.schema.Column;
import io.quacklake.format.schema.DefaultValue;
import io.quacklake.format.schema.NameMapping;
import io.quacklake.format.schema.SchemaInfo;
import io.quacklake.format.schema.TableInfo;
import io.quacklake.format.schema.ViewInfo;
import io.quacklake.format.type.DecimalType;
import io.quacklake.format.type.Field;
import io.quacklake.format.type.ListType;
import io.quacklake.format.type.MapType;
import io.quacklake.format.type.PrimitiveType;
import io.quacklake.format.type.StructType;
import io.quacklake.golden.Backend;
import io.quacklake.golden.GoldenLake;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is written is read back, by the readers that the golden lakes test. */
class CatalogWriteTest {
  private static final TableId TABLE = new TableId(1);
  private static final String TABLE_UUID = "0194f8c2-0000-7000-8000-000000000001";
  private static final Field A = Field.of(1, "a", PrimitiveType.INT64);
  private static final Field B = Field.of(2, "B b", PrimitiveType.VARCHAR);

  @TempDir Path directory;
  private @Nullable Catalog catalog;

  @AfterEach
  void close() {
    if (catalog != null) {
      catalog.close();
    }
  }

  private Catalog create(Backend backend) {
    catalog = NewLakes.create(backend, directory);
    return catalog;
  }

  /** Commits, with room for ids. */
  private SnapshotId commit(String changes, Edit... edits) {
    return catalog.write(
        writer -> {
          CommitPoint base = writer.latest();
          SnapshotId id = new SnapshotId(base.id().value() + 1);
          writer.write(
              new NewSnapshot(
                  id,
                  base.schemaVersion() + 1,
                  base.nextCatalogId() + 10,
                  base.nextFileId() + 10,
                  changes,
                  "me",
                  "why 'so'",
                  null),
              List.of(edits));
          return id;
        });
  }

  private SnapshotId createTable(Field... fields) {
    List<Edit> edits = new ArrayList<>();
    edits.add(
        new Edit.BeginTable(TABLE, TABLE_UUID, new SchemaId(0), "t", new LakePath("t/", true)));
    edits.add(new Edit.BeginColumns(TABLE, columns(fields)));
    edits.add(new Edit.ChangeTableSchema(TABLE));
    return commit("created_table:\"main\".\"t\"", edits.toArray(Edit[]::new));
  }

  private static List<NewColumn> columns(Field... fields) {
    return Arrays.stream(fields)
        .flatMap(field -> NewColumn.withNested(field, DefaultValue.NULL).stream())
        .toList();
  }

  private static DataFile file(long id, SnapshotId begin) {
    return new DataFile(
        new FileId(id),
        new LakePath("f" + id + ".parquet", true),
        "parquet",
        100,
        1234,
        99L,
        0L,
        new Lifespan(begin, null),
        null,
        Map.of(),
        null,
        null,
        null,
        null,
        Map.of());
  }

  private List<DataFile> files(SnapshotId at, Field... statsFor) {
    List<DataFile> files = new ArrayList<>();
    catalog.read(
        reader -> {
          reader.dataFiles(
              TABLE, at, Set.copyOf(Arrays.stream(statsFor).map(Field::id).toList()), files::add);
          return null;
        });
    return files;
  }

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
  void createsAndDropsSchemasAndTables(Backend backend) {
    create(backend);
    SchemaId schema = new SchemaId(5);
    SnapshotId made =
        commit(
            "created_schema:\"S x\",created_table:\"S x\".\"t\"",
            new Edit.CreateSchema(
                schema, "0194f8c2-0000-7000-8000-00000000000a", "S x", new LakePath("u/", true)),
            new Edit.BeginTable(TABLE, TABLE_UUID, schema, "t", new LakePath("/abs/t/", false)),
            new Edit.BeginColumns(TABLE, columns(A, B)),
            new Edit.ChangeTableSchema(TABLE));
    SnapshotId renamed =
        commit(
            "created_table:\"S x\".\"T2\"",
            new Edit.EndTable(TABLE),
            new Edit.BeginTable(TABLE, TABLE_UUID, schema, "T2", new LakePath("/abs/t/", false)));
    SnapshotId dropped =
        commit(
            "dropped_schema:5,dropped_table:1",
            new Edit.DropTable(TABLE),
            new Edit.DropSchema(schema));
    catalog.read(
        reader -> {
          SchemaInfo info = new SchemaInfo(schema, "S x", new LakePath("u/", true));
          assertThat(reader.schemas(made)).contains(info);
          assertThat(reader.table(TableRef.of("S x", "t"), made))
              .isEqualTo(
                  new TableInfo(
                      TABLE, TABLE_UUID, info, "t", new LakePath("/abs/t/", false), null));
          assertThat(reader.tables(renamed)).extracting(TableInfo::name).containsExactly("T2");
          assertThat(reader.tables(dropped)).isEmpty();
          assertThat(reader.schemas(dropped)).extracting(SchemaInfo::name).containsExactly("main");
          assertThat(reader.columns(TABLE, renamed)).hasSize(2);
          assertThat(reader.columns(TABLE, dropped)).isEmpty();
          return null;
        });
  }

  @ParameterizedTest
  @EnumSource
  void beginsAndEndsColumnsOfAllShapes(Backend backend) {
    create(backend);
    Field plain = new Field(new FieldId(1), "a", new DecimalType(9, 2), false, "1.50");
    Field nested =
        Field.of(
            2,
            "n",
            new StructType(
                List.of(
                    Field.of(
                        3, "l", new ListType(Field.of(4, "element", PrimitiveType.TIMESTAMP_NS))),
                    Field.of(
                        5,
                        "m \"q\"",
                        new MapType(
                            Field.of(6, "key", PrimitiveType.VARCHAR),
                            Field.of(7, "value", PrimitiveType.UINT128))))));
    SnapshotId made =
        commit(
            "created_table:\"main\".\"t\"",
            new Edit.BeginTable(TABLE, TABLE_UUID, new SchemaId(0), "t", new LakePath("t/", true)),
            new Edit.BeginColumns(
                TABLE,
                List.of(
                    new NewColumn(
                        plain,
                        null,
                        1,
                        new DefaultValue(DefaultValue.Kind.LITERAL, "2.50", "duckdb")))),
            new Edit.BeginColumns(TABLE, NewColumn.withNested(nested, DefaultValue.NULL)));
    Field added = Field.of(8, "x", PrimitiveType.DATE);
    SnapshotId altered =
        commit(
            "altered_table:1",
            new Edit.EndColumns(
                TABLE, Set.of(new FieldId(1), new FieldId(5), new FieldId(6), new FieldId(7))),
            new Edit.BeginColumns(
                TABLE,
                List.of(
                    new NewColumn(
                        new Field(new FieldId(1), "renamed", new DecimalType(9, 2), true, "1.50"),
                        null,
                        1,
                        new DefaultValue(DefaultValue.Kind.EXPRESSION, "now()", null)),
                    new NewColumn(added, 2L, 8, DefaultValue.NULL))));
    catalog.read(
        reader -> {
          assertThat(reader.columns(TABLE, made))
              .containsExactly(
                  new Column(
                      plain, new DefaultValue(DefaultValue.Kind.LITERAL, "2.50", "duckdb"), null),
                  new Column(nested, DefaultValue.NULL, null));
          List<Column> now = reader.columns(TABLE, altered);
          assertThat(now).extracting(Column::name).containsExactly("renamed", "n");
          assertThat(now.get(0).writeDefault())
              .isEqualTo(new DefaultValue(DefaultValue.Kind.EXPRESSION, "now()", "duckdb"));
          assertThat(now.get(0).field().initialDefault()).isEqualTo("1.50");
          assertThat(((StructType) now.get(1).type()).fields())
              .extracting(Field::name)
              .containsExactly("l", "x");
          return null;
        });
    assertThat(catalog.<Long>write(writer -> writer.nextColumnId(TABLE))).isEqualTo(9);
    assertThat(catalog.<Long>write(writer -> writer.nextColumnId(new TableId(77)))).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource
  void setsAndResetsPartitioningAndSortOrder(Backend backend) {
    create(backend);
    SnapshotId plain = createTable(A, B);
    List<PartitionField> fields =
        List.of(
            new PartitionField(0, A.id(), new Transform.Bucket(16)),
            new PartitionField(1, B.id(), new Transform.Identity()));
    List<SortField> order =
        List.of(
            new SortField("\"B b\"", "duckdb", "DESC", "NULLS_FIRST"),
            new SortField("a", "duckdb", "ASC", "NULLS_LAST"));
    SnapshotId set =
        commit(
            "altered_table:1",
            new Edit.SetPartitioning(TABLE, 2, fields),
            new Edit.SetSortOrder(TABLE, 3, order));
    SnapshotId reset =
        commit(
            "altered_table:1",
            new Edit.SetPartitioning(TABLE, 4, List.of()),
            new Edit.SetSortOrder(TABLE, 5, List.of()));
    catalog.read(
        reader -> {
          assertThat(reader.partitionSpec(TABLE, plain).fields()).isEmpty();
          assertThat(reader.partitionSpec(TABLE, set)).isEqualTo(new PartitionSpec(2, fields));
          assertThat(reader.partitionSpec(TABLE, reset)).isEqualTo(new PartitionSpec(4, List.of()));
          assertThat(reader.sortOrder(TABLE, plain)).isEmpty();
          assertThat(reader.sortOrder(TABLE, set)).isEqualTo(order);
          assertThat(reader.sortOrder(TABLE, reset)).isEmpty();
          return null;
        });
  }

  @ParameterizedTest
  @EnumSource
  void setsTagsAndColumnTags(Backend backend) {
    create(backend);
    createTable(A);
    SnapshotId first =
        commit(
            "altered_table:1",
            new Edit.SetTag(1, "comment", "table's"),
            new Edit.SetColumnTag(TABLE, A.id(), "comment", "column's"));
    SnapshotId second =
        commit(
            "altered_table:1",
            new Edit.SetTag(1, "comment", null),
            new Edit.SetColumnTag(TABLE, A.id(), "comment", "other"));
    catalog.read(
        reader -> {
          TableRef ref = TableRef.of("main", "t");
          assertThat(reader.table(ref, first).comment()).isEqualTo("table's");
          assertThat(reader.table(ref, second).comment()).isNull();
          assertThat(reader.columns(TABLE, first).get(0).comment()).isEqualTo("column's");
          assertThat(reader.columns(TABLE, second).get(0).comment()).isEqualTo("other");
          return null;
        });
  }

  @ParameterizedTest
  @EnumSource
  void beginsAndEndsViews(Backend backend) {
    create(backend);
    SchemaInfo main = new SchemaInfo(new SchemaId(0), "main", new LakePath("main/", true));
    ViewInfo view =
        new ViewInfo(3, main, "v", "duckdb", "SELECT 'x;', 1", List.of("a", "b \"c\", d"), null);
    ViewInfo plain = new ViewInfo(4, main, "w", "duckdb", "SELECT 2", List.of(), null);
    SnapshotId made =
        commit(
            "created_view:\"main\".\"v\"",
            new Edit.BeginView(view, TABLE_UUID),
            new Edit.BeginView(plain, TABLE_UUID),
            new Edit.SetTag(3, "comment", "c"));
    SnapshotId renamed =
        commit(
            "created_view:\"main\".\"v2\"",
            new Edit.EndView(3, Edit.EndView.Tags.KEPT),
            new Edit.EndView(4, Edit.EndView.Tags.ENDED),
            new Edit.BeginView(
                new ViewInfo(3, main, "v2", "duckdb", "SELECT 1", List.of(), null), TABLE_UUID));
    SnapshotId dropped = commit("dropped_view:3", new Edit.EndView(3, Edit.EndView.Tags.ENDED));
    catalog.read(
        reader -> {
          assertThat(reader.views(made))
              .containsExactly(
                  new ViewInfo(3, main, "v", "duckdb", view.sql(), view.columnAliases(), "c"),
                  plain);
          assertThat(reader.views(renamed))
              .containsExactly(new ViewInfo(3, main, "v2", "duckdb", "SELECT 1", List.of(), "c"));
          assertThat(reader.views(dropped)).isEmpty();
          return null;
        });
  }

  @ParameterizedTest
  @EnumSource
  void addsAndEndsDataFiles(Backend backend) {
    create(backend);
    createTable(A, B);
    SnapshotId base = catalog.<Snapshot>read(SnapshotReader::latest).id();
    SnapshotId next = new SnapshotId(base.value() + 1);
    Map<Integer, @Nullable String> partition = new HashMap<>();
    partition.put(0, "7");
    partition.put(1, null);
    ColumnStats stats = new ColumnStats(10L, 90L, 10L, "a'b", null, null, "{\"x\": 1}");
    DataFile full =
        new DataFile(
            new FileId(3),
            new LakePath("s3://b/x.parquet", false),
            "parquet",
            5,
            6,
            null,
            null,
            new Lifespan(new SnapshotId(1), null),
            2L,
            partition,
            new EncryptionKey(new byte[] {1, 2, (byte) 0xff}),
            9L,
            next,
            null,
            Map.of(B.id(), stats, A.id(), new ColumnStats(null, 1L, 0L, "1", "2", false, null)));
    SnapshotId added =
        commit(
            "inserted_into_table:1",
            new Edit.SetPartitioning(TABLE, 2, List.of()),
            new Edit.AddDataFiles(TABLE, List.of(full, file(4, next))));
    assertThat(files(added, A, B)).containsExactly(full, file(4, next));
    SnapshotId ended =
        commit("deleted_from_table:1", new Edit.EndDataFiles(TABLE, Set.of(new FileId(3))));
    assertThat(files(added)).extracting(DataFile::id).contains(new FileId(3));
    assertThat(files(ended)).containsExactly(file(4, next));
    assertThatExceptionOfType(CorruptLakeException.class)
        .isThrownBy(() -> commit("x:1", new Edit.EndDataFiles(TABLE, Set.of(new FileId(3)))))
        .withMessageContaining("ducklake_data_file should have one open row");
    assertThat(catalog.<Snapshot>read(SnapshotReader::latest).id()).isEqualTo(ended);
  }

  @ParameterizedTest
  @EnumSource
  void addsManyDataFilesInOneCommit(Backend backend) {
    create(backend);
    createTable(A, B);
    SnapshotId next = new SnapshotId(2);
    List<DataFile> many = new ArrayList<>();
    for (int i = 0; i < 3000; i++) {
      DataFile file = file(i, next);
      many.add(
          new DataFile(
              file.id(),
              file.path(),
              file.format(),
              file.recordCount(),
              file.sizeBytes(),
              file.footerSize(),
              file.rowIdStart(),
              file.lifespan(),
              null,
              Map.of(),
              null,
              null,
              null,
              null,
              Map.of(A.id(), new ColumnStats(1L, 2L, 3L, "" + i, "" + i, null, null))));
    }
    commit("inserted_into_table:1", new Edit.AddDataFiles(TABLE, many));
    assertThat(files(next, A)).isEqualTo(many);
  }

  @ParameterizedTest
  @EnumSource
  void addsAndReplacesDeleteFiles(Backend backend) throws Exception {
    create(backend);
    createTable(A);
    SnapshotId second = new SnapshotId(2);
    SnapshotId third = new SnapshotId(3);
    DeleteFile first = deleteFile(8, second, null);
    DeleteFile merged = deleteFile(9, second, third);
    commit(
        "deleted_from_table:1",
        new Edit.AddDataFiles(TABLE, List.of(file(3, second))),
        new Edit.AddDeleteFiles(TABLE, List.of(first)));
    assertThat(catalog.<List<DeleteFile>>read(reader -> reader.deleteFiles(TABLE, second)))
        .containsExactly(first);
    commit(
        "deleted_from_table:1",
        new Edit.ReplaceDeleteFile(TABLE, new FileId(8), new LakePath("main/t/d8", true)),
        new Edit.AddDeleteFiles(TABLE, List.of(merged)));
    assertThat(catalog.<List<DeleteFile>>read(reader -> reader.deleteFiles(TABLE, second)))
        .containsExactly(merged);
    catalog.close();
    assertThat(
            NewLakes.sql(
                    backend,
                    NewLakes.file(backend, directory),
                    "SELECT data_file_id, path, path_is_relative,"
                        + " schedule_start IS NOT NULL FROM ducklake_files_scheduled_for_deletion")
                .toString())
        .isIn(
            "[[8, main/t/d8, true, true]]", "[[8, main/t/d8, 1, 1]]", "[[8, main/t/d8, true, 1]]");
  }

  private static DeleteFile deleteFile(long id, SnapshotId begin, @Nullable SnapshotId partialMax) {
    return new DeleteFile(
        new FileId(id),
        new FileId(3),
        new LakePath("d" + id, true),
        "parquet",
        2L,
        300,
        70L,
        new EncryptionKey(new byte[16]),
        new Lifespan(begin, null),
        partialMax);
  }

  @ParameterizedTest
  @EnumSource
  void addsNameMappings(Backend backend) {
    create(backend);
    createTable(A);
    NameMapping mapping =
        new NameMapping(
            7,
            List.of(
                new NameMapping.Entry(
                    "outer",
                    new FieldId(1),
                    false,
                    List.of(
                        new NameMapping.Entry("inner", new FieldId(2), false, List.of()),
                        new NameMapping.Entry("second", new FieldId(3), false, List.of()))),
                new NameMapping.Entry("p", new FieldId(4), true, List.of())));
    commit("inserted_into_table:1", new Edit.AddNameMapping(TABLE, mapping));
    assertThat(catalog.<NameMapping>read(reader -> reader.nameMapping(7))).isEqualTo(mapping);
  }

  @ParameterizedTest
  @EnumSource
  void insertsEndsAndReplacesInlinedRows(Backend backend) {
    create(backend);
    SnapshotId made = createTable(A, B);
    String name = "ducklake_inlined_data_1_2";
    SnapshotId first =
        commit(
            "inlined_insert:1",
            new Edit.CreateInlinedTable(TABLE, List.of(A, B)),
            new Edit.ChangeTableSchema(TABLE),
            new Edit.InsertInlinedRows(
                name,
                List.of(A, B),
                List.of(
                    new Edit.NewInlinedRow(0, List.of(1L, "x")),
                    new Edit.NewInlinedRow(1, Arrays.asList(2L, null)),
                    new Edit.NewInlinedRow(2, Arrays.asList(null, "")))));
    String known = inlinedTable();
    SnapshotId updated =
        commit(
            "inlined_insert:1,inlined_delete:1",
            new Edit.InsertInlinedRows(
                known, List.of(B, A), List.of(new Edit.NewInlinedRow(1, List.of("new", 20L)))),
            new Edit.EndInlinedRows(known, SortedLongs.of(0, 1)));
    assertThat(inlined(made)).isEmpty();
    assertThat(inlined(first)).containsExactly("0 2 [1, x]", "1 2 [2, null]", "2 2 [null, ]");
    assertThat(inlined(updated)).containsExactly("1 3 [20, new]", "2 2 [null, ]");
    assertThatExceptionOfType(CorruptLakeException.class)
        .isThrownBy(
            () -> commit("inlined_delete:1", new Edit.EndInlinedRows(known, SortedLongs.of(0))))
        .withMessageContaining("one open row for each of the row ids [0]");
  }

  /** The name that was registered: some databases add something to the usual one. */
  private String inlinedTable() {
    return catalog.read(
        reader -> reader.inlinedTables(TABLE, reader.latest().id()).get(0).tableName());
  }

  private List<String> inlined(SnapshotId at) {
    return catalog.read(
        reader -> {
          List<String> rows = new ArrayList<>();
          for (InlinedTable table : reader.inlinedTables(TABLE, at)) {
            for (InlinedRow row : reader.inlinedRows(table, at, table.fields(), null, 1000)) {
              rows.add(row.rowId() + " " + row.begin() + " " + row.values());
            }
          }
          return rows;
        });
  }

  @ParameterizedTest
  @EnumSource
  void namesSystemColumnsAsTheVersionDoes(Backend backend) throws Exception {
    catalog =
        Catalog.create(
            NewLakes.config(backend, directory),
            NewLake.at("f").withVersion(FormatVersion.V1_1_DEV));
    createTable(Field.of(1, "row_number", PrimitiveType.INT8));
    commit(
        "inlined_insert:1",
        new Edit.CreateInlinedTable(TABLE, List.of(Field.of(1, "row_number", PrimitiveType.INT8))),
        new Edit.ChangeTableSchema(TABLE));
    commit(
        "inlined_insert:1",
        new Edit.InsertInlinedRows(
            inlinedTable(),
            List.of(Field.of(1, "row_number", PrimitiveType.INT8)),
            List.of(new Edit.NewInlinedRow(5, List.of(3L)))));
    assertThat(inlined(new SnapshotId(3))).containsExactly("5 3 [3]");
    String name = inlinedTable();
    catalog.close();
    assertThat(
            NewLakes.sql(
                    backend,
                    NewLakes.file(backend, directory),
                    "SELECT _ducklake_row_id, _ducklake_begin_snapshot, _ducklake_end_snapshot,"
                        + " `row_number` FROM ".replace("`", backend == Backend.MARIADB ? "`" : "")
                        + name)
                .toString())
        .isEqualTo("[[5, 3, null, 3]]");
  }

  @ParameterizedTest
  @EnumSource
  void deletesPositionsOfFilesByRows(Backend backend) {
    create(backend);
    createTable(A);
    SnapshotId first =
        commit(
            "inlined_delete:1",
            new Edit.DeleteInlined(TABLE, new FileId(3), SortedLongs.of(5, 1)),
            new Edit.DeleteInlined(TABLE, new FileId(4), SortedLongs.of(0)));
    SnapshotId second =
        commit("inlined_delete:1", new Edit.DeleteInlined(TABLE, new FileId(3), SortedLongs.of(2)));
    catalog.read(
        reader -> {
          assertThat(reader.inlinedDeletes(TABLE, first))
              .containsOnly(
                  Map.entry(new FileId(3), new long[] {1, 5}),
                  Map.entry(new FileId(4), new long[] {0}));
          assertThat(reader.inlinedDeletes(TABLE, second).get(new FileId(3)))
              .containsExactly(1, 2, 5);
          assertThat(reader.inlinedDeletes(TABLE, new SnapshotId(1))).isEmpty();
          return null;
        });
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

  @ParameterizedTest
  @EnumSource
  void saysWhichColumnsCanBeInlined(Backend backend) {
    create(backend);
    assertThat(catalog.canInline(List.of(A, B))).isTrue();
    assertThat(catalog.canInline(List.of(A, Field.of(3, "Row_ID", PrimitiveType.INT8)))).isFalse();
    assertThat(
            catalog.canInline(
                List.of(Field.of(3, "g", new io.quacklake.format.type.GeometryType()))))
        .isFalse();
    assertThatExceptionOfType(NotFoundException.class)
        .isThrownBy(
            () -> catalog.read(r -> r.table(TableRef.of("main", "none"), new SnapshotId(0))));
  }
}
