package io.quacklake.cli.output;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.quacklake.format.type.PrimitiveType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.TimeStampVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/** A few rows that are already in memory, such as the list of tables, as one Arrow batch. */
public final class RowsReader extends ArrowReader {
  private final List<ResultColumn> columns;
  private final List<List<@Nullable Object>> rows;
  private boolean loaded;

  private RowsReader(List<ResultColumn> columns, List<List<@Nullable Object>> rows) {
    super(new RootAllocator());
    this.columns = columns;
    this.rows = rows;
  }

  /** Collects the rows of a result. */
  public static final class Builder {
    private final List<ResultColumn> columns = new ArrayList<>();
    private final List<List<@Nullable Object>> rows = new ArrayList<>();

    /** Adds a column of type int64, varchar, boolean or timestamptz. */
    public Builder column(String name, PrimitiveType type) {
      columns.add(new ResultColumn(name, type));
      return this;
    }

    /** The same for a column whose NULL means that nobody knows. */
    public Builder columnOrUnknown(String name, PrimitiveType type) {
      columns.add(new ResultColumn(name, type, "unknown"));
      return this;
    }

    /** Adds a row of Long, String, Boolean, and Long microseconds. */
    public Builder row(@Nullable Object... values) {
      if (values.length != columns.size()) {
        throw new IllegalArgumentException(
            values.length + " values for " + columns.size() + " columns");
      }
      rows.add(Collections.unmodifiableList(Arrays.asList(values.clone())));
      return this;
    }

    /** The rows as a result of one line each. */
    public Result rows() {
      return new Result(columns, new RowsReader(columns, rows), Result.Layout.ROWS);
    }

    /** The only row as a result of one line for each column. */
    public Result record() {
      return new Result(columns, new RowsReader(columns, rows), Result.Layout.RECORD);
    }
  }

  @Override
  public boolean loadNextBatch() throws java.io.IOException {
    if (loaded || rows.isEmpty()) {
      return false;
    }
    loaded = true;
    VectorSchemaRoot root = getVectorSchemaRoot();
    root.allocateNew();
    for (int column = 0; column < columns.size(); column++) {
      FieldVector vector = root.getVector(column);
      for (int row = 0; row < rows.size(); row++) {
        Object value = rows.get(row).get(column);
        if (value != null) {
          set(vector, row, value);
        }
      }
    }
    root.setRowCount(rows.size());
    return true;
  }

  private static void set(FieldVector vector, int row, Object value) {
    if (vector instanceof BigIntVector longs) {
      longs.setSafe(row, (Long) value);
    } else if (vector instanceof BitVector bits) {
      bits.setSafe(row, (Boolean) value ? 1 : 0);
    } else if (vector instanceof TimeStampVector times) {
      times.setSafe(row, (Long) value);
    } else {
      ((VarCharVector) vector).setSafe(row, ((String) value).getBytes(UTF_8));
    }
  }

  @Override
  public long bytesRead() {
    return 0;
  }

  @Override
  protected void closeReadSource() {
    allocator.close();
  }

  @Override
  protected Schema readSchema() {
    return new Schema(
        columns.stream()
            .map(each -> new Field(each.name(), FieldType.nullable(arrowType(each)), null))
            .toList());
  }

  private static ArrowType arrowType(ResultColumn column) {
    return switch ((PrimitiveType) Objects.requireNonNull(column.type())) {
      case INT64 -> new ArrowType.Int(64, true);
      case BOOLEAN -> ArrowType.Bool.INSTANCE;
      case TIMESTAMPTZ -> new ArrowType.Timestamp(TimeUnit.MICROSECOND, "UTC");
      case VARCHAR -> ArrowType.Utf8.INSTANCE;
      default -> throw new IllegalArgumentException("No rows of type " + column.type());
    };
  }
}
