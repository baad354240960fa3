package io.quacklake.transact.internal.stage;

import io.quacklake.catalog.LakeInfo.Encryption;
import io.quacklake.format.FormatVersion;
import io.quacklake.format.TableRef;
import io.quacklake.format.partition.PartitionSpec;
import io.quacklake.format.partition.SortField;
import io.quacklake.format.schema.Column;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A table as rows are written to it: that of the base snapshot with what the transaction has
 * changed of it.
 *
 * @param location the directory of its files, with a separator at the end
 * @param columns the top-level columns
 * @param partitioning its id is temporary (negative) if this transaction made it
 * @param options the stored settings that hold for the table, by key
 * @param inlining whether small inserts may go to the catalog, as far as names and types tell
 */
public record TableTarget(
    TableRef ref,
    String location,
    List<Column> columns,
    PartitionSpec partitioning,
    List<SortField> sortOrder,
    Map<String, String> options,
    Encryption encryption,
    FormatVersion version,
    Inlining inlining) {
  public TableTarget {
    columns = List.copyOf(columns);
    sortOrder = List.copyOf(sortOrder);
    options = Map.copyOf(options);
  }

  /** The same under another name. */
  public TableTarget withRef(TableRef other) {
    return new TableTarget(
        other, location, columns, partitioning, sortOrder, options, encryption, version, inlining);
  }

  /** The same with other columns. */
  public TableTarget withColumns(List<Column> others) {
    return new TableTarget(
        ref, location, others, partitioning, sortOrder, options, encryption, version, inlining);
  }

  /** The same with all rows in files. */
  public TableTarget withoutInlining() {
    Map<String, String> others = new HashMap<>(options);
    others.put("data_inlining_row_limit", "0");
    return new TableTarget(
        ref,
        location,
        columns,
        partitioning,
        sortOrder,
        others,
        encryption,
        version,
        Inlining.IMPOSSIBLE);
  }

  /** Whether the catalog can hold rows of the table. */
  public enum Inlining {
    POSSIBLE,
    IMPOSSIBLE
  }
}
