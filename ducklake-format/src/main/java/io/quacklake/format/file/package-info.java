/** Data files, delete files and what the catalog knows of their contents. */
@NullMarked
package io.quacklake.format.file;

import org.jspecify.annotations.NullMarked;
