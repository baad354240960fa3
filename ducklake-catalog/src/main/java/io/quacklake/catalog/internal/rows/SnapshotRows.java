package io.quacklake.catalog.internal.rows;

import io.quacklake.catalog.CatalogException;
import io.quacklake.catalog.CatalogVersion;
import io.quacklake.catalog.commit.CommitPoint;
import io.quacklake.catalog.dialect.SqlFailure;
import io.quacklake.catalog.internal.init.CatalogLayout;
import io.quacklake.catalog.internal.jdbc.Jdbc;
import io.quacklake.catalog.internal.jdbc.Row;
import io.quacklake.format.CorruptLakeException;
import io.quacklake.format.FormatVersion;
import io.quacklake.format.NotFoundException;
import io.quacklake.format.Snapshot;
import io.quacklake.format.SnapshotId;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Rows of {@code ducklake_snapshot} and {@code ducklake_snapshot_changes}. */
public final class SnapshotRows {
  private static final String SELECT =
      """
      SELECT s.snapshot_id, %s AS snapshot_time, s.schema_version, c.changes_made, %s, %s, %s
      FROM ducklake_snapshot s
      LEFT JOIN ducklake_snapshot_changes c ON c.snapshot_id = s.snapshot_id
      """;
  private static final String LATEST =
      "WHERE s.snapshot_id = (SELECT MAX(m.snapshot_id) FROM ducklake_snapshot m)";
  private static final String BY_ID = "WHERE s.snapshot_id = ?";
  private static final String WITHIN = "WHERE s.snapshot_id >= ? AND s.snapshot_id <= ? ";
  private static final String IN_ORDER = "ORDER BY s.snapshot_id";
  private static final String RANGE =
      "SELECT MIN(s.snapshot_id) AS oldest, MAX(s.snapshot_id) AS newest FROM ducklake_snapshot s";
  private static final String VERSION =
      "SELECT MAX(s.snapshot_id) AS newest, %s AS newest_time FROM %s s";
  private static final String TIMES =
      "SELECT s.snapshot_id, %s AS snapshot_time FROM ducklake_snapshot s";

  private static final String POINT =
      """
      SELECT s.snapshot_id, s.schema_version, s.next_catalog_id, s.next_file_id, m.%s AS lake_version
      FROM ducklake_snapshot s
      LEFT JOIN ducklake_metadata m ON m.%s = 'version' AND m.scope IS NULL
      """;

  private final Jdbc jdbc;
  private final String select;
  private final String times;

  public SnapshotRows(Jdbc jdbc, CatalogLayout layout) {
    this.jdbc = jdbc;
    String changes = "ducklake_snapshot_changes";
    String time = jdbc.dialect().instantExpression("s.snapshot_time");
    this.select =
        SELECT.formatted(
            time,
            layout.columnOrNull(changes, "c", "author"),
            layout.columnOrNull(changes, "c", "commit_message"),
            layout.columnOrNull(changes, "c", "commit_extra_info"));
    this.times = TIMES.formatted(time);
  }

  public Snapshot latest() {
    Snapshot latest =
        jdbc.unlessWritten(
            "latest",
            () ->
                jdbc.first(select + LATEST, SnapshotRows::map)
                    .orElseThrow(
                        () -> new CorruptLakeException("The catalog has no snapshot at all.")));
    return jdbc.unlessWritten(latest.id(), () -> latest); // who asks by id next gets it too
  }

