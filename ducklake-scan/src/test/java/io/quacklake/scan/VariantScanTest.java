package io.quacklake.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.quacklake.golden.Backend;
import io.quacklake.golden.GoldenLake;
import io.quacklake.scan.internal.variant.VariantDecoder;
import io.quacklake.scan.internal.variant.VariantJson;
import io.quacklake.scan.internal.variant.VariantJson.FieldOrder;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VariantScanTest {
  @TempDir Path directory;

  @Test
  void variantNullsAreNullToAFilter() throws Exception {
    GoldenLake lake = GoldenLake.load("variant_geometry");
    try (LakehouseSession session = LakehouseSession.open(lake.address(Backend.SQLITE))) {
      TableScan scan = session.scan("v").asOf(2);
      for (VariantForm form : VariantForm.values()) {
        TableScan formed = scan.select("id").withVariantAs(form);
        assertThat(texts(formed.where("v IS NULL"))).containsExactly("5");
        assertThat(texts(formed.where("v IS NOT NULL"))).hasSize(8).doesNotContain("5");
      }
      assertThat(scan.where("v IS NULL").count()).isEqualTo(1);
    }
  }

  /** Types that a variant in DuckDB may hold and one in Parquet's encoding may not. */
  @Test
  void inlinedVariantsOfDuckDbsOwnTypesPrintAsDuckDbPrintsThem() throws Exception {
    GoldenLake lake = GoldenLake.load("v11_variant_inlined").copyTo(directory.resolve("lake"));
    List<String> expected = new ArrayList<>();
    Path file = lake.catalog(Backend.DUCKDB).file();
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:" + file);
        Statement statement = connection.createStatement()) {
      List<String> values =
          List.of(
              "18446744073709551615::UBIGINT",
              "170141183460469231731687303715884105727::HUGEINT",
              "5::HUGEINT",
              "INTERVAL 1 DAY",
              "'12:30:00+02'::TIMETZ",
              "'12:30:00.123456789'::TIME_NS",
              "TIMESTAMP_S '2024-01-15 12:30:00'",
              "'101'::BIT",
              "{'b': 18446744073709551615::UBIGINT, 'a': [DATE '2024-01-15', NULL], 'd': -1.50::DECIMAL(5,2)}",
              "{'b': 1.5::FLOAT, 'a': 1e300::DOUBLE}");
      String table;
      try (ResultSet found =
          statement.executeQuery(
              "SELECT i.table_name FROM ducklake_inlined_data_tables i JOIN ducklake_table t"
                  + " USING (table_id) WHERE t.table_name = 'fl' ORDER BY schema_version DESC")) {
        assertThat(found.next()).isTrue();
        table = found.getString(1);
      }
      statement.execute("DELETE FROM " + table);
      for (int i = 0; i < values.size(); i++) {
        String row = "(" + (100 + i) + ", 13, NULL, " + i + ", (" + values.get(i) + ")::VARIANT)";
        statement.execute("INSERT INTO " + table + " VALUES " + row);
      }
      try (ResultSet texts =
          statement.executeQuery("SELECT v::JSON::VARCHAR FROM " + table + " ORDER BY id")) {
        while (texts.next()) {
          expected.add(texts.getString(1));
        }
      }
    }
    try (LakehouseSession session = LakehouseSession.open(lake.address(Backend.DUCKDB))) {
      TableScan scan = session.scan("fl").select("v").where("id < 1000");
      List<String> json = texts(scan.withVariantAs(VariantForm.JSON));
      assertThat(json).containsAll(expected).hasSize(expected.size() + 3);
      assertThat(texts(scan)).hasSameSizeAs(json).contains(expected.get(0), expected.get(1));
    }
  }

  private static List<String> texts(TableScan scan) throws Exception {
    List<String> texts = new ArrayList<>();
    try (ArrowReader reader = scan.open()) {
      while (reader.loadNextBatch()) {
        FieldVector vector = reader.getVectorSchemaRoot().getVector(0);
        for (int row = 0; row < vector.getValueCount(); row++) {
          texts.add(text(vector, row));
        }
      }
    }
    return texts;
  }

  private static String text(FieldVector vector, int row) {
    if (vector instanceof StructVector variants) {
      byte[] metadata = (byte[]) variants.getChild("metadata").getObject(row);
      byte[] value = (byte[]) variants.getChild("value").getObject(row);
      return VariantJson.print(new VariantDecoder().decode(metadata, value), FieldOrder.BY_NAME);
    }
    return vector.getObject(row).toString();
  }
}
