/** Where a storage service is plugged in. */
@NullMarked
package io.quacklake.storage.spi;

import org.jspecify.annotations.NullMarked;
