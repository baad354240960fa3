/** Variants: Parquet's binary encoding, its shredding into columns, and their text as JSON. */
@NullMarked
package io.quacklake.scan.internal.variant;

import org.jspecify.annotations.NullMarked;
