/** Writes results as tables, CSV, JSON, Arrow or Parquet. */
@NullMarked
package io.quacklake.cli.output;

import org.jspecify.annotations.NullMarked;
