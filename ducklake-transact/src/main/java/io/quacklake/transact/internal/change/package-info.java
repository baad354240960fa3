/** Finding the rows that a delete, an update or a merge is about, and what becomes of them. */
@NullMarked
package io.quacklake.transact.internal.change;

import org.jspecify.annotations.NullMarked;
