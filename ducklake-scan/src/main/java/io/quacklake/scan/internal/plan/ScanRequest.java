package io.quacklake.scan.internal.plan;

import io.quacklake.format.TableRef;
import io.quacklake.format.predicate.Predicate;
import io.quacklake.scan.AsOf;
import io.quacklake.scan.RowFilter;
import io.quacklake.scan.VariantForm;
import io.quacklake.scan.VirtualColumn;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a caller asked for, by name.
 *
 * @param columns null for all
 * @param limit {@link #NO_LIMIT} for all rows
 */
public record ScanRequest(
    TableRef table,
    AsOf asOf,
    @Nullable List<String> columns,
    @Nullable Predicate filter,
    List<VirtualColumn> virtualColumns,
    long limit,
    RowFilter rowFilter,
    int batchSize,
    int threads,
    VariantForm variants) {
  public static final long NO_LIMIT = Long.MAX_VALUE;

  public ScanRequest {
    columns = columns == null ? null : List.copyOf(columns);
    virtualColumns = List.copyOf(virtualColumns);
    if (limit < 0) {
      throw new IllegalArgumentException("The limit must not be negative, got " + limit);
    }
    if (batchSize < 1) {
      throw new IllegalArgumentException("The batch size must be at least 1, got " + batchSize);
    }
    if (threads < 1) {
      throw new IllegalArgumentException("At least 1 thread is needed, got " + threads);
    }
  }

  /** All columns and rows of a table's latest version. */
  public static ScanRequest of(TableRef table, int batchSize, int threads) {
    return new ScanRequest(
        table,
        AsOf.latest(),
        null,
        null,
        List.of(),
        NO_LIMIT,
        RowFilter.EXACT,
        batchSize,
        threads,
        VariantForm.BINARY);
  }

  public ScanRequest withColumns(List<String> names) {
    return new ScanRequest(
        table, asOf, names, filter, virtualColumns, limit, rowFilter, batchSize, threads, variants);
  }

  public ScanRequest withFilter(Predicate more) {
    Predicate all = filter == null ? more : Predicate.and(filter, more);
    return new ScanRequest(
        table, asOf, columns, all, virtualColumns, limit, rowFilter, batchSize, threads, variants);
  }

  public ScanRequest withAsOf(AsOf version) {
    return new ScanRequest(
        table,
        version,
        columns,
        filter,
        virtualColumns,
        limit,
        rowFilter,
        batchSize,
        threads,
        variants);
  }

  public ScanRequest withVirtualColumns(List<VirtualColumn> wanted) {
    return new ScanRequest(
        table, asOf, columns, filter, wanted, limit, rowFilter, batchSize, threads, variants);
  }

  public ScanRequest withLimit(long rows) {
    return new ScanRequest(
        table,
        asOf,
        columns,
        filter,
        virtualColumns,
        rows,
        rowFilter,
        batchSize,
        threads,
        variants);
  }

  public ScanRequest withRowFilter(RowFilter exactness) {
    return new ScanRequest(
        table,
        asOf,
        columns,
        filter,
        virtualColumns,
        limit,
        exactness,
        batchSize,
        threads,
        variants);
  }

  public ScanRequest withBatchSize(int rows) {
    return new ScanRequest(
        table, asOf, columns, filter, virtualColumns, limit, rowFilter, rows, threads, variants);
  }

  public ScanRequest withThreads(int count) {
    return new ScanRequest(
        table, asOf, columns, filter, virtualColumns, limit, rowFilter, batchSize, count, variants);
  }

  public ScanRequest withVariants(VariantForm form) {
    return new ScanRequest(
        table, asOf, columns, filter, virtualColumns, limit, rowFilter, batchSize, threads, form);
  }
}
