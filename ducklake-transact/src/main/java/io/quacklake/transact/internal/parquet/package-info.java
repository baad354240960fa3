/** Arrow batches to Parquet files, laid out as the reference lays them out. */
@NullMarked
package io.quacklake.transact.internal.parquet;

import org.jspecify.annotations.NullMarked;
