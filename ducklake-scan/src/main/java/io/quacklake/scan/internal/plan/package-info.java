/** From names to files: what a scan has to read. */
@NullMarked
package io.quacklake.scan.internal.plan;

import org.jspecify.annotations.NullMarked;
