/** Statements and rows, over JDBC. */
@NullMarked
package io.quacklake.catalog.internal.jdbc;

import org.jspecify.annotations.NullMarked;
