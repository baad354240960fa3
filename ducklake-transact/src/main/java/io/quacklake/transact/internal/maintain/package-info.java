/** Keeps a lake in shape: what is written anew, and what nobody needs any more. */
@NullMarked
package io.quacklake.transact.internal.maintain;

import org.jspecify.annotations.NullMarked;
