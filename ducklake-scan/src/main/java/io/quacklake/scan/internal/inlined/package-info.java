/** Rows that lie in the catalog, as vectors. */
@NullMarked
package io.quacklake.scan.internal.inlined;

import org.jspecify.annotations.NullMarked;
