package io.quacklake.transact;

import static org.assertj.core.api.Assertions.assertThat;

import io.quacklake.catalog.LakeInfo.Encryption;
import io.quacklake.catalog.NewLake;
import io.quacklake.format.TableRef;
import io.quacklake.scan.AsOf;
import io.quacklake.scan.LakehouseConfig;
import io.quacklake.scan.LakehouseSession;
import io.quacklake.transact.NewLakes.Kind;
import io.quacklake.transact.internal.parquet.Reference;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** The table t of a lake, and a table t of DuckDB to which the same is to be done. */
abstract class MirroredTable {
  static final TableRef TABLE = TableRef.of("main", "t");

  @TempDir Path directory;
  final Reference reference = new Reference();
  LakehouseSession lake;

  @AfterEach
  void close() {
    if (lake != null) {
      lake.close();
    }
    reference.close(); // and with it the allocator, which finds what was not given back
  }

  void createLake(Kind kind, Encryption encryption) {
    createLake(kind, NewLake.at(directory.resolve("data") + "/").withEncryption(encryption));
  }

  /** Creates the lake and opens it with the memory of the reference. */
  void createLake(Kind kind, NewLake config) {
    LakehouseConfig address = LakehouseConfig.of(kind.address(directory));
    Lakes.create(address, config).close();
    lake = LakehouseSession.open(address, reference.allocator);
  }

  /** Creates both tables. */
  void createTable(TableDefinition definition) {
    try (Transaction tx = Transaction.begin(lake)) {
      tx.createTable(definition);
      tx.commit();
    }
    reference.run(
        definition.columns().stream()
            .map(column -> column.name() + " " + column.type())
            .collect(Collectors.joining(", ", "CREATE TABLE t (", ")")));
  }

  /** Merges into the lake's table alone. */
  MergeResult merge(String sql, int batchRows, List<String> keys, MergeOptions options) {
    MergeResult[] result = new MergeResult[1];
    try (Transaction tx = Transaction.begin(lake)) {
      reference.batches(
          sql, batchRows, reader -> result[0] = tx.merge(TABLE, reader, keys, options));
      tx.commit();
    }
    return result[0];
  }

  /** The lake's table has the rows of the other. */
  void assertSame() {
    assertSame("t", AsOf.latest());
  }

  /** A version of the lake's table has the rows of a table of DuckDB. */
  void assertSame(String mirror, AsOf version) {
    try (ArrowReader reader = lake.scan(TABLE).asOf(version).open()) {
      reference.load("lake_rows", reader);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    assertThat(reference.rows("FROM lake_rows EXCEPT ALL FROM " + mirror + " LIMIT 3"))
        .as("rows of the lake at %s that are not expected", version)
        .isEmpty();
    assertThat(reference.rows("FROM " + mirror + " EXCEPT ALL FROM lake_rows LIMIT 3"))
        .as("rows that the lake lacks at %s", version)
        .isEmpty();
  }
}
