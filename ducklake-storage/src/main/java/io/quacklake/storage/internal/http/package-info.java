/** Files of an HTTP server, to be read. */
@NullMarked
package io.quacklake.storage.internal.http;

import org.jspecify.annotations.NullMarked;
