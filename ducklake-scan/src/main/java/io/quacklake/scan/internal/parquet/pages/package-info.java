/** Pages of a column chunk: fetched, decompressed, and their levels. */
@NullMarked
package io.quacklake.scan.internal.parquet.pages;

import org.jspecify.annotations.NullMarked;
