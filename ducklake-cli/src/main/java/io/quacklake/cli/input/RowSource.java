package io.quacklake.cli.input;

import io.quacklake.format.type.Field;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows of a text file, one after the other. */
interface RowSource extends Closeable {
  /** What the values are of, in their order. */
  List<Field> fields();

  /** The next row's values in the Java forms of {@code ValueCodec}; null at the end. */
  @Nullable List<@Nullable Object> next() throws IOException;
}
