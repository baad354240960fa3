/** One class for each family of catalog tables: the queries beside the mapping. */
@NullMarked
package io.quacklake.catalog.internal.rows;

import org.jspecify.annotations.NullMarked;
