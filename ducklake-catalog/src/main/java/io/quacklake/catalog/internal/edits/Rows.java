package io.quacklake.catalog.internal.edits;

import io.quacklake.catalog.internal.jdbc.Jdbc;
import io.quacklake.format.CorruptLakeException;
import io.quacklake.format.SnapshotId;
import io.quacklake.format.file.EncryptionKey;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Changes of rows that are there: those without an end get one, or they go. */
final class Rows {
  /** So many ids are in one statement, beside a few other binds. */
  private static final int MOST_IDS = 500;

  private final Jdbc jdbc;
  private final long snapshot;

  Rows(Jdbc jdbc, SnapshotId snapshot) {
    this.jdbc = jdbc;
    this.snapshot = snapshot.value();
  }

  /**
   * Ends the open rows with one of these ids, of which each has exactly one.
   *
   * @param where which rows they are among, as an equality of each column
   */
  void end(String table, String idColumn, Collection<Long> ids, Map<String, Object> where) {
    int ended = endAny(table, idColumn, ids, where);
    if (ended != ids.size()) {
      throw new CorruptLakeException(
          "%s should have one open row for each %s of %s%s, but %d were ended."
              .formatted(table, idColumn, ids, where.isEmpty() ? "" : " with " + where, ended));
    }
  }

  /** Ends the open rows with one of these ids, however many there are. */
  int endAny(String table, String idColumn, Collection<Long> ids, Map<String, Object> where) {
    return change(
        "UPDATE " + quote(table) + " SET end_snapshot = ?",
        List.of(snapshot),
        " AND end_snapshot IS NULL",
        idColumn,
        ids,
        where);
  }

  /** Removes the rows with one of these ids, however many there are. */
  int delete(String table, String idColumn, Collection<Long> ids, Map<String, Object> where) {
    return change("DELETE FROM " + quote(table), List.of(), "", idColumn, ids, where);
  }

  /** Runs {@code head WHERE ids AND equalities tail} in as many statements as the ids need. */
  int change(
      String head,
      List<Object> headBinds,
      String tail,
      String idColumn,
      Collection<Long> ids,
      Map<String, Object> where) {
    List<Long> all = new ArrayList<>(ids);
    int changed = 0;
    for (int from = 0; from < all.size(); from += MOST_IDS) {
      List<Long> some = all.subList(from, Math.min(all.size(), from + MOST_IDS));
      List<@Nullable Object> binds = new ArrayList<>(headBinds);
      binds.addAll(some);
      StringBuilder sql =
          new StringBuilder(head)
              .append(" WHERE ")
              .append(quote(idColumn))
              .append(" IN (")
              .append(String.join(", ", Collections.nCopies(some.size(), "?")))
              .append(')');
      where.forEach(
          (column, value) -> {
            sql.append(" AND ").append(quote(column)).append(" = ?");
            binds.add(value);
          });
      changed += jdbc.update(sql.append(tail).toString(), binds);
    }
    return changed;
  }

  private String quote(String name) {
    return jdbc.dialect().quote(name);
  }

  static @Nullable Long snapshotOrNull(@Nullable SnapshotId id) {
    return id == null ? null : id.value();
  }

  static @Nullable String keyOrNull(@Nullable EncryptionKey key) {
    return key == null ? null : Base64.getEncoder().encodeToString(key.bytes());
  }

  /** A bound of a file's statistics, or null ("unknown") if the database cannot hold it. */
  static @Nullable String boundOrNull(Jdbc jdbc, @Nullable String bound) {
    return canHold(jdbc, bound) ? bound : null;
  }

  static boolean canHold(Jdbc jdbc, @Nullable String text) {
    return text == null || text.indexOf('\0') < 0 || jdbc.dialect().canHoldNul();
  }
}
