/** Which column of a file, or which constant, becomes which column of the result. */
@NullMarked
package io.quacklake.scan.internal.columns;

import org.jspecify.annotations.NullMarked;
