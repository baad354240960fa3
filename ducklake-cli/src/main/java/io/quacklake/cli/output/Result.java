package io.quacklake.cli.output;

import java.io.IOException;
import java.util.List;
import org.apache.arrow.vector.ipc.ArrowReader;

/**
 * What a command prints: columns, and their rows as Arrow batches. Closing it closes the reader.
 *
 * @param columns in the order of the reader's vectors
 */
public record Result(List<ResultColumn> columns, ArrowReader reader, Layout layout)
    implements AutoCloseable {
  public Result {
    columns = List.copyOf(columns);
  }

  /** How a result looks as a table; other formats do not differ. */
  public enum Layout {
    /** One line a row. */
    ROWS,
    /** One line a column, for a single row. */
    RECORD
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
