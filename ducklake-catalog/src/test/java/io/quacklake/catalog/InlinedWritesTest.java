package io.quacklake.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.quacklake.catalog.commit.Edit;
import io.quacklake.format.CorruptLakeException;
import io.quacklake.format.FileId;
import io.quacklake.format.FormatVersion;
import io.quacklake.format.NotFoundException;
import io.quacklake.format.SnapshotId;
import io.quacklake.format.TableRef;
import io.quacklake.format.file.InlinedRow;
import io.quacklake.format.file.InlinedTable;
import io.quacklake.format.file.SortedLongs;
import io.quacklake.format.type.Field;
import io.quacklake.format.type.PrimitiveType;
import io.quacklake.golden.Backend;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rows and deletes that the catalog holds itself are read back as they are written. */
class InlinedWritesTest extends WrittenCatalog {
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
}
