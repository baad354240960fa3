/** Catalog files that are not on this machine. */
@NullMarked
package io.quacklake.scan.internal.fetch;

import org.jspecify.annotations.NullMarked;
