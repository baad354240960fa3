/** Filters over vectors. */
@NullMarked
package io.quacklake.scan.internal.filter;

import org.jspecify.annotations.NullMarked;
