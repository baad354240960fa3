package io.quacklake.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.quacklake.format.FieldId;
import io.quacklake.format.SnapshotId;
import io.quacklake.format.TableId;
import io.quacklake.format.file.InlinedRow;
import io.quacklake.format.file.InlinedTable;
import io.quacklake.format.internal.text.ValueCodec;
import io.quacklake.format.schema.Column;
import io.quacklake.format.type.Field;
import io.quacklake.golden.Backend;
import io.quacklake.golden.GoldenLake;
import io.quacklake.golden.GoldenLake.ExpectedRead;
import io.quacklake.golden.GoldenLake.ExpectedTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The rows of tables that lie in the catalog alone, value by value against the reference's texts;
 * only where all rows have the table's current columns, since evolving them is the scan's.
 */
class GoldenInlinedRowsTest {
  private static final int SMALL_PAGE = 3;

  @AfterAll
  static void closeCatalogs() {
    GoldenCatalogs.closeAll();
  }

  @ParameterizedTest
  @MethodSource("io.quacklake.catalog.GoldenCatalogs#all")
  void haveTheValuesThatTheReferenceReads(GoldenLake lake, Backend backend) {
    int[] compared = {0};
    Catalog catalog = GoldenCatalogs.shared(lake, backend);
    catalog.read(
        reader -> {
          for (ExpectedTable table : lake.tables()) {
            for (ExpectedRead read : table.reads()) {
              if (!differs(lake, backend, read) && isComparable(reader, table, read)) {
                assertThat(rows(reader, table, read))
                    .as("%s at snapshot %d", table.table(), read.snapshot())
                    .containsExactlyInAnyOrderElementsOf(expected(read));
                compared[0]++;
              }
            }
          }
          return null;
        });
    assumeTrue(compared[0] > 0, "no inlined rows to compare");
  }

  /** Tables with evolved columns included. */
  @ParameterizedTest
  @MethodSource("io.quacklake.catalog.GoldenCatalogs#all")
  void canBeReadInEveryInlinedTable(GoldenLake lake, Backend backend) {
    GoldenCatalogs.shared(lake, backend)
        .read(
            reader -> {
              for (ExpectedTable table : lake.tables()) {
                for (ExpectedRead read : table.reads()) {
                  SnapshotId snapshot = new SnapshotId(read.snapshot());
                  for (InlinedTable inlined :
                      reader.inlinedTables(new TableId(table.tableId()), snapshot)) {
                    List<Field> fields =
                        inlined.fields().stream()
                            .filter(field -> !field.type().toString().contains("variant"))
                            .toList();
                    assertThat(reader.inlinedRows(inlined, snapshot, fields, null, 1000))
                        .hasSize((int) inlined.visibleRows());
                  }
                }
              }
              return null;
            });
  }

  /** {@code catalogs_differ} in expected.json. */
  private static boolean differs(GoldenLake lake, Backend backend, ExpectedRead read) {
    return lake.name().equals("spec_0_3_inlined")
        && backend == Backend.SQLITE
        && (read.snapshot() == 2 || read.snapshot() == 3);
  }

  /**
   * The reference that made the lakes printed the nanosecond before 1970 wrongly; its Arrow file of
   * the same rows has -1.
   */
  private static List<List<@Nullable String>> expected(ExpectedRead read) {
    List<List<@Nullable String>> rows = read.texts().orElseThrow();
    return rows.stream()
        .map(
            row ->
                row.stream()
                    .map(
                        text ->
                            "1970-01-01 00:00:00.00000000/+00".equals(text)
                                ? "1969-12-31 23:59:59.999999999+00"
                                : text)
                    .collect(Collectors.<@Nullable String>toList()))
        .toList();
  }

  private static boolean isComparable(
      SnapshotReader reader, ExpectedTable table, ExpectedRead read) {
    TableId id = new TableId(table.tableId());
    SnapshotId snapshot = new SnapshotId(read.snapshot());
    Map<FieldId, String> columns =
        reader.columns(id, snapshot).stream()
            .collect(Collectors.toMap(Column::id, each -> each.type().toString()));
    List<InlinedTable> inlined =
        reader.inlinedTables(id, snapshot).stream().filter(each -> each.visibleRows() > 0).toList();
    return read.texts().isPresent()
        && !columns.values().toString().contains("variant")
        && inlined.stream().mapToLong(InlinedTable::visibleRows).sum() == read.rows()
        && inlined.stream()
            .allMatch(
                each ->
                    each.fields().stream()
                        .collect(Collectors.toMap(Field::id, field -> field.type().toString()))
                        .equals(columns));
  }

  private static List<List<@Nullable String>> rows(
      SnapshotReader reader, ExpectedTable table, ExpectedRead read) {
    TableId id = new TableId(table.tableId());
    SnapshotId snapshot = new SnapshotId(read.snapshot());
    List<List<@Nullable String>> rows = new ArrayList<>();
    for (InlinedTable inlined : reader.inlinedTables(id, snapshot)) {
      @Nullable InlinedRow after = null;
      int count = 0;
      while (true) {
        List<InlinedRow> page =
            reader.inlinedRows(inlined, snapshot, inlined.fields(), after, SMALL_PAGE);
        for (InlinedRow row : page) {
          assertThat(row.begin()).isLessThanOrEqualTo(snapshot);
          rows.add(texts(inlined.fields(), row));
        }
        count += page.size();
        if (page.size() < SMALL_PAGE) {
          break;
        }
        after = page.get(SMALL_PAGE - 1);
      }
      assertThat(count).isEqualTo((int) inlined.visibleRows());
    }
    return rows;
  }

  private static List<@Nullable String> texts(List<Field> fields, InlinedRow row) {
    List<@Nullable String> texts = new ArrayList<>();
    for (int i = 0; i < fields.size(); i++) {
      Object value = row.values().get(i);
      texts.add(value == null ? null : ValueCodec.print(fields.get(i).type(), value));
    }
    return texts;
  }
}
