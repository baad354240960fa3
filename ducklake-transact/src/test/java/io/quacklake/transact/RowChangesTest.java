package io.quacklake.transact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quacklake.catalog.LakeInfo.Encryption;
import io.quacklake.format.InvalidValueException;
import io.quacklake.format.NotFoundException;
import io.quacklake.format.predicate.Predicate;
import io.quacklake.scan.AsOf;
import io.quacklake.scan.VirtualColumn;
import io.quacklake.transact.MergeOptions.Absent;
import io.quacklake.transact.MergeOptions.Matched;
import io.quacklake.transact.MergeOptions.Unmatched;
import io.quacklake.transact.NewLakes.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Deletes, updates and merges do to a table of a lake what the same statements of SQL do to a table
 * of DuckDB.
 */
class RowChangesTest extends MirroredTable {
  private void open(Kind kind, Encryption encryption, int inliningLimit, String... partitioning) {
    createLake(kind, encryption);
    Lakes.setOption(lake, "data_inlining_row_limit", Integer.toString(inliningLimit));
    createTable(
        TableDefinition.of(
                "t",
                ColumnDefinition.of("id", "BIGINT"),
                ColumnDefinition.of("name", "VARCHAR"),
                ColumnDefinition.of("amount", "DECIMAL(12,2)"),
                ColumnDefinition.of("day", "DATE"),
                ColumnDefinition.of("x", "DOUBLE"))
            .withPartitioning(partitioning));
  }

  private static String rows(int from, int to) {
    return "SELECT i AS id, CASE WHEN i % 11 = 0 THEN NULL ELSE 'n' || i % 50 END AS name,"
        + " ((i * 37 % 1000) / 7)::DECIMAL(12,2) AS amount, DATE '2024-01-01' + (i % 40)::INTEGER"
        + " AS day, i / 3 AS x FROM range("
        + from
        + ", "
        + to
        + ") r(i)";
  }

  private void append(String sql) {
    try (Transaction tx = Transaction.begin(lake)) {
      reference.batches(sql, 1000, reader -> tx.append(TABLE, reader));
      tx.commit();
    }
    reference.run("INSERT INTO t BY NAME " + sql);
  }

  private long delete(String where) {
    long rows;
    try (Transaction tx = Transaction.begin(lake)) {
      rows = tx.delete("t", where);
      tx.commit();
    }
    assertThat(rows)
        .isEqualTo(
            Long.parseLong(reference.column("SELECT count(*) FROM t WHERE " + where).get(0)));
    reference.run("DELETE FROM t WHERE " + where);
    return rows;
  }

  private void update(Map<String, String> assignments, String where) {
    Map<String, Assignment> parsed = new TreeMap<>();
    assignments.forEach((column, text) -> parsed.put(column, Assignment.parse(text)));
    try (Transaction tx = Transaction.begin(lake)) {
      tx.update("t", parsed, where);
      tx.commit();
    }
    StringBuilder sql = new StringBuilder("UPDATE t SET ");
    assignments.forEach((column, text) -> sql.append(column + " = " + text + ", "));
    reference.run(sql.substring(0, sql.length() - 2) + " WHERE " + where);
  }

  private MergeResult merge(String sql, List<String> keys, MergeOptions options) {
    return merge(sql, 700, keys, options);
  }

  private void upsert(String sql) {
    merge(sql, List.of("ID"), MergeOptions.UPSERT);
    reference.run(
        "MERGE INTO t USING ("
            + sql
            + ") s ON t.id = s.id WHEN MATCHED THEN UPDATE SET name = s.name, amount = s.amount"
            + " WHEN NOT MATCHED THEN INSERT (id, name, amount) VALUES (s.id, s.name, s.amount)");
  }

  private Map<Long, Long> rowIdsById() throws IOException {
    Map<Long, Long> ids = new TreeMap<>();
    try (ArrowReader reader =
        lake.scan(TABLE).select("id").withVirtualColumns(VirtualColumn.ROW_ID).open()) {
      while (reader.loadNextBatch()) {
        BigIntVector id = (BigIntVector) reader.getVectorSchemaRoot().getVector(0);
        BigIntVector rowId = (BigIntVector) reader.getVectorSchemaRoot().getVector(1);
        for (int i = 0; i < id.getValueCount(); i++) {
          assertThat(ids.put(id.get(i), rowId.get(i))).isNull();
        }
      }
    }
    return ids;
  }

