package io.quacklake.transact.internal.commit;

import io.quacklake.format.TableRef;
import io.quacklake.format.change.ChangeKind;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Writes {@code changes_made}: kinds in a fixed order, ids ascending, each once. */
final class ChangesText {
  private static final List<ChangeKind> NAMED =
      List.of(ChangeKind.CREATED_SCHEMA, ChangeKind.CREATED_TABLE, ChangeKind.CREATED_VIEW);

  private final Map<ChangeKind, Set<Long>> ids = new EnumMap<>(ChangeKind.class);
  private final Map<ChangeKind, List<String>> names = new EnumMap<>(ChangeKind.class);

  void add(ChangeKind kind, long id) {
    ids.computeIfAbsent(kind, each -> new TreeSet<>()).add(id);
  }

  void addSchema(String name) {
    names.computeIfAbsent(ChangeKind.CREATED_SCHEMA, each -> new ArrayList<>()).add(quote(name));
  }

  void add(ChangeKind kind, TableRef name) {
    names
        .computeIfAbsent(kind, each -> new ArrayList<>())
        .add(quote(name.schema()) + "." + quote(name.name()));
  }

  private static String quote(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  @Override
  public String toString() {
    List<String> entries = new ArrayList<>();
    for (ChangeKind kind : ChangeKind.values()) { // which are in the reference's order
      if (NAMED.contains(kind)) {
        names.getOrDefault(kind, List.of()).forEach(name -> entries.add(kind.word() + ":" + name));
      } else {
        ids.getOrDefault(kind, Set.of()).forEach(id -> entries.add(kind.word() + ":" + id));
      }
    }
    return String.join(",", entries);
  }
}
