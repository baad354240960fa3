package io.quacklake.transact.internal.write;

import io.quacklake.format.type.PrimitiveType;
import io.quacklake.storage.ObjectStores;
import io.quacklake.storage.StorageOptions;
import io.quacklake.transact.internal.parquet.Reference;
import io.quacklake.transact.internal.stage.StagedInsert;
import io.quacklake.transact.internal.stage.TableTarget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** A directory to append rows of DuckDB's to, and DuckDB to read the files with. */
abstract class AppendedRows {
  static final ObjectStores STORES = ObjectStores.of(StorageOptions.NONE);

  @TempDir Path directory;
  final Reference reference = new Reference();

  @AfterEach
  void close() {
    reference.close();
  }

  StagedInsert append(TableTarget table, String sql) {
    return append(table, sql, WriteContext.of(STORES, reference.allocator));
  }

  StagedInsert append(TableTarget table, String sql, WriteContext context) {
    StagedInsert[] result = new StagedInsert[1];
    reference.batches(sql, 2048, reader -> result[0] = TableWriter.append(table, reader, context));
    return result[0];
  }

  static String files(StagedInsert insert) {
    return insert.files().stream()
        .map(file -> "'" + file.location() + "'")
        .collect(Collectors.joining(", ", "read_parquet([", "], hive_partitioning = false)"));
  }

  List<Path> allFiles() throws IOException {
    try (Stream<Path> walk = Files.walk(directory)) {
      return walk.filter(Files::isRegularFile).toList();
    }
  }

  TableTarget numbers() {
    return Targets.table(
        directory,
        List.of(
            Targets.column(1, "id", PrimitiveType.INT64),
            Targets.column(2, "Name", PrimitiveType.VARCHAR)));
  }
}
