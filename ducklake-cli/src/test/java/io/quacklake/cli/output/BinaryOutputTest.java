package io.quacklake.cli.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quacklake.format.UnsupportedFeatureException;
import io.quacklake.format.type.Field;
import io.quacklake.format.type.ListType;
import io.quacklake.format.type.PrimitiveType;
import io.quacklake.format.type.StructType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Arrow is read back by Arrow's own reader, Parquet by DuckDB. */
class BinaryOutputTest {
  private static final StructType POINT =
      new StructType(
          List.of(
              Field.of(1, "x", PrimitiveType.INT32), Field.of(2, "label", PrimitiveType.VARCHAR)));

  @TempDir Path directory;

  private static Rows rows() {
    return new Rows()
        .column("id", PrimitiveType.INT64)
        .column("name", PrimitiveType.VARCHAR)
        .column("tags", new ListType(Field.of(3, "element", PrimitiveType.VARCHAR)))
        .column("point", POINT)
        .row(1L, "duck", Arrays.asList("a", null), Arrays.asList(1L, "p"))
        .row(2L, null, List.of(), null)
        .row(3L, "", null, Arrays.asList(null, null))
        .row(null, "🦆", List.of("b"), Arrays.asList(4L, "q"));
  }

  @Test
  void arrowIsAStreamThatArrowReads() throws IOException {
    List<String> read = new ArrayList<>();
    try (RootAllocator allocator = new RootAllocator();
        ArrowStreamReader reader =
            new ArrowStreamReader(
                new ByteArrayInputStream(rows().bytes(new ArrowOutput())), allocator)) {
      while (reader.loadNextBatch()) {
        for (int row = 0; row < reader.getVectorSchemaRoot().getRowCount(); row++) {
          int at = row;
          read.add(
              String.join(
                  "|",
                  reader.getVectorSchemaRoot().getFieldVectors().stream()
                      .map(each -> String.valueOf(each.getObject(at)))
                      .toList()));
        }
      }
    }

    assertThat(read)
        .containsExactly(
            "1|duck|[\"a\",null]|{\"x\":1,\"label\":\"p\"}",
            "2|null|[]|null",
            "3||null|{}",
            "null|🦆|[\"b\"]|{\"x\":4,\"label\":\"q\"}");
  }

  @Test
  void arrowWithoutRowsHasItsSchema() throws IOException {
    Rows none = new Rows().column("a", PrimitiveType.INT64);
    try (RootAllocator allocator = new RootAllocator();
        ArrowStreamReader reader =
            new ArrowStreamReader(
                new ByteArrayInputStream(none.bytes(new ArrowOutput())), allocator)) {
      assertThat(reader.loadNextBatch()).isFalse();
      assertThat(reader.getVectorSchemaRoot().getSchema().getFields())
          .extracting(org.apache.arrow.vector.types.pojo.Field::getName)
          .containsExactly("a");
    }
  }

  @Test
  void parquetIsReadByDuckDb() throws IOException, SQLException {
    Path file = Files.write(directory.resolve("x.parquet"), rows().bytes(new ParquetOutput()));

    assertThat(
            duckDb(
                "select concat_ws('|', id, name, tags::varchar, point::varchar) from '"
                    + file
                    + "'"))
        .containsExactly(
            "1|duck|[a, NULL]|{'x': 1, 'label': p}",
            "2|[]",
            "3||{'x': NULL, 'label': NULL}",
            "🦆|[b]|{'x': 4, 'label': q}");
  }

  @Test
  void anIntegerThatParquetWouldRoundIsRefused() {
    Rows wide =
        new Rows()
            .column("h", PrimitiveType.INT128)
            .row(BigInteger.ONE.shiftLeft(100).add(BigInteger.ONE));

    assertThatThrownBy(() -> wide.bytes(new ParquetOutput()))
        .isInstanceOf(UnsupportedFeatureException.class);
  }

  private static List<String> duckDb(String sql) throws SQLException {
    List<String> texts = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        ResultSet result = connection.createStatement().executeQuery(sql)) {
      while (result.next()) {
        texts.add(result.getString(1));
      }
    }
    return texts;
  }
}
