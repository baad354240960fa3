/** Reading a lake: open a session, plan a scan, read Arrow batches. */
@NullMarked
package io.quacklake.scan;

import org.jspecify.annotations.NullMarked;
