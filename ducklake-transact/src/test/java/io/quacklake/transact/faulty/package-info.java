/** A store that fails when a test wants it. */
@NullMarked
package io.quacklake.transact.faulty;

import org.jspecify.annotations.NullMarked;
