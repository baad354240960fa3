/** Rows that wait on the local disk because they do not fit into memory. */
@NullMarked
package io.quacklake.transact.internal.spill;

import org.jspecify.annotations.NullMarked;
