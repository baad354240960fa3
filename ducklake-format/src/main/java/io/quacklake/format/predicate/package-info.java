/** Filters over named columns. */
@NullMarked
package io.quacklake.format.predicate;

import org.jspecify.annotations.NullMarked;
