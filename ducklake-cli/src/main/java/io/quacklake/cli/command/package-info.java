/** The commands: each reads its words, calls the library and prints a result. */
@NullMarked
package io.quacklake.cli.command;

import org.jspecify.annotations.NullMarked;
