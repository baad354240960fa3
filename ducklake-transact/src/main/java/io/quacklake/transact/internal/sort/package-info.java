/** Expressions that a table is sorted by, as far as they can be evaluated here. */
@NullMarked
package io.quacklake.transact.internal.sort;

import org.jspecify.annotations.NullMarked;
