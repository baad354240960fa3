/** Schemas, tables, views and columns as of a snapshot. */
@NullMarked
package io.quacklake.format.schema;

import org.jspecify.annotations.NullMarked;
