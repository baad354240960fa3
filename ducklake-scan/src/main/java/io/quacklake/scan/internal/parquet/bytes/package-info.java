/** The bytes of a Parquet file: native memory, Thrift structures, codecs. */
@NullMarked
package io.quacklake.scan.internal.parquet.bytes;

import org.jspecify.annotations.NullMarked;
