/** What a commit did, as the catalog records it. */
@NullMarked
package io.quacklake.format.change;

import org.jspecify.annotations.NullMarked;
