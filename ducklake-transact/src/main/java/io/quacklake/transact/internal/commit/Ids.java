package io.quacklake.transact.internal.commit;

import io.quacklake.catalog.commit.CommitPoint;
import io.quacklake.format.SchemaId;
import io.quacklake.format.SnapshotId;
import io.quacklake.format.TableId;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** Gives the ids of a commit, after those of the snapshot that it builds on. */
final class Ids {
  private final CommitPoint point;
  private final Map<Long, Long> byTemporary = new HashMap<>();
  private long nextCatalogId;
  private long nextFileId;

  Ids(CommitPoint point) {
    this.point = point;
    this.nextCatalogId = point.nextCatalogId();
    this.nextFileId = point.nextFileId();
  }

  SnapshotId snapshot() {
    return new SnapshotId(point.id().value() + 1);
  }

  /** For a schema, table, view, partition spec or sort order. */
  long nextCatalog() {
    return nextCatalogId++;
  }

  /** For a data file, delete file or name mapping. */
  long nextFile() {
    return nextFileId++;
  }

  /** The id after all that were given; so is the next. */
  long catalogEnd() {
    return nextCatalogId;
  }

  long fileEnd() {
    return nextFileId;
  }

  /** Gives an id to what had a temporary one. */
  long give(long temporary) {
    long id = nextCatalog();
    byTemporary.put(temporary, id);
    return id;
  }

  /** The id of what may have had a temporary one. */
  long of(long id) {
    return id >= 0 ? id : Objects.requireNonNull(byTemporary.get(id), "an id that nobody gave");
  }

  TableId of(TableId id) {
    return new TableId(of(id.value()));
  }

  SchemaId of(SchemaId id) {
    return new SchemaId(of(id.value()));
  }
}
