package io.quacklake.py;

import io.quacklake.format.NotFoundException;
import io.quacklake.format.Snapshot;
import io.quacklake.format.TableId;
import io.quacklake.format.TableRef;
import io.quacklake.scan.AsOf;
import io.quacklake.scan.LakehouseSession;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Which snapshots changed a table, by what the catalog says that each commit did. */
final class TableHistory {
  private static final Set<String> BY_ID =
      Set.of(
          "dropped_table",
          "inserted_into_table",
          "deleted_from_table",
          "altered_table",
          "inlined_insert",
          "inlined_delete",
          "inline_flush",
          "flushed_inlined",
          "compacted_table",
          "merge_adjacent",
          "rewrite_delete");

  private final LakehouseSession session;
  private final TableId table;

  private TableHistory(LakehouseSession session, TableId table) {
    this.session = session;
    this.table = table;
  }

  /** The snapshots up to a version that changed the table of that name, oldest first. */
  static List<Snapshot> of(LakehouseSession session, TableRef ref, AsOf version) {
    var description = session.table(ref, version);
    TableHistory history = new TableHistory(session, description.table().id());
    return session.snapshots().stream()
        .filter(each -> each.id().compareTo(description.snapshot().id()) <= 0)
        .filter(history::isChangedIn)
        .toList();
  }

  private boolean isChangedIn(Snapshot snapshot) {
    String changes = snapshot.changes();
    return changes != null
        && entries(changes).stream().anyMatch(entry -> concernsTable(entry, snapshot));
  }

  private boolean concernsTable(String entry, Snapshot snapshot) {
    int colon = entry.indexOf(':');
    String kind = entry.substring(0, Math.max(colon, 0)).strip();
    String value = entry.substring(colon + 1).strip();
    if (BY_ID.contains(kind)) {
      return value.equals(Long.toString(table.value()));
    }
    return kind.equals("created_table") && isTable(value, snapshot);
  }

  /** A new table and one that was renamed are told by name. */
  private boolean isTable(String name, Snapshot snapshot) {
    try {
      TableRef ref = TableRef.parse(name);
      return session.table(ref, AsOf.snapshot(snapshot.id().value())).table().id().equals(table);
    } catch (NotFoundException e) {
      return false; // made and dropped in one commit
    }
  }

  /** Splits at commas outside of quotes. */
  static List<String> entries(String changes) {
    List<String> entries = new ArrayList<>();
    boolean quoted = false;
    int start = 0;
    for (int i = 0; i < changes.length(); i++) {
      char c = changes.charAt(i);
      if (c == '"') {
        quoted = !quoted; // a doubled quote turns it twice
      } else if (c == ',' && !quoted) {
        entries.add(changes.substring(start, i));
        start = i + 1;
      }
    }
    entries.add(changes.substring(start));
    return entries;
  }
}
