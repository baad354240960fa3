/** From what a caller asks of a table's rows to what a transaction stages. */
@NullMarked
package io.quacklake.transact.internal.request;

import org.jspecify.annotations.NullMarked;
