/** Files as objects: read ranges, write, list, delete. */
@NullMarked
package io.quacklake.storage;

import org.jspecify.annotations.NullMarked;
