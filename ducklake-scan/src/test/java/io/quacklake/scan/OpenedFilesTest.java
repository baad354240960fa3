package io.quacklake.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.quacklake.golden.Backend;
import io.quacklake.golden.GoldenLake;
import io.quacklake.storage.ObjectStores;
import io.quacklake.storage.StorageOptions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Files that cannot match are not opened. */
class OpenedFilesTest {
  private final List<String> opened = Collections.synchronizedList(new ArrayList<>());

  private LakehouseSession open(GoldenLake lake, Backend backend) {
    return LakehouseSession.open(
        GoldenCopies.config(lake, backend),
        (location, size) -> {
          opened.add(location);
          return ObjectStores.of(StorageOptions.NONE).open(location, size);
        });
  }

  @ParameterizedTest
  @EnumSource
  void aFilterThatMatchesOneOf250FilesOpensOne(Backend backend) throws Exception {
    try (LakehouseSession session = open(GoldenLake.load("many_files"), backend)) {
      TableScan one = session.scan("main.f").where("k = 77");

      ScanPlan plan = one.plan();
      assertThat(plan.report().totalFiles()).isEqualTo(250);
      assertThat(plan.files()).hasSize(1);
      assertThat(opened).isEmpty();

      long rows = count(one);
      assertThat(rows).isPositive();
      assertThat(opened).hasSize(1);

      opened.clear();
      TableScan byStatistics = session.scan("main.f").where("id = 123");
      assertThat(byStatistics.plan().files()).hasSize(1);
      assertThat(count(byStatistics)).isEqualTo(1);
      assertThat(opened).hasSize(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void countingOpensNoDataFileWhereTheCatalogKnows(Backend backend) {
    try (LakehouseSession session = open(GoldenLake.load("many_files"), backend)) {
      assertThat(session.scan("main.f").count()).isPositive();
      assertThat(opened).isEmpty();
    }
  }

  private static long count(TableScan scan) throws Exception {
    long rows = 0;
    try (ArrowReader reader = scan.open()) {
      while (reader.loadNextBatch()) {
        rows += reader.getVectorSchemaRoot().getRowCount();
      }
    }
    return rows;
  }
}
