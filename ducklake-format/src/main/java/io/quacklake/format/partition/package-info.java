/** How a table is partitioned and sorted. */
@NullMarked
package io.quacklake.format.partition;

import org.jspecify.annotations.NullMarked;
