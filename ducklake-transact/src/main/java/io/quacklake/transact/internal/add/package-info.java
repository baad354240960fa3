/** Taking Parquet files from elsewhere into a table as they are. */
@NullMarked
package io.quacklake.transact.internal.add;

import org.jspecify.annotations.NullMarked;
