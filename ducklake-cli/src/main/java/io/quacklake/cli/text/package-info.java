/** Texts of values for people and for JSON. */
@NullMarked
package io.quacklake.cli.text;

import org.jspecify.annotations.NullMarked;
