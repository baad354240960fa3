/** Changing a lake: transactions, and what they take and give. */
@NullMarked
package io.quacklake.transact;

import org.jspecify.annotations.NullMarked;
