/** The commands that change a lake. */
@NullMarked
package io.quacklake.cli.write;

import org.jspecify.annotations.NullMarked;
