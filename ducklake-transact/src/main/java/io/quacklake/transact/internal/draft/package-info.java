/** The lake as a transaction would have it: definitions with what is changed of them. */
@NullMarked
package io.quacklake.transact.internal.draft;

import org.jspecify.annotations.NullMarked;
