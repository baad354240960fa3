/** What the catalog says of files that nobody needs any more. */
@NullMarked
package io.quacklake.catalog.internal.cleanup;

import org.jspecify.annotations.NullMarked;
