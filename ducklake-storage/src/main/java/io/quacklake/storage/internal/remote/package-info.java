/** What all stores behind a network share: deadlines, merged ranges, parts. */
@NullMarked
package io.quacklake.storage.internal.remote;

import org.jspecify.annotations.NullMarked;
