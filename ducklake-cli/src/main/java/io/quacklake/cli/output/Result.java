package io.quacklake.cli.output;

import java.io.IOException;
import java.util.List;
import org.apache.arrow.vector.ipc.ArrowReader;

/**
 * What a command prints: columns, and their rows as Arrow batches. Closing it closes the reader.
 *
 * @param columns in the order of the reader's vectors
 * @param heading what a table has above its columns; other formats leave it out
 */
public record Result(
    List<ResultColumn> columns, ArrowReader reader, Layout layout, List<Fact> heading)
    implements AutoCloseable {
  public Result {
    columns = List.copyOf(columns);
    heading = List.copyOf(heading);
  }

  public Result(List<ResultColumn> columns, ArrowReader reader, Layout layout) {
    this(columns, reader, layout, List.of());
  }

  /** The same below some lines. */
  public Result under(List<Fact> lines) {
    return new Result(columns, reader, layout, lines);
  }

  /** One line above a table. */
  public record Fact(String name, String text) {}

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
