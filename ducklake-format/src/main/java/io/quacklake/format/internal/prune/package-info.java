/**
 * Which files cannot hold a matching row. A wrong yes costs time; a wrong no loses rows, so all
 * that is not certain is a yes.
 */
@NullMarked
package io.quacklake.format.internal.prune;

import org.jspecify.annotations.NullMarked;
