/** What differs between the databases that hold catalogs; no query about a table of the lake. */
@NullMarked
package io.quacklake.catalog.dialect;

import org.jspecify.annotations.NullMarked;
