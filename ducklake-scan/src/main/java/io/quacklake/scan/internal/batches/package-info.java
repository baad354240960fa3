/**
 * Batches on their way to the consumer: in the caller's thread or several, put together, handed
 * over.
 */
@NullMarked
package io.quacklake.scan.internal.batches;

import org.jspecify.annotations.NullMarked;
