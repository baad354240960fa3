package io.quacklake.scan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quacklake.golden.Backend;
import io.quacklake.golden.GoldenLake;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Filters return exactly the rows that the reference returns ({@code
 * golden-files/predicates.json}).
 */
class PredicateReferenceTest {
  @ParameterizedTest
  @EnumSource
  void filtersReturnTheRowsThatTheReferenceReturns(Backend backend) throws Exception {
    JsonNode file =
        new ObjectMapper()
            .readTree(
                GoldenLake.load("types_scalar")
                    .directory()
                    .resolve("../../predicates.json")
                    .toFile());
    List<String> wrong = new ArrayList<>();
    int checked = 0;
    for (JsonNode part : file.get("parts")) {
      GoldenLake lake = GoldenLake.load(part.get("lake").asText());
      try (LakehouseSession session = GoldenCopies.open(lake, backend)) {
        TableScan scan = session.scan(part.get("table").asText()).withThreads(1);
        for (JsonNode filter : part.get("filters")) {
          String where = filter.get("where").asText();
          List<Integer> expected = new ArrayList<>();
          filter.get("ids").forEach(id -> expected.add(id.asInt()));
          checked++;
          String got;
          try {
            got = ids(scan.where(where).select(part.get("key").asText())).toString();
          } catch (RuntimeException failure) {
            got = failure.toString();
          }
          if (!got.equals(expected.toString())) {
            wrong.add(lake + ": " + where + "\n  expected " + expected + "\n  got      " + got);
          }
        }
      }
    }
    assertThat(wrong).as("of %s filters", checked).isEmpty();
    assertThat(checked).isGreaterThan(4000);
  }

  private static List<Integer> ids(TableScan scan) throws Exception {
    List<Integer> ids = new ArrayList<>();
    try (ArrowReader reader = scan.open()) {
      while (reader.loadNextBatch()) {
        IntVector vector = (IntVector) reader.getVectorSchemaRoot().getVector(0);
        for (int i = 0; i < vector.getValueCount(); i++) {
          ids.add(vector.get(i));
        }
      }
    }
    Collections.sort(ids);
    return ids;
  }
}
