/** The {@code ducklake} program. */
@NullMarked
package io.quacklake.cli;

import org.jspecify.annotations.NullMarked;
