package io.quacklake.transact.internal.rows;

import io.quacklake.format.InvalidValueException;
import io.quacklake.format.NotFoundException;
import io.quacklake.format.TableRef;
import io.quacklake.format.UnsupportedFeatureException;
import io.quacklake.format.internal.text.ValueCodec;
import io.quacklake.format.schema.Column;
import io.quacklake.format.schema.DefaultValue;
import io.quacklake.scan.internal.arrow.ArrowSchemas;
import io.quacklake.scan.internal.arrow.VectorValues;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.util.AutoCloseables;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Arrow batches as rows of a table: columns are matched by name without regard to case, values
 * cast, missing columns filled, and NOT NULL is checked.
 */
public final class IncomingRows {
  private final TableRef table;
  private final List<Column> columns;
  private final ArrowReader reader;
  private final BufferAllocator allocator;
  private final Missing missing;
  private final Instant now = Instant.now();
  private final List<Source> sources = new ArrayList<>();
  private long rowsBefore;

  /** When columns that do not come are looked at. */
  public enum Missing {
    /** They have their defaults. */
    FILLED,
    /** They are NULL wherever they have no usable default; see {@link #requireDefaults}. */
    FILLED_OR_NULL
  }

  /** Where a column's values come from. */
  private sealed interface Source {}

  private record Given(int index, VectorCast cast) implements Source {}

  /**
   * @param values one for each row; null for NULL
   */
  private record Filled(@Nullable Supplier<Object> values, @Nullable RuntimeException problem)
      implements Source {}

  /**
   * @param table for messages
   * @param reader stays the caller's
   * @throws NotFoundException if a column comes in that the table does not have
   * @throws InvalidValueException if a column comes in whose type is not cast to the table's
   */
  public IncomingRows(
      TableRef table,
      List<Column> columns,
      ArrowReader reader,
      Missing missing,
      BufferAllocator allocator) {
    this.table = table;
    this.missing = missing;
    this.columns = List.copyOf(columns);
    this.reader = reader;
    this.allocator = allocator;
    Schema schema = root().getSchema();
    List<String> unknown = unknownColumns(columns, schema);
    if (!unknown.isEmpty()) {
      throw NotFoundException.withSuggestions(
          "column", unknown.get(0), "table " + table, columns.stream().map(Column::name).toList());
    }
    List<String> names =
        schema.getFields().stream().map(org.apache.arrow.vector.types.pojo.Field::getName).toList();
    ColumnNames given = new ColumnNames(names, "table " + table);
    VectorCasts casts = new VectorCasts(reader::lookup);
    for (Column column : columns) {
      int index = given.indexOf(column.name());
      sources.add(
          index < 0
              ? filled(column)
              : new Given(
                  index,
                  casts.between(schema.getFields().get(index), column.type(), column.name())));
    }
  }

  /** Names of columns that come in and that the table does not have. */
  public static List<String> unknownColumns(List<Column> columns, Schema schema) {
    ColumnNames known =
        new ColumnNames(columns.stream().map(Column::name).toList(), "the table itself");
    return schema.getFields().stream()
        .map(org.apache.arrow.vector.types.pojo.Field::getName)
        .filter(name -> known.indexOf(name) < 0)
        .toList();
  }

  private VectorSchemaRoot root() {
    try {
      return reader.getVectorSchemaRoot();
    } catch (IOException failure) {
      throw unreadable(failure);
    }
  }

  private UncheckedIOException unreadable(IOException failure) {
    return new UncheckedIOException(
        "Cannot read the rows for table " + table + ": " + failure.getMessage() + ".", failure);
  }

  /** Whether values of the column come in. */
  public boolean isGiven(int column) {
    return sources.get(column) instanceof Given;
  }

  /** Throws if a column that does not come in has no default for new rows. */
  public void requireDefaults() {
    for (Source source : sources) {
      if (source instanceof Filled filled && filled.problem() != null) {
        throw filled.problem();
      }
    }
  }

