/**
 * The schema of a Parquet file: what its columns are and at which levels their values are present.
 */
@NullMarked
package io.quacklake.scan.internal.parquet.schema;

import org.jspecify.annotations.NullMarked;
