package io.quacklake.transact.internal.change;

import io.quacklake.format.FieldId;
import io.quacklake.format.SnapshotId;
import io.quacklake.format.TableRef;
import io.quacklake.format.schema.Column;
import io.quacklake.scan.LakehouseSession;
import io.quacklake.transact.internal.stage.TableTarget;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A table's columns as the base snapshot has them, by those that are written. */
final class BaseColumns {
  private BaseColumns() {}

  /**
   * The names at the base of these columns, as a scan takes them.
   *
   * @throws IllegalStateException if the transaction has altered the table in a way that its old
   *     rows would have to follow
   */
  static List<String> names(
      LakehouseSession lake, SnapshotId base, TableTarget target, List<Column> columns) {
    Map<FieldId, Column> before = new HashMap<>();
    for (Column column : // the transaction has looked at that table, so they are known
        lake.catalog()
            .read(reader -> reader.columns(reader.table(target.ref(), base).id(), base))) {
      before.put(column.id(), column);
    }
    List<String> names = new ArrayList<>();
    for (Column column : columns) {
      Column old = before.get(column.id());
      if (old == null || !old.type().equals(column.type())) {
        throw new IllegalStateException(
            "This transaction has altered column "
                + column.name()
                + " of table "
                + target.ref()
                + ". Commit that first, then update rows.");
      }
      names.add(TableRef.quote(old.name()));
    }
    return names;
  }
}
