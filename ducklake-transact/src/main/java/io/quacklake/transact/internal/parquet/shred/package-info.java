/** Nested vectors to repetition levels, definition levels and leaf positions. */
@NullMarked
package io.quacklake.transact.internal.parquet.shred;

import org.jspecify.annotations.NullMarked;
