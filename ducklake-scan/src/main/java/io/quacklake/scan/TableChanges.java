package io.quacklake.scan;

import io.quacklake.format.TableRef;
import io.quacklake.format.predicate.Predicate;
import io.quacklake.scan.internal.feed.ChangesRequest;
import io.quacklake.scan.internal.plan.ScanRequest;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * The changes that a range of snapshots made to a table: its rows with {@code snapshot_id}, {@code
 * rowid} and {@code change_type} before them. The type is {@code insert}, {@code delete}, or, for a
 * row that one snapshot deleted and wrote anew under the same row id, {@code update_preimage} and
 * {@code update_postimage}. Columns are those of the last snapshot of the range.
 *
 * <p>Deleted rows and pre-images come first, file by file, then written rows and post-images; the
 * order is the same each time, and not that of the snapshots. Snapshots that only moved rows
 * between files (merged, flushed, rewritten) do not show, but a rewrite shows what snapshots did
 * that have expired right before it, and its other rows as updated. Rows are streamed; memory is
 * taken for the row ids of updated rows and the positions of deleted ones, as compressed bitmaps.
 *
 * <p>Immutable: each refinement returns a new one. Nothing is read before {@link #schema} or {@link
 * #open}.
 */
public final class TableChanges {
  private final LakehouseSession session;
  private final ChangesRequest request;

  TableChanges(LakehouseSession session, ChangesRequest request) {
    this.session = session;
    this.request = request;
  }

  private TableChanges with(ScanRequest rows) {
    return new TableChanges(session, request.with(rows));
  }

  /** The table whose changes are read. */
  public TableRef table() {
    return request.rows().table();
  }

  /** Only these of the table's columns, in this order; see {@link TableScan#select(String...)}. */
  public TableChanges select(String... columns) {
    return select(Arrays.asList(columns));
  }

  /** See {@link #select(String...)}. */
  public TableChanges select(List<String> columns) {
    return with(request.rows().withColumns(columns));
  }

  /**
   * Only rows whose values pass; several filters must all be TRUE. Each image of an updated row is
   * looked at by itself, and one that passes keeps its change type without the other.
   */
  public TableChanges where(Predicate filter) {
    return with(request.rows().withFilter(filter));
  }

  /**
   * See {@link #where(Predicate)}.
   *
   * @throws io.quacklake.format.InvalidPredicateException if it cannot be read
   */
  public TableChanges where(String filter) {
    return where(Predicate.parse(filter));
  }

  /** At most this many rows; which ones is not said. */
  public TableChanges limit(long rows) {
    return with(request.rows().withLimit(rows));
  }

  /** Most rows of a batch. */
  public TableChanges withBatchSize(int rows) {
    return with(request.rows().withBatchSize(rows));
  }

  /**
   * Threads that decode; 1 decodes in the caller's thread. The order of rows does not depend on it.
   */
  public TableChanges withThreads(int count) {
    return with(request.rows().withThreads(count));
  }

  /** The form in which variants come; {@link VariantForm#BINARY} unless told otherwise. */
  public TableChanges withVariantAs(VariantForm form) {
    return with(request.rows().withVariants(form));
  }

  /** The schema of the batches. */
  public Schema schema() {
    return session.schema(request);
  }

  /**
   * Reads the changes. The reader belongs to one thread at a time and whoever opened it closes it;
   * its batches are valid until the next is loaded, unless their buffers are taken over.
   *
   * @throws io.quacklake.format.NotFoundException if one of the snapshots has expired or never was
   * @throws IllegalArgumentException if the first snapshot is after the last
   */
  public ArrowReader open() {
    return session.open(request);
  }

  @Override
  public String toString() {
    return "TableChanges[from=" + request.from() + ", " + request.rows() + "]";
  }
}