  /**
   * What a commit builds on.
   *
   * @param version as which the catalog was opened; another program may have migrated it since
   */
  public CommitPoint point(FormatVersion version) {
    String sql =
        POINT.formatted(jdbc.dialect().quote("value"), jdbc.dialect().quote("key")) + LATEST;
    return jdbc.first(
            sql,
            row -> {
              String found = row.text("lake_version");
              if (!found.equals(version.text())) {
                throw new CatalogException(
                    SqlFailure.OTHER,
                    "The catalog is of specification %s now; when it was opened it was of %s. Open it again."
                        .formatted(found, version.text()),
                    null);
              }
              return new CommitPoint(
                  new SnapshotId(row.number("snapshot_id")),
                  row.number("schema_version"),
                  row.number("next_catalog_id"),
                  row.number("next_file_id"));
            })
        .orElseThrow(() -> new CorruptLakeException("The catalog has no snapshot at all."));
  }

  /** The state that the catalog is in. */
  public CatalogVersion version() {
    String sql =
        VERSION.formatted(
            jdbc.dialect().instantExpression("MAX(s.snapshot_time)"),
            jdbc.tableName("ducklake_snapshot"));
    return jdbc.first(sql, SnapshotRows::version)
        .orElseThrow(() -> new CorruptLakeException("The catalog has no snapshot at all."));
  }

  private static CatalogVersion version(Row row) {
    return new CatalogVersion(new SnapshotId(row.number("newest")), row.instant("newest_time"));
  }

  public Snapshot byId(SnapshotId id) {
    return jdbc.unlessWritten(
        id,
        () ->
            jdbc.first(select + BY_ID, SnapshotRows::map, id.value())
                .orElseThrow(() -> missing(id.toString(), "There is no snapshot " + id)));
  }

  private record Moment(long id, Instant time) {
    private static final Comparator<Moment> ORDER =
        Comparator.comparing(Moment::time).thenComparing(Moment::id);
  }

  /** Compared by the caller, not in SQL: some databases keep times as text with any offset. */
  private Stream<Moment> moments() {
    return jdbc
        .query(times, row -> new Moment(row.number("snapshot_id"), row.instant("snapshot_time")))
        .stream();
  }

  /** The snapshot with the earliest time that is not before {@code time}; ids may disagree. */
  public Snapshot since(Instant time) {
    return moments()
        .filter(each -> !each.time().isBefore(time))
        .min(Moment.ORDER)
        .map(moment -> byId(new SnapshotId(moment.id())))
        .orElseThrow(
            () -> missing(time.toString(), "The lake has no snapshot from " + time + " or after"));
  }

  /** The snapshot with the latest time that is not after {@code time}; ids may disagree. */
  public Snapshot asOf(Instant time) {
    Optional<Moment> found = moments().filter(each -> !each.time().isAfter(time)).max(Moment.ORDER);
    return found
        .map(moment -> byId(new SnapshotId(moment.id())))
        .orElseThrow(
            () -> missing(time.toString(), "The lake has no snapshot from " + time + " or before"));
  }

  /** Those from {@code from} to {@code to}, oldest first. */
  public List<Snapshot> between(SnapshotId from, SnapshotId to) {
    return jdbc.query(select + WITHIN + IN_ORDER, SnapshotRows::map, from.value(), to.value());
  }

  public SnapshotId oldest() {
    return jdbc.first(RANGE, row -> new SnapshotId(row.number("oldest")))
        .orElseThrow(() -> new CorruptLakeException("The catalog has no snapshot at all."));
  }

  public List<Snapshot> all() {
    return jdbc.query(select + IN_ORDER, SnapshotRows::map);
  }

  private NotFoundException missing(String name, String what) {
    String retained =
        jdbc.first(RANGE, row -> row.numberOrNull("oldest") + " to " + row.numberOrNull("newest"))
            .orElse("none");
    return new NotFoundException(
        "snapshot", name, what + ". The snapshots that are kept are " + retained + ".");
  }

  private static Snapshot map(Row row) {
    return new Snapshot(
        new SnapshotId(row.number("snapshot_id")),
        row.instant("snapshot_time"),
        row.number("schema_version"),
        row.textOrNull("changes_made"),
        row.textOrNull("author"),
        row.textOrNull("commit_message"),
        row.textOrNull("commit_extra_info"));
  }
}
