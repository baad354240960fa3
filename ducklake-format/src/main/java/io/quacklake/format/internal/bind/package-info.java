/** From names to fields, from constants to values of the columns' types. */
@NullMarked
package io.quacklake.format.internal.bind;

import org.jspecify.annotations.NullMarked;
