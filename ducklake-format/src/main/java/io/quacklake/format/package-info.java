/** Names, ids, snapshots, paths and errors: the words every other module uses. */
@NullMarked
package io.quacklake.format;

import org.jspecify.annotations.NullMarked;
