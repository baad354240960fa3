/** What a commit writes: rows with their final ids, in the order in which they are written. */
@NullMarked
package io.quacklake.catalog.commit;

import org.jspecify.annotations.NullMarked;
