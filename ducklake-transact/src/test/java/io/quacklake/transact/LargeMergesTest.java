package io.quacklake.transact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quacklake.catalog.LakeInfo.Encryption;
import io.quacklake.catalog.NewLake;
import io.quacklake.format.InvalidValueException;
import io.quacklake.format.SnapshotId;
import io.quacklake.format.predicate.Predicate;
import io.quacklake.scan.LakehouseConfig;
import io.quacklake.scan.LakehouseSession;
import io.quacklake.transact.MergeOptions.Absent;
import io.quacklake.transact.MergeOptions.Matched;
import io.quacklake.transact.NewLakes.Kind;
import io.quacklake.transact.faulty.Faults;
import io.quacklake.transact.faulty.Faults.Call;
import io.quacklake.transact.faulty.FaultyStores;
import io.quacklake.transact.internal.write.WriteContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Merges of more rows than a merge may hold in memory do what the same statements of SQL do. */
class LargeMergesTest extends MirroredTable {
  /** About a sixth of what comes in. */
  private static final long FEW_BYTES = 400_000;

  private static final String INCOMING =
      "SELECT i AS id, 'k' || i % 1000 AS name, i::DECIMAL(12,2) AS amount, i % 2 = 0 AS even,"
          + " [i, NULL] AS list, {'a': i, 'b': repeat('x', (i % 90)::INTEGER)} AS pair, ";

  @BeforeEach
  void holdLittle() {
    System.setProperty(WriteContext.MERGE_BYTES_PROPERTY, Long.toString(FEW_BYTES));
  }

  @AfterEach
  void holdMuch() {
    System.clearProperty(WriteContext.MERGE_BYTES_PROPERTY);
  }

  private void open(Encryption encryption) {
    open(NewLake.at(directory.resolve("data") + "/").withEncryption(encryption));
  }

  private void open(NewLake config) {
    createLake(Kind.SQLITE, config);
    createTable(
        TableDefinition.of(
            "t",
            ColumnDefinition.of("id", "BIGINT"),
            ColumnDefinition.of("name", "VARCHAR"),
            ColumnDefinition.of("amount", "DECIMAL(12,2)"),
            ColumnDefinition.of("even", "BOOLEAN"),
            ColumnDefinition.of("list", "BIGINT[]"),
            ColumnDefinition.of("pair", "STRUCT(a BIGINT, b VARCHAR)"),
            ColumnDefinition.of("who", "VARCHAR")));
    String rows = INCOMING + "'table' AS who FROM range(10000) r(i)";
    reference.run("INSERT INTO t " + rows);
    try (Transaction tx = Transaction.begin(lake)) {
      reference.batches(rows, 1000, reader -> tx.append(TABLE, reader));
      reference.batches("SELECT 'none' AS name", 1, reader -> tx.append(TABLE, reader));
      tx.commit();
    }
    reference.run("INSERT INTO t (name) VALUES ('none')");
  }

  private MergeResult merge(String sql, List<String> keys, MergeOptions options) {
    reference.run("CREATE OR REPLACE TABLE s AS " + sql);
    return merge("FROM s", 1000, keys, options);
  }

