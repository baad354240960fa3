package io.quacklake.scan.internal.read;

import io.quacklake.catalog.Catalog;
import io.quacklake.scan.internal.keys.FileKeys;
import io.quacklake.scan.internal.parquet.FooterCache;
import io.quacklake.scan.internal.parquet.pages.PageCache;
import io.quacklake.scan.internal.plan.BoundScan;
import io.quacklake.storage.ObjectOpener;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/**
 * What every part of one scan needs.
 *
 * @param rowFilterApplies whether rows that do not match are taken out, or only files, row groups
 *     and pages
 * @param batchSize most rows of a batch
 * @param chosen null where no rows are chosen but by the filter
 * @param pages where pages are kept, null unless few rows are looked up
 */
public record ScanContext(
    BoundScan scan,
    boolean rowFilterApplies,
    int batchSize,
    BufferAllocator allocator,
    Catalog catalog,
    ObjectOpener opener,
    FooterCache footers,
    PageCache.@Nullable Share pages,
    FileKeys keys,
    @Nullable ChosenRows chosen) {

  /** The same with files opened in another way. */
  ScanContext withOpener(ObjectOpener other) {
    return new ScanContext(
        scan, rowFilterApplies, batchSize, allocator, catalog, other, footers, pages, keys, chosen);
  }

  /** The same for chosen rows. */
  public ScanContext withChosen(@Nullable ChosenRows rows) {
    return new ScanContext(
        scan, rowFilterApplies, batchSize, allocator, catalog, opener, footers, pages, keys, rows);
  }

  /** The same with memory of its own. */
  public ScanContext withAllocator(BufferAllocator own) {
    return withAllocator(own, batchSize);
  }

  /** The same with memory of its own and another size of batches. */
  ScanContext withAllocator(BufferAllocator own, int rows) {
    return new ScanContext(
        scan, rowFilterApplies, rows, own, catalog, opener, footers, pages, keys, chosen);
  }
}
