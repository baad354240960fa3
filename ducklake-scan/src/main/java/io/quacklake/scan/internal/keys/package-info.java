/** Keys of encrypted files. */
@NullMarked
package io.quacklake.scan.internal.keys;

import org.jspecify.annotations.NullMarked;
