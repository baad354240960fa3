/** From pages to vectors: levels become validity, lists, structs and maps. */
@NullMarked
package io.quacklake.scan.internal.parquet.assemble;

import org.jspecify.annotations.NullMarked;
