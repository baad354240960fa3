/** Words of SQL, for the small grammars that are read here. */
@NullMarked
package io.quacklake.format.internal.sql;

import org.jspecify.annotations.NullMarked;
