package io.quacklake.transact.internal.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quacklake.format.FieldId;
import io.quacklake.format.InvalidValueException;
import io.quacklake.format.NotFoundException;
import io.quacklake.format.file.ColumnStats;
import io.quacklake.format.schema.Column;
import io.quacklake.format.schema.DefaultValue;
import io.quacklake.format.type.Field;
import io.quacklake.format.type.ListType;
import io.quacklake.format.type.PrimitiveType;
import io.quacklake.format.type.StructType;
import io.quacklake.storage.ObjectInfo;
import io.quacklake.storage.ObjectOutput;
import io.quacklake.storage.ObjectSource;
import io.quacklake.storage.ObjectStore;
import io.quacklake.transact.internal.stage.StagedInsert;
import io.quacklake.transact.internal.stage.StagedRow;
import io.quacklake.transact.internal.stage.TableTarget;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is appended is what DuckDB reads from the files, and nothing is left after an error. */
class TableWriterTest extends AppendedRows {
  @Test
  void columnsAreMatchedByNameWithoutRegardToCaseAndMissingOnesAreNull() {
    TableTarget table = numbers();

    StagedInsert insert = append(table, "SELECT 7::INTEGER AS \"ID\" UNION ALL SELECT 8");

    assertThat(insert.rows()).isEqualTo(2);
    assertThat(reference.rows("SELECT id, Name FROM " + files(insert) + " ORDER BY 1"))
        .containsExactly(Arrays.asList("7", null), Arrays.asList("8", null));
  }

  @Test
  void aMissingColumnGetsItsWriteDefault() {
    Column named =
        new Column(
            Field.of(2, "Name", PrimitiveType.VARCHAR),
            new DefaultValue(DefaultValue.Kind.LITERAL, "it's", "duckdb"),
            null);
    TableTarget table =
        Targets.table(directory, List.of(Targets.column(1, "id", PrimitiveType.INT64), named));

    StagedInsert insert = append(table, "SELECT 7 AS id");

    assertThat(reference.rows("FROM " + files(insert))).containsExactly(List.of("7", "it's"));
  }

  @Test
  void anUnknownColumnIsRefusedWithASuggestion() {
    assertThatThrownBy(() -> append(numbers(), "SELECT 1 AS id, 'a' AS nam"))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining("nam")
        .hasMessageContaining("Did you mean Name?");
  }

  @Test
  void aNullInANotNullColumnIsRefusedWithItsRowAndLeavesNoFile() throws IOException {
    Column id =
        new Column(
            new Field(new FieldId(1), "id", PrimitiveType.INT64, false, null),
            DefaultValue.NULL,
            null);

    assertThatThrownBy(
            () ->
                append(
                    Targets.table(directory, List.of(id)),
                    "SELECT CASE WHEN i = 5000 THEN NULL ELSE i END AS id FROM range(9000) r(i)"))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("row 5000");
    assertThat(allFiles()).isEmpty();
  }

  @Test
  void aValueThatDoesNotFitIsNamedAndLeavesNoFile() throws IOException {
    TableTarget table =
        Targets.table(directory, List.of(Targets.column(1, "small", PrimitiveType.INT8)));

    assertThatThrownBy(() -> append(table, "SELECT i AS small FROM range(5000) r(i)"))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("column small is int8")
        .hasMessageContaining("row 128")
        .hasMessageContaining("the value 128");
    assertThat(allFiles()).isEmpty();
  }

  @Test
  void aFailingStreamLeavesNoFileAndFreesItsMemory() throws IOException {
    WriteContext context =
        WriteContext.of(STORES, reference.allocator)
            .withStores(location -> new FullDisk(STORES.forLocation(location), 5000));

    assertThatThrownBy(
            () ->
                append(
                    Targets.with(numbers(), Map.of("parquet_row_group_size", "2048")),
                    "SELECT i AS id, md5(i::VARCHAR) AS name FROM range(50000) r(i)",
                    context))
        .hasMessageContaining("No space left");
    assertThat(allFiles()).isEmpty();
    assertThat(reference.allocator.getAllocatedMemory()).isZero();
  }

  @Test
  void nestedValuesAreMatchedByFieldNames() {
    StructType struct =
        new StructType(
            List.of(
                Field.of(3, "a", PrimitiveType.INT64),
                Field.of(4, "b", new ListType(Field.of(5, "element", PrimitiveType.FLOAT64))),
                Field.of(6, "c", PrimitiveType.VARCHAR)));
    TableTarget table = Targets.table(directory, List.of(Targets.column(2, "s", struct)));

    StagedInsert insert =
        append(
            table,
            "SELECT * FROM (VALUES ({'B': [1, NULL, 3], 'a': 5::TINYINT}), (NULL),"
                + " ({'B': NULL, 'a': NULL}), ({'B': [], 'a': 7})) v(s)");

    assertThat(reference.column("SELECT s::VARCHAR FROM " + files(insert)))
        .containsExactly(
            "{'a': 5, 'b': [1.0, NULL, 3.0], 'c': NULL}",
            null,
            "{'a': NULL, 'b': NULL, 'c': NULL}",
            "{'a': 7, 'b': [], 'c': NULL}");
  }

  @Test
  void fewRowsAreKeptForTheCatalog() throws IOException {
    StagedInsert insert =
        append(
            Targets.inlinable(numbers()),
            "SELECT i AS id, CASE WHEN i = 3 THEN NULL ELSE 'n' || i END AS name FROM range(10)"
                + " r(i)");

    assertThat(insert.files()).isEmpty();
    assertThat(insert.rows()).isEqualTo(10);
    assertThat(insert.inlined().get(3)).isEqualTo(new StagedRow(null, Arrays.asList(3L, null)));
    assertThat(insert.inlined().get(9)).isEqualTo(new StagedRow(null, List.of(9L, "n9")));
    assertThat(insert.inlinedStats())
        .containsEntry(new FieldId(2), new ColumnStats(null, 9L, 1L, "n0", "n9", null, null));
    assertThat(allFiles()).isEmpty();
  }

  @Test
  void oneRowMoreGoesToAFile() {
    StagedInsert insert =
        append(Targets.inlinable(numbers()), "SELECT i AS id FROM range(11) r(i)");

    assertThat(insert.inlined()).isEmpty();
    assertThat(insert.files()).hasSize(1);
    assertThat(reference.rows("SELECT count(*) FROM " + files(insert)))
        .containsExactly(List.of("11"));
  }

  @Test
  void noRowsAreNothing() throws IOException {
    assertThat(append(numbers(), "SELECT 1 AS id WHERE false")).isEqualTo(StagedInsert.NONE);
    assertThat(allFiles()).isEmpty();
  }

  /** A store whose streams fail after some bytes. */
  private record FullDisk(ObjectStore store, int room) implements ObjectStore {
    @Override
    public ObjectOutput create(String location) {
      ObjectOutput out = store.create(location);
      return new ObjectOutput() {
        private int written;

        @Override
        public void write(int value) throws IOException {
          write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void abort() {
          out.abort();
        }

        @Override
        public void close() throws IOException {
          out.close();
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
          written += length;
          if (written > room) {
            throw new IOException("No space left on device");
          }
          out.write(bytes, offset, length);
        }
      };
    }

    @Override
    public ObjectSource open(String location, long size) {
      return store.open(location, size);
    }

    @Override
    public ObjectInfo info(String location) {
      return store.info(location);
    }

    @Override
    public List<ObjectInfo> list(String prefix) {
      return store.list(prefix);
    }

    @Override
    public void delete(String location) {
      store.delete(location);
    }

    @Override
    public void close() {}
  }
}