  private static List<Path> temporaryFiles() {
    try (Stream<Path> all = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return all.filter(path -> path.toString().endsWith(".spill")).toList();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @ParameterizedTest
  @EnumSource(Encryption.class)
  void rowsAreUpdatedOrInsertedByANumber(Encryption encryption) {
    open(encryption);

    MergeResult result =
        merge(
            INCOMING + "'source' AS who FROM range(4000, 26000) r(i)",
            List.of("id"),
            MergeOptions.UPSERT);

    assertThat(result).isEqualTo(new MergeResult(16_000, 6_000, 0));
    reference.run("DELETE FROM t WHERE id >= 4000");
    reference.run("INSERT INTO t FROM s");
    assertSame();
    assertThat(lake.scan(TABLE).where("who = 'source'").count()).isEqualTo(22_000);
    assertThat(temporaryFiles()).isEmpty();
  }

  @Test
  void columnsThatDoNotComeInKeepTheirValuesAndNullKeysMatchNothing() {
    open(Encryption.NONE);

    MergeResult result =
        merge(
            "SELECT CASE WHEN i % 10 <> 0 THEN i END AS id, 'k' || i % 1000 AS name, 'source' AS who"
                + " FROM range(8000, 20000) r(i)",
            List.of("name", "id"), MergeOptions.UPSERT);

    assertThat(result).isEqualTo(new MergeResult(12_000 - 1_800, 1_800, 0));
    reference.run("UPDATE t SET who = 'source' WHERE id >= 8000 AND id % 10 <> 0");
    reference.run(
        "INSERT INTO t (id, name, who) SELECT id, name, who FROM s WHERE id IS NULL OR id >= 10000");
    assertSame();
  }

  @Test
  void rowsWhoseKeysDoNotComeInAreDeleted() {
    open(Encryption.NONE);

    MergeResult result =
        merge(
            INCOMING + "'source' AS who FROM range(0, 20000, 2) r(i)",
            List.of("id"),
            MergeOptions.UPSERT
                .withAbsent(Absent.DELETE)
                .withDeleteWhen(Predicate.parse("id < 100")));

    // 50 incoming rows below 100 delete theirs; 5,000 odd ones and that without a key are absent
    assertThat(result).isEqualTo(new MergeResult(5_000, 4_950, 5_051));
    reference.run("DELETE FROM t");
    reference.run("INSERT INTO t FROM s WHERE id >= 100");
    assertSame();
  }

  @Test
  void rowsWhoseKeysComeInAreDeletedOrKept() {
    open(Encryption.NONE);
    String rows = INCOMING + "'source' AS who FROM range(5000, 20000) r(i)";

    assertThat(merge(rows, List.of("id"), MergeOptions.UPSERT.withMatched(Matched.KEEP)))
        .isEqualTo(new MergeResult(10_000, 0, 0));
    reference.run("INSERT INTO t FROM s WHERE id >= 10000");
    assertSame();

    assertThat(merge(rows, List.of("ID"), MergeOptions.UPSERT.withMatched(Matched.DELETE)))
        .isEqualTo(new MergeResult(0, 0, 15_000));
    reference.run("DELETE FROM t WHERE id >= 5000");
    assertSame();
  }

  @Test
  void aKeyThatComesInTwiceIsRefusedAndNothingIsLeft() {
    open(Encryption.NONE);
    int files = NewLakes.files(directory).size();

    assertThatThrownBy(
            () ->
                merge(
                    INCOMING + "'a' AS who FROM (FROM range(20000) UNION ALL SELECT 7) r(i)",
                    List.of("id"),
                    MergeOptions.UPSERT))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("id = 7 comes in twice, in rows 7 and 20000");

    assertThat(NewLakes.files(directory)).hasSize(files);
    assertThat(temporaryFiles()).isEmpty();
    assertSame();
  }

  @Test
  void aValueThatDoesNotFitEndsTheMergeAndNothingIsLeft() {
    open(Encryption.NONE);
    int files = NewLakes.files(directory).size();

    assertThatThrownBy(
            () ->
                merge(
                    "SELECT i AS id, CASE WHEN i = 19999 THEN 1e30 ELSE i END AS amount,"
                        + " repeat('x', 50) AS who FROM range(20000) r(i)",
                    List.of("id"),
                    MergeOptions.UPSERT))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("row 19999");

    assertThat(NewLakes.files(directory)).hasSize(files);
    assertThat(temporaryFiles()).isEmpty();
    assertSame();
  }

  @Test
  void filesThatOthersMergeBetweenTwoPartsAreAConflictAndNothingIsLeft() {
    open(NewLake.at(FaultyStores.location(directory.resolve("data")) + "/"));
    String more = INCOMING + "'more' AS who FROM range(30000, 30100) r(i)";
    reference.run("INSERT INTO t " + more);
    try (Transaction tx = Transaction.begin(lake)) {
      reference.batches(more, 1000, reader -> tx.append(TABLE, reader));
      tx.commit();
    }
    long base = lake.currentSnapshot().id().value();
    String rows = INCOMING + "'source' AS who FROM range(4000, 26000) r(i)";
    Set<Path> merged = new HashSet<>();
    Faults.beforeNext(Call.OPEN, () -> merged.addAll(mergeFiles()));

    assertThatThrownBy(() -> merge(rows, List.of("id"), MergeOptions.UPSERT))
        .isInstanceOfSatisfying(
            CommitConflictException.class,
            conflict -> {
              assertThat(conflict.ours()).isEqualTo("deleted_from_table:1");
              assertThat(conflict.theirs()).isEqualTo("merge_adjacent:1");
              assertThat(conflict.snapshot()).isEqualTo(new SnapshotId(base + 1));
            })
        .hasMessageContaining("table main.t (id 1)")
        .hasMessageContaining("changed by snapshot " + (base + 1) + " (merge_adjacent:1)")
        .hasMessageContaining("began at snapshot " + base + ",");

    assertThat(NewLakes.files(directory)).containsExactlyInAnyOrderElementsOf(merged);
    assertThat(temporaryFiles()).isEmpty();
    assertSame();

    assertThat(merge(rows, List.of("id"), MergeOptions.UPSERT))
        .isEqualTo(new MergeResult(16_000, 6_000, 0));
    reference.run("DELETE FROM t WHERE id BETWEEN 4000 AND 25999");
    reference.run("INSERT INTO t FROM s");
    assertSame();
  }

  /** Somebody else merges the files of the table; the files that there are then. */
  private List<Path> mergeFiles() {
    try (LakehouseSession other =
        LakehouseSession.open(LakehouseConfig.of(Kind.SQLITE.address(directory)))) {
      assertThat(Maintenance.of(other).mergeAdjacentFiles()).hasSize(1);
    }
    return NewLakes.files(directory);
  }
}
