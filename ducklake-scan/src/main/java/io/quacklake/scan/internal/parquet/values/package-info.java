/** Decoders of values, one family for each encoding; they write into native memory. */
@NullMarked
package io.quacklake.scan.internal.parquet.values;

import org.jspecify.annotations.NullMarked;
