/** Types and values of the lake in Arrow's vectors. */
@NullMarked
package io.quacklake.scan.internal.arrow;

import org.jspecify.annotations.NullMarked;
