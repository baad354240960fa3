/** From files to batches. */
@NullMarked
package io.quacklake.scan.internal.read;

import org.jspecify.annotations.NullMarked;
