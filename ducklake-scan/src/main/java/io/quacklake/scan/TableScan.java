package io.quacklake.scan;

import io.quacklake.format.TableRef;
import io.quacklake.format.predicate.Predicate;
import io.quacklake.scan.internal.plan.ScanRequest;
import io.quacklake.scan.internal.read.ChosenRows;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * A description of rows to read. Immutable: each refinement returns a new scan, so that one scan
 * may be shared and branched. Nothing is read before {@link #plan}, {@link #count}, {@link #schema}
 * or {@link #open}; each of these looks the snapshot up anew unless the scan names one.
 */
public final class TableScan {
  private final LakehouseSession session;
  private final ScanRequest request;

  TableScan(LakehouseSession session, ScanRequest request) {
    this.session = session;
    this.request = request;
  }

  /** The table that is read. */
  public TableRef table() {
    return request.table();
  }

  /**
   * Only these columns, in this order; with none, rows without columns (their number is still
   * right).
   *
   * @param columns names in SQL's quoting, matched without regard to case; {@code s.a} is the
   *     struct {@code s} with its field {@code a} only
   */
  public TableScan select(String... columns) {
    return select(Arrays.asList(columns));
  }

  /** See {@link #select(String...)}. */
  public TableScan select(List<String> columns) {
    return new TableScan(session, request.withColumns(columns));
  }

  /** Only rows for which the filter is TRUE; several filters must all be. */
  public TableScan where(Predicate filter) {
    return new TableScan(session, request.withFilter(filter));
  }

  /**
   * Only rows for which the filter is TRUE, in the predicate grammar: {@code "day >= DATE
   * '2026-01-01' AND x IN (1, 2)"}.
   *
   * @throws io.quacklake.format.InvalidPredicateException if it cannot be read
   */
  public TableScan where(String filter) {
    return where(Predicate.parse(filter));
  }

  /** The table as it was at that snapshot. */
  public TableScan asOf(long snapshot) {
    return asOf(AsOf.snapshot(snapshot));
  }

  /** The table as it was at that time. */
  public TableScan asOf(Instant time) {
    return asOf(AsOf.time(time));
  }

  /** The table as of a version of the lake. */
  public TableScan asOf(AsOf version) {
    return new TableScan(session, request.withAsOf(version));
  }

  /** At most this many rows; which ones is not said. */
  public TableScan limit(long rows) {
    return new TableScan(session, request.withLimit(rows));
  }

  /** These columns behind the table's own. */
  public TableScan withVirtualColumns(VirtualColumn... columns) {
    return new TableScan(session, request.withVirtualColumns(List.of(columns)));
  }

  /** Whether rows that do not match may come along; exact unless told otherwise. */
  public TableScan withRowFilter(RowFilter filter) {
    return new TableScan(session, request.withRowFilter(filter));
  }

  /** Most rows of a batch. */
  public TableScan withBatchSize(int rows) {
    return new TableScan(session, request.withBatchSize(rows));
  }

  /**
   * Threads that decode; 1 decodes in the caller's thread. The order of rows does not depend on it.
   */
  public TableScan withThreads(int count) {
    return new TableScan(session, request.withThreads(count));
  }

  /** The form in which variants come; {@link VariantForm#BINARY} unless told otherwise. */
  public TableScan withVariantAs(VariantForm form) {
    return new TableScan(session, request.withVariants(form));
  }

  /** What would be read; asks the catalog only. */
  public ScanPlan plan() {
    return session.plan(request);
  }

  /** The schema of the batches. */
  public Schema schema() {
    return session.schema(request);
  }

  /** How many rows there are; data files are opened only where the catalog cannot tell. */
  public long count() {
    return session.count(request);
  }

  /**
   * Reads the rows. The reader belongs to one thread at a time and whoever opened it closes it; its
   * batches are valid until the next is loaded, unless their buffers are taken over.
   */
  public ArrowReader open() {
    return session.open(request);
  }

  /**
   * The same together with the plan that is read, for those who have to know which file each row
   * comes from: {@link VirtualColumn#FILE_INDEX} counts the tasks of this plan. A virtual column
   * may have the name of one of the table's own.
   */
  public PlannedScan openPlanned() {
    return session.openPlanned(request, null);
  }

  /**
   * The same without the rows that are not chosen. A filter of such a scan leaves out files, row
   * groups and pages only.
   *
   * @param columns how many of the scan's columns are looked at, from the first on
   */
  public PlannedScan openPlanned(int columns, RowChoice choice) {
    if (columns < 1) {
      throw new IllegalArgumentException("Rows are chosen by 1 column or more, not " + columns);
    }
    return session.openPlanned(
        request.withRowFilter(RowFilter.BEST_EFFORT), new ChosenRows(columns, choice));
  }

  @Override
  public String toString() {
    return "TableScan[" + request + "]";
  }
}
