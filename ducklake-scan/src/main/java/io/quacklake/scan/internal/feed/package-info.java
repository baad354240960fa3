/** The change feed: which rows snapshots wrote and deleted. */
@NullMarked
package io.quacklake.scan.internal.feed;

import org.jspecify.annotations.NullMarked;
