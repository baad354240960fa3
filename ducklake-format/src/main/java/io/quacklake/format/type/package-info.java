/** The data types of a lake and of its nested fields. */
@NullMarked
package io.quacklake.format.type;

import org.jspecify.annotations.NullMarked;
