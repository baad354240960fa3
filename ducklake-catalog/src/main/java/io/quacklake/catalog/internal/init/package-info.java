/** Which tables and columns a catalog has. */
@NullMarked
package io.quacklake.catalog.internal.init;

import org.jspecify.annotations.NullMarked;
