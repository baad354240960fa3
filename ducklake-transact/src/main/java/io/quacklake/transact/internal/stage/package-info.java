/** What a transaction has prepared: files that are written and rows that nobody sees yet. */
@NullMarked
package io.quacklake.transact.internal.stage;

import org.jspecify.annotations.NullMarked;
