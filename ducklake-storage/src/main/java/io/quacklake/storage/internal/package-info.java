/** The stores themselves. */
@NullMarked
package io.quacklake.storage.internal;

import org.jspecify.annotations.NullMarked;
