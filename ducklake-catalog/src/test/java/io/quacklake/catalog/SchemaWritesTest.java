package io.quacklake.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.quacklake.catalog.commit.Edit;
import io.quacklake.catalog.commit.NewColumn;
import io.quacklake.format.FieldId;
import io.quacklake.format.LakePath;
import io.quacklake.format.SchemaId;
import io.quacklake.format.SnapshotId;
import io.quacklake.format.TableId;
import io.quacklake.format.TableRef;
import io.quacklake.format.partition.PartitionField;
import io.quacklake.format.partition.PartitionSpec;
import io.quacklake.format.partition.SortField;
import io.quacklake.format.partition.Transform;
import io.quacklake.format.schema.Column;
import io.quacklake.format.schema.DefaultValue;
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
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Schemas, tables, columns, specs, tags and views are read back as they are written. */
class SchemaWritesTest extends WrittenCatalog {
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
}