  @ParameterizedTest
  @CsvSource({
    "DUCKDB, NONE, 0, 1",
    "SQLITE, NONE, 10, 2",
    "DUCKDB, ENCRYPTED, 10, 3",
    "SQLITE, ENCRYPTED, 0, 4",
    "POSTGRES, NONE, 10, 5",
    "MARIADB, NONE, 10, 6",
    "SQLITE, NONE, 300, 5"
  })
  void anySequenceOfChangesIsThatOfSqlAtEverySnapshot(
      Kind kind, Encryption encryption, int inliningLimit, int seed) {
    open(
        kind,
        encryption,
        inliningLimit,
        seed % 2 == 0 ? new String[] {"month(day)"} : new String[0]);
    append(rows(0, 3000));
    Random random = new Random(seed);
    TreeMap<Long, String> mirrors = new TreeMap<>();
    int next = 3000;
    for (int step = 0; step < 24; step++) {
      int from = random.nextInt(next);
      int to = from + (random.nextInt(3) == 0 ? 4 : random.nextInt(400));
      String range = "id BETWEEN " + from + " AND " + to;
      switch (random.nextInt(7)) {
        case 0 -> {
          int count = random.nextBoolean() ? 7 : 500;
          append(rows(next, next + count));
          next += count;
        }
        case 1, 2 -> delete(range + (random.nextBoolean() ? "" : " AND name IS NOT NULL"));
        case 3 -> update(Map.of("amount", "amount * 1.5", "name", "name || '!'"), range);
        case 4 -> update(Map.of("day", "day + INTERVAL '1 month'", "x", "id"), range);
        case 5 -> update(Map.of("name", "'it''s'", "amount", "NULL"), "name = 'n7' AND " + range);
        default -> {
          upsert(
              "SELECT i AS id, 'm' || i AS name, i::DECIMAL(12,2) AS amount FROM range("
                  + from
                  + ", "
                  + (to + 20)
                  + ", 3) r(i)");
          next = Math.max(next, to + 40);
        }
      }
      assertSame();
      long snapshot = lake.currentSnapshot().id().value();
      if (!mirrors.containsKey(snapshot)) {
        mirrors.put(snapshot, "s" + snapshot);
        reference.run("CREATE TABLE s" + snapshot + " AS FROM t");
      }
    }
    mirrors.forEach((snapshot, mirror) -> assertSame(mirror, AsOf.snapshot(snapshot)));
  }

  @ParameterizedTest
  @CsvSource({"DUCKDB, 0", "SQLITE, 0", "SQLITE, 1000", "POSTGRES, 1000", "MARIADB, 1000"})
  void updatedRowsKeepTheirIds(Kind kind, int inliningLimit) throws IOException {
    open(kind, Encryption.NONE, inliningLimit);
    append(rows(0, 800));
    Map<Long, Long> before = rowIdsById();

    update(Map.of("name", "'changed'"), "id < 300");
    upsert("SELECT i AS id, 'm' AS name, 1::DECIMAL(12,2) AS amount FROM range(200, 500) r(i)");

    assertSame();
    assertThat(rowIdsById()).isEqualTo(before);
  }

  @Test
  void aMergeSaysHowManyRowsItChanged() {
    open(Kind.SQLITE, Encryption.NONE, 0);
    append(rows(0, 100));

    assertThat(
            merge(
                "SELECT i AS id, 'new' AS name FROM range(90, 120) r(i)",
                List.of("id"),
                MergeOptions.UPSERT))
        .isEqualTo(new MergeResult(20, 10, 0));
    assertThat(
            merge(
                "SELECT i AS id, 'newer' AS name FROM range(110, 140) r(i)",
                List.of("id"),
                MergeOptions.UPSERT.withUnmatched(Unmatched.IGNORE)))
        .isEqualTo(new MergeResult(0, 10, 0));
    assertThat(
            merge(
                "SELECT i AS id, 'newest' AS name FROM range(115, 125) r(i)",
                List.of("id"),
                MergeOptions.UPSERT.withMatched(Matched.KEEP)))
        .isEqualTo(new MergeResult(5, 0, 0));
    assertThat(
            merge(
                "SELECT i AS id, CASE WHEN i < 5 THEN 'gone' END AS name FROM range(3, 8) r(i)",
                List.of("id"),
                MergeOptions.UPSERT.withDeleteWhen(Predicate.parse("name = 'gone'"))))
        .isEqualTo(new MergeResult(0, 3, 2));
    assertThat(
            merge(
                "SELECT i AS id, 'left' AS name FROM range(50, 60) r(i)",
                List.of("id"),
                MergeOptions.UPSERT.withAbsent(Absent.DELETE)))
        .isEqualTo(new MergeResult(0, 10, 113));
    assertThat(lake.scan(TABLE).count()).isEqualTo(10);
  }

  @Test
  void nullKeysMatchNothingAndSeveralColumnsMakeAKey() {
    open(Kind.SQLITE, Encryption.NONE, 0);
    append(
        "SELECT * FROM (VALUES (1, 'a', 1), (1, 'b', 2), (2, 'a', 3), (NULL, 'a', 4), (3, NULL, 5))"
            + " v(id, name, amount)");

    MergeResult result =
        merge(
            "SELECT * FROM (VALUES (1, 'a', 10), (2, 'b', 20), (NULL, 'a', 40), (NULL, 'a', 41))"
                + " v(id, name, amount)",
            List.of("name", "id"),
            MergeOptions.UPSERT);

    assertThat(result).isEqualTo(new MergeResult(3, 1, 0));
    reference.run("UPDATE t SET amount = 10 WHERE id = 1 AND name = 'a'");
    reference.run(
        "INSERT INTO t (id, name, amount) VALUES (2, 'b', 20), (NULL, 'a', 40), (NULL, 'a', 41)");
    assertSame();
  }

