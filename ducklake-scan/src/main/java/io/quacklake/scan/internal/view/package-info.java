/** Views that are a plain selection of one table, read without an engine. */
@NullMarked
package io.quacklake.scan.internal.view;

import org.jspecify.annotations.NullMarked;
