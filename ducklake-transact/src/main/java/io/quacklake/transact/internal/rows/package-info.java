/** Rows that come in: their columns matched to a table's, their values cast to its types. */
@NullMarked
package io.quacklake.transact.internal.rows;

import org.jspecify.annotations.NullMarked;