  private Filled filled(Column column) {
    RuntimeException problem = null;
    Supplier<Object> values = null;
    try {
      values = defaultOf(column);
      if (values == null && !column.field().nullsAllowed()) {
        problem =
            new InvalidValueException(
                "Cannot write to table "
                    + table
                    + ": column "
                    + column.name()
                    + " is NOT NULL, does not come in and has no default.");
      }
    } catch (UnsupportedFeatureException expression) {
      problem = expression;
    }
    if (problem != null && missing == Missing.FILLED) {
      throw problem;
    }
    return new Filled(values, problem);
  }

  private @Nullable Supplier<Object> defaultOf(Column column) {
    DefaultValue value = column.writeDefault();
    String text = value.text();
    if (text == null) {
      return null;
    }
    if (value.kind() == DefaultValue.Kind.EXPRESSION) {
      return DefaultExpression.values(text, column.type(), now)
          .orElseThrow(
              () ->
                  new UnsupportedFeatureException(
                      "default expressions",
                      "Column "
                          + column.name()
                          + " of table "
                          + table
                          + " has the default "
                          + text
                          + ", which takes an engine to evaluate. Give values for the column."));
    }
    Object constant = ValueCodec.parse(column.type(), text);
    return () -> constant;
  }

  /** The next rows, valid until the next call; null after the last. Batches may be empty. */
  public @Nullable TableBatch next() {
    try {
      if (!reader.loadNextBatch()) {
        return null;
      }
    } catch (IOException failure) {
      throw unreadable(failure);
    }
    VectorSchemaRoot root = root();
    int rows = root.getRowCount();
    List<FieldVector> vectors = new ArrayList<>();
    List<FieldVector> owned = new ArrayList<>();
    try {
      for (int i = 0; i < columns.size(); i++) {
        FieldVector vector = column(i, root, rows, owned);
        if (isGiven(i)) {
          requireValues(columns.get(i), vector, rows);
        }
        vectors.add(vector);
      }
    } catch (RuntimeException failure) {
      AutoCloseables.closeNoChecked(() -> AutoCloseables.close(owned));
      throw failure;
    }
    rowsBefore += rows;
    return new TableBatch(vectors, owned, rows);
  }

  private FieldVector column(int index, VectorSchemaRoot root, int rows, List<FieldVector> owned) {
    Column column = columns.get(index);
    Source source = sources.get(index);
    if (source instanceof Given given && given.cast() instanceof VectorCast.Same) {
      return root.getVector(given.index());
    }
    FieldVector vector = ArrowSchemas.field(column.field()).createVector(allocator);
    owned.add(vector);
    if (source instanceof Given given) {
      try {
        given.cast().cast(root.getVector(given.index()), vector);
      } catch (CastFailure failure) {
        throw new InvalidValueException(
            "Cannot write to table "
                + table
                + ": column "
                + column.name()
                + " is "
                + column.type()
                + ", and in row "
                + (rowsBefore + Math.max(0, failure.index()))
                + " (counted from 0) "
                + failure.reason()
                + ".");
      }
    } else if (source instanceof Filled filled) {
      fill(vector, column, filled.values(), rows);
    }
    return vector;
  }

  private static void fill(
      FieldVector vector, Column column, @Nullable Supplier<Object> values, int rows) {
    Object first = values == null ? null : values.get();
    VectorValues.constant(vector, column.type(), first, rows);
    for (int row = 1; row < rows && values != null; row++) {
      Object next = values.get();
      if (next == first) {
        return; // a constant
      }
      VectorValues.write(vector, row, column.type(), next);
    }
  }

  private void requireValues(Column column, FieldVector vector, int rows) {
    if (column.field().nullsAllowed() || vector.getNullCount() == 0) {
      return;
    }
    for (int row = 0; row < rows; row++) {
      if (vector.isNull(row)) {
        throw new InvalidValueException(
            "Cannot write to table "
                + table
                + ": column "
                + column.name()
                + " is NOT NULL, and row "
                + (rowsBefore + row)
                + " (counted from 0) has no value for it.");
      }
    }
  }
}
