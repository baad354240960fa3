/** The catalog of a lake: which schemas, tables, files and rows there are at a snapshot. */
@NullMarked
package io.quacklake.catalog;

import org.jspecify.annotations.NullMarked;
