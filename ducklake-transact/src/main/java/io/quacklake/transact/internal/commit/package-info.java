/** From what is staged to rows of the catalog: conflicts, ids, statistics, attempts. */
@NullMarked
package io.quacklake.transact.internal.commit;

import org.jspecify.annotations.NullMarked;
