/** The encodings of the Parquet specification. */
@NullMarked
package io.quacklake.transact.internal.parquet.encode;

import org.jspecify.annotations.NullMarked;
