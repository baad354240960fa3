package io.quacklake.scan.internal.parquet.pages;

import io.quacklake.scan.internal.parquet.bytes.ModuleCipher;
import io.quacklake.storage.ObjectSource;
import java.util.List;
import java.util.function.Supplier;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.PageLocation;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of one column in one row group.
 *
 * @param source the file
 * @param start where its first page begins
 * @param length its bytes, page headers included
 * @param dictionaryOffset where its dictionary page begins, -1 if the footer names none
 * @param uncompressed its bytes before compression, as the footer says
 * @param values its entries, NULLs and empty lists included
 * @param codec how its pages are compressed
 * @param cipher decrypts its modules; null if they are not encrypted
 * @param cache where its pages are kept, never if they are encrypted; null for nowhere
 * @param index looks for the pages' places and rows; yields null if the file has none
 * @param rowGroup the row group's ordinal
 * @param column the column's ordinal
 */
public record ColumnChunk(
    ObjectSource source,
    long start,
    long length,
    long dictionaryOffset,
    long uncompressed,
    long values,
    CompressionCodec codec,
    @Nullable ModuleCipher cipher,
    PageCache.@Nullable Share cache,
    Supplier<@Nullable List<PageLocation>> index,
    int rowGroup,
    int column) {
  long end() {
    return start + length;
  }
}
