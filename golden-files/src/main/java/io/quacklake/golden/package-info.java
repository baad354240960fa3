/** Lakes made by the reference implementation, and what it reads from them. */
@NullMarked
package io.quacklake.golden;

import org.jspecify.annotations.NullMarked;
