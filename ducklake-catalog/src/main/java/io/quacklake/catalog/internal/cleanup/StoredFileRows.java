package io.quacklake.catalog.internal.cleanup;

import io.quacklake.catalog.ScheduledFile;
import io.quacklake.catalog.internal.jdbc.Jdbc;
import io.quacklake.format.LakePath;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** All files that the catalog names, those of all snapshots and those that are to be removed. */
public final class StoredFileRows {
  private static final String IN_USE =
      """
      SELECT f.path FROM ducklake_data_file f
      UNION ALL
      SELECT d.path FROM ducklake_delete_file d
      """;
  private static final String SCHEDULED =
      """
      SELECT s.data_file_id, s.path, s.path_is_relative, %s AS since
      FROM ducklake_files_scheduled_for_deletion s
      ORDER BY s.data_file_id, s.path
      """;
  private static final String REMOVE =
      "DELETE FROM ducklake_files_scheduled_for_deletion WHERE data_file_id = ? AND path = ?";

  private final Jdbc jdbc;

  public StoredFileRows(Jdbc jdbc) {
    this.jdbc = jdbc;
  }

  /** The names, without directories, of all data files and delete files. */
  public Set<String> namesInUse() {
    Set<String> names = new HashSet<>();
    jdbc.each(IN_USE, row -> names.add(name(row.text("path"))));
    return names;
  }

  /** The last part of a path. */
  public static String name(String path) {
    return path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
  }

  /** The files that are to be removed. */
  public List<ScheduledFile> scheduled() {
    return jdbc.query(
        SCHEDULED.formatted(jdbc.dialect().instantExpression("s.schedule_start")),
        row -> {
          Boolean relative = row.flagOrNull("path_is_relative");
          return new ScheduledFile(
              row.number("data_file_id"),
              new LakePath(row.text("path"), relative == null || relative),
              row.instant("since"));
        });
  }

  /** Forgets files that have been removed. */
  public void forget(Collection<ScheduledFile> files) {
    for (ScheduledFile file : files) {
      jdbc.update(REMOVE, new ArrayList<>(Arrays.asList(file.id(), file.path().value())));
    }
  }
}