  @Test
  void aKeyThatComesInTwiceIsRefusedAndNothingIsLeft() {
    open(Kind.SQLITE, Encryption.NONE, 0);
    append(rows(0, 100));
    int files = NewLakes.files(directory).size();

    assertThatThrownBy(
            () ->
                merge(
                    "SELECT i % 20 AS id, 'x' AS name FROM range(21) r(i)",
                    List.of("id"), MergeOptions.UPSERT))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("id = 0 comes in twice, in rows 0 and 20");
    assertThat(NewLakes.files(directory)).hasSize(files);
    assertSame();
  }

  @Test
  void anUpdateThatOverflowsIsRefusedAndNothingIsLeft() {
    open(Kind.SQLITE, Encryption.NONE, 0);
    append(rows(0, 100));
    int files = NewLakes.files(directory).size();

    try (Transaction tx = Transaction.begin(lake)) {
      assertThatThrownBy(
              () -> tx.update("t", Map.of("amount", Assignment.parse("amount * 1e12")), "id > 5"))
          .isInstanceOf(InvalidValueException.class)
          .hasMessageContaining("amount");
      assertThatThrownBy(() -> tx.update("t", Map.of("nam", Assignment.parse("'x'")), "id > 5"))
          .isInstanceOf(NotFoundException.class);
      assertThatThrownBy(
              () -> tx.update("t", Map.of("day", Assignment.parse("'no day'")), "id > 5"))
          .isInstanceOf(InvalidValueException.class);
    }
    assertThat(NewLakes.files(directory)).hasSize(files);
    assertSame();
  }

  @Test
  void filesFromElsewhereAreRowsOfTheTable() {
    open(Kind.SQLITE, Encryption.NONE, 0);
    Path file = directory.resolve("other").resolve("day=2024-02-03").resolve("f.parquet");
    assertThat(file.getParent().toFile().mkdirs()).isTrue();
    reference.run(
        "COPY (SELECT i::INTEGER AS \"ID\", 'n' || i AS name, 1.5::FLOAT AS x,"
            + " 2.5::DECIMAL(4,1) AS amount FROM range(50) r(i)) TO '"
            + file
            + "'");

    try (Transaction tx = Transaction.begin(lake)) {
      assertThat(tx.addFiles("t", List.of(file.toString()))).isEqualTo(50);
      tx.commit();
    }

    reference.run(
        "INSERT INTO t SELECT i, 'n' || i, 2.5, DATE '2024-02-03', 1.5 FROM range(50) r(i)");
    assertSame();
    delete("id < 20");
    update(Map.of("name", "'u'"), "id < 30 AND day = DATE '2024-02-03'");
    assertSame();
  }

  @Test
  void aFileThatDoesNotGoWithTheTableIsRefused() {
    open(Kind.SQLITE, Encryption.NONE, 0);
    Path file = directory.resolve("f.parquet");
    reference.run("COPY (SELECT 'a' AS id) TO '" + file + "'");

    try (Transaction tx = Transaction.begin(lake)) {
      assertThatThrownBy(() -> tx.addFiles("t", List.of(file.toString())))
          .isInstanceOf(InvalidValueException.class)
          .hasMessageContaining("column id is int64 in the table and varchar in the file");
      reference.run("COPY (SELECT 1 AS id, 2 AS other) TO '" + file + "'");
      assertThatThrownBy(
              () ->
                  tx.addFiles(
                      TABLE,
                      List.of(file.toString()),
                      AddFilesOptions.DEFAULT.withMissing(AddFilesOptions.MissingColumns.ALLOW)))
          .isInstanceOf(InvalidValueException.class)
          .hasMessageContaining("no column other");
      assertThatThrownBy(() -> tx.addFiles("t", List.of(file.toString())))
          .isInstanceOf(InvalidValueException.class)
          .hasMessageContaining("no column name");
    }
  }

  @Test
  void anOverwriteLeavesTheOtherRows() {
    open(Kind.SQLITE, Encryption.NONE, 5);
    append(rows(0, 500));

    try (Transaction tx = Transaction.begin(lake)) {
      reference.batches(
          rows(1000, 1100),
          100,
          reader ->
              tx.overwrite(
                  TABLE, reader, Predicate.parse("day < DATE '2024-01-20'"), WriteOptions.DEFAULT));
      tx.commit();
    }

    reference.run("DELETE FROM t WHERE day < DATE '2024-01-20'");
    reference.run("INSERT INTO t BY NAME " + rows(1000, 1100));
    assertSame();
  }
}
