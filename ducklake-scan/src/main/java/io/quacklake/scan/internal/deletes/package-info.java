/** Deleted positions of a data file. */
@NullMarked
package io.quacklake.scan.internal.deletes;

import org.jspecify.annotations.NullMarked;
