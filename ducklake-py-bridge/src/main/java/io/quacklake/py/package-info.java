/** What Python calls: coarse handles, to which only texts, numbers and addresses are passed. */
@NullMarked
package io.quacklake.py;

import org.jspecify.annotations.NullMarked;
