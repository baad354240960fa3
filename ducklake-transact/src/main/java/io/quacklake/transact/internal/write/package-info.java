/** From rows to data files, or to rows of the catalog. */
@NullMarked
package io.quacklake.transact.internal.write;

import org.jspecify.annotations.NullMarked;
