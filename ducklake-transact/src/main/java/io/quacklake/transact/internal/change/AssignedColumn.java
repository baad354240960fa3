package io.quacklake.transact.internal.change;

import io.quacklake.format.InvalidPredicateException;
import io.quacklake.format.InvalidValueException;
import io.quacklake.format.NotFoundException;
import io.quacklake.format.predicate.ColumnPath;
import io.quacklake.format.schema.Column;
import io.quacklake.format.type.DataType;
import io.quacklake.format.type.Field;
import io.quacklake.format.type.StructType;
import io.quacklake.scan.internal.arrow.ArrowSchemas;
import io.quacklake.scan.internal.arrow.VectorValues;
import io.quacklake.transact.Assignment;
import io.quacklake.transact.internal.rows.LiteralValues;
import io.quacklake.transact.internal.stage.TableTarget;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/** What an update gives a column, as a function of the rows as they were. */
final class AssignedColumn {
  private final Column column;
  private final int source;
  private final List<Integer> children;
  private final List<Field> path;
  private final Function<Object, Object> change;
  private final @Nullable Object constant;

  private AssignedColumn(
      Column column,
      int source,
      List<Field> path,
      List<Integer> children,
      Function<Object, Object> change,
      @Nullable Object constant) {
    this.column = column;
    this.source = source;
    this.path = path;
    this.children = children;
    this.change = change;
    this.constant = constant;
  }

  /**
   * @throws InvalidValueException if a constant does not fit the column
   * @throws InvalidPredicateException if the column and what it is to become have nothing in common
   */
  static AssignedColumn of(Column column, Assignment assignment, TableTarget target) {
    if (assignment instanceof Assignment.Constant constant) {
      Object value =
          constant.literal() == null
              ? null
              : LiteralValues.of(constant.literal(), column.type(), column.name());
      return new AssignedColumn(column, -1, List.of(), List.of(), Function.identity(), value);
    }
    if (assignment instanceof Assignment.Copy copy) {
      return ofColumn(column, copy.column(), target, null);
    }
    Assignment.Arithmetic arithmetic = (Assignment.Arithmetic) assignment;
    return ofColumn(column, arithmetic.column(), target, arithmetic);
  }

  private static AssignedColumn ofColumn(
      Column column,
      ColumnPath from,
      TableTarget target,
      Assignment.@Nullable Arithmetic arithmetic) {
    List<Field> candidates = target.columns().stream().map(Column::field).toList();
    List<Field> path = new ArrayList<>();
    List<Integer> places = new ArrayList<>();
    for (String name : from.names()) {
      int place = indexOf(name, candidates, target);
      places.add(place);
      path.add(candidates.get(place));
      candidates =
          candidates.get(place).type() instanceof StructType struct ? struct.fields() : List.of();
    }
    DataType type = path.get(path.size() - 1).type();
    Function<Object, Object> change =
        arithmetic == null
            ? ColumnArithmetic.copy(type, column)
            : ColumnArithmetic.of(type, arithmetic, column);
    return new AssignedColumn(
        column, places.get(0), path, places.subList(1, places.size()), change, null);
  }

  private static int indexOf(String name, List<Field> candidates, TableTarget target) {
    for (int i = 0; i < candidates.size(); i++) {
      if (candidates.get(i).name().equalsIgnoreCase(name)) {
        return i;
      }
    }
    throw NotFoundException.withSuggestions(
        "column", name, "table " + target.ref(), candidates.stream().map(Field::name).toList());
  }

  /** The column's values for a batch of all columns as they were; the caller frees them. */
  FieldVector of(List<FieldVector> before, int rows, BufferAllocator allocator) {
    FieldVector result = ArrowSchemas.field(column.field()).createVector(allocator);
    try {
      if (source < 0) {
        return VectorValues.constant(result, column.type(), constant, rows);
      }
      result.setInitialCapacity(rows);
      result.allocateNew();
      DataType type = path.get(path.size() - 1).type();
      for (int row = 0; row < rows; row++) {
        Object value = value(before.get(source), row, type);
        VectorValues.write(result, row, column.type(), value == null ? null : change.apply(value));
      }
      result.setValueCount(rows);
      return result;
    } catch (RuntimeException failure) {
      result.close();
      throw failure;
    }
  }

  private @Nullable Object value(FieldVector top, int row, DataType type) {
    FieldVector vector = top;
    for (int child : children) {
      if (vector.isNull(row)) {
        return null;
      }
      vector = vector.getChildrenFromFields().get(child);
    }
    return VectorValues.read(vector, row, type);
  }
}
