/** Object stores through opendal, the only package that names it. */
@NullMarked
package io.quacklake.storage.internal.opendal;

import org.jspecify.annotations.NullMarked;
