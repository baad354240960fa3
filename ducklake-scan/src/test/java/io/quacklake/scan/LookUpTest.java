package io.quacklake.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.quacklake.golden.Backend;
import io.quacklake.golden.GoldenLake;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Looking rows up again and again in one session. */
class LookUpTest {
  static Stream<Arguments> tables() {
    return Stream.of(Backend.values())
        .flatMap(
            backend ->
                Stream.of(
                    Arguments.of(backend, "many_files", "main.f", "id"),
                    Arguments.of(backend, "many_files", "main.f", "k"),
                    Arguments.of(backend, "types_scalar", "main.t", "c_i32"),
                    Arguments.of(backend, "types_scalar_inlined", "main.t", "c_i32"),
                    Arguments.of(backend, "deletes_updates", "main.d", "grp"),
                    Arguments.of(backend, "inlined_deletes", "main.d", "id"),
                    Arguments.of(backend, "partitioned", "main.ident", "n"),
                    Arguments.of(backend, "encrypted", "main.e", "id")));
  }

  @ParameterizedTest
  @MethodSource("tables")
  void aWarmLookUpFindsTheRowsThatAFullScanHas(
      Backend backend, String lake, String table, String column) throws Exception {
    try (LakehouseSession session = GoldenCopies.open(GoldenLake.load(lake), backend)) {
      TableScan scan = session.scan(table);
      List<List<Object>> all = rows(scan);
      int at = scan.schema().getFields().indexOf(scan.schema().findField(column));
      List<Object> keys = all.stream().map(row -> row.get(at)).distinct().limit(25).toList();
      for (int round = 0; round < 3; round++) {
        for (Object key : keys) {
          if (key != null) {
            List<List<Object>> wanted =
                all.stream().filter(row -> key.equals(row.get(at))).toList();
            TableScan one = scan.where(column + " = " + key);
            assertThat(rows(one.withThreads(1 + round))).isEqualTo(wanted);
            assertThat(one.count()).isEqualTo(wanted.size());
          }
        }
      }
    }
  }

  @Test
  void aNewSnapshotIsSeenByTheNextLookUp(@TempDir Path directory) throws Exception {
    GoldenLake lake = GoldenLake.load("many_files").copyTo(directory);
    try (LakehouseSession session = LakehouseSession.open(lake.address(Backend.SQLITE))) {
      TableScan one = session.scan("main.f").where("id = 123");
      assertThat(rows(one)).hasSize(1);
      assertThat(rows(one)).hasSize(1);
      long file = one.plan().files().get(0).file().id().value();

      try (Connection connection =
              DriverManager.getConnection(
                  "jdbc:sqlite:" + lake.catalog(Backend.SQLITE).file().toAbsolutePath());
          Statement statement = connection.createStatement()) {
        statement.execute(
            "INSERT INTO ducklake_snapshot SELECT snapshot_id + 1, snapshot_time, schema_version,"
                + " next_catalog_id, next_file_id FROM ducklake_snapshot"
                + " ORDER BY snapshot_id DESC LIMIT 1");
        statement.execute(
            "UPDATE ducklake_data_file SET end_snapshot = (SELECT MAX(snapshot_id) FROM"
                + " ducklake_snapshot) WHERE data_file_id = "
                + file);
      }

      assertThat(rows(one)).isEmpty();
      assertThat(rows(one.asOf(session.currentSnapshot().id().value() - 1))).hasSize(1);
      assertThat(rows(one)).isEmpty();
    }
  }

  private static List<List<Object>> rows(TableScan scan) throws Exception {
    List<List<Object>> rows = new ArrayList<>();
    try (ArrowReader reader = scan.open()) {
      while (reader.loadNextBatch()) {
        VectorSchemaRoot root = reader.getVectorSchemaRoot();
        for (int row = 0; row < root.getRowCount(); row++) {
          List<Object> values = new ArrayList<>();
          for (FieldVector vector : root.getFieldVectors()) {
            Object value = vector.getObject(row);
            values.add(value instanceof byte[] bytes ? java.util.Arrays.toString(bytes) : value);
          }
          rows.add(values);
        }
      }
    }
    return rows;
  }
}
