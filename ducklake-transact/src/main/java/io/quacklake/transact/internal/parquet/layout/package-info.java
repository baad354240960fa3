/** What a file looks like: options, the schema tree and its physical types. */
@NullMarked
package io.quacklake.transact.internal.parquet.layout;

import org.jspecify.annotations.NullMarked;
