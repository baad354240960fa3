package io.quacklake.transact.internal.write;

import io.quacklake.catalog.LakeInfo.Encryption;
import io.quacklake.format.FormatVersion;
import io.quacklake.format.TableRef;
import io.quacklake.format.partition.PartitionField;
import io.quacklake.format.partition.PartitionSpec;
import io.quacklake.format.partition.SortField;
import io.quacklake.format.schema.Column;
import io.quacklake.format.schema.DefaultValue;
import io.quacklake.format.type.DataType;
import io.quacklake.format.type.Field;
import io.quacklake.transact.internal.stage.TableTarget;
import io.quacklake.transact.internal.stage.TableTarget.Inlining;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Tables to write to, without a lake around them. */
public final class Targets {
  private Targets() {}

  /** A column with no default that takes NULL. */
  public static Column column(long id, String name, DataType type) {
    return new Column(Field.of(id, name, type), DefaultValue.NULL, null);
  }

  /** An unpartitioned table in a directory, whose rows are never inlined. */
  public static TableTarget table(Path directory, List<Column> columns) {
    return new TableTarget(
        TableRef.of("main", "t"),
        directory + "/",
        columns,
        new PartitionSpec(-1, List.of()),
        List.of(),
        Map.of(),
        Encryption.NONE,
        FormatVersion.V1_0,
        Inlining.IMPOSSIBLE);
  }

  /** The same with stored settings: key, value, key, value. */
  public static TableTarget with(TableTarget table, Map<String, String> options) {
    return new TableTarget(
        table.ref(),
        table.location(),
        table.columns(),
        table.partitioning(),
        table.sortOrder(),
        options,
        table.encryption(),
        table.version(),
        table.inlining());
  }

  /** The same, partitioned. */
  public static TableTarget partitioned(TableTarget table, PartitionField... fields) {
    return new TableTarget(
        table.ref(),
        table.location(),
        table.columns(),
        new PartitionSpec(7, List.of(fields)),
        table.sortOrder(),
        table.options(),
        table.encryption(),
        table.version(),
        table.inlining());
  }

  /** The same, sorted by columns; {@code "x DESC"} is possible. */
  public static TableTarget sorted(TableTarget table, String... keys) {
    List<SortField> fields = new ArrayList<>();
    for (String key : keys) {
      boolean descending = key.endsWith(" DESC");
      String column = descending ? key.substring(0, key.length() - 5) : key;
      fields.add(new SortField(column, "duckdb", descending ? "DESC" : "ASC", "NULLS_LAST"));
    }
    return new TableTarget(
        table.ref(),
        table.location(),
        table.columns(),
        table.partitioning(),
        fields,
        table.options(),
        table.encryption(),
        table.version(),
        table.inlining());
  }

  /** The same, encrypted. */
  public static TableTarget encrypted(TableTarget table) {
    return new TableTarget(
        table.ref(),
        table.location(),
        table.columns(),
        table.partitioning(),
        table.sortOrder(),
        table.options(),
        Encryption.ENCRYPTED,
        table.version(),
        table.inlining());
  }

  /** The same with a catalog that can hold rows. */
  public static TableTarget inlinable(TableTarget table) {
    return new TableTarget(
        table.ref(),
        table.location(),
        table.columns(),
        table.partitioning(),
        table.sortOrder(),
        table.options(),
        table.encryption(),
        table.version(),
        Inlining.POSSIBLE);
  }
}
