/** Rows that a commit writes; one class for each family of tables. */
@NullMarked
package io.quacklake.catalog.internal.edits;

import org.jspecify.annotations.NullMarked;
