/** Files of rows as Arrow batches. */
@NullMarked
package io.quacklake.cli.input;

import org.jspecify.annotations.NullMarked;
