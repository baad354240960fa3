/** What the catalog stores as text: types and values, in DuckDB's spelling. */
@NullMarked
package io.quacklake.format.internal.text;

import org.jspecify.annotations.NullMarked;
