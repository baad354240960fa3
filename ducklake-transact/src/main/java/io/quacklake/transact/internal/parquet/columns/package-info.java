/** One column chunk: values out of vectors, dictionary, pages, bounds. */
@NullMarked
package io.quacklake.transact.internal.parquet.columns;

import org.jspecify.annotations.NullMarked;
