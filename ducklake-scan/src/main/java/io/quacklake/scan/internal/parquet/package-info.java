/** Parquet data files: footers, row groups, and columns read straight into Arrow vectors. */
@NullMarked
package io.quacklake.scan.internal.parquet;

import org.jspecify.annotations.NullMarked;
