/** Rows to partitions: keys, their texts and the directories named after them. */
@NullMarked
package io.quacklake.transact.internal.partition;

import org.jspecify.annotations.NullMarked;
