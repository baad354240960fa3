/** Settings from arguments, environment and the configuration file, by strength. */
@NullMarked
package io.quacklake.scan.internal.config;

import org.jspecify.annotations.NullMarked;
