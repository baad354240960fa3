package io.quacklake.scan.internal.filter;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.quacklake.format.internal.bind.BoundPredicate;
import io.quacklake.format.internal.bind.BoundReference;
import io.quacklake.format.predicate.Predicate.Operator;
import io.quacklake.format.type.DataType;
import io.quacklake.format.type.Field;
import io.quacklake.format.type.StructType;
import io.quacklake.format.type.VariantType;
import io.quacklake.scan.internal.arrow.VectorValues;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.jspecify.annotations.Nullable;

/**
 * Finds the rows of a batch for which a filter is TRUE. The filter has no NOT above its leaves, so
 * that "is TRUE" of the whole follows from "is TRUE" of its parts.
 */
public final class VectorFilter {
  private static final byte[] VARIANT_NULL = {0};
  private static final byte[] JSON_NULL = "null".getBytes(UTF_8);

  private static final int FEW = 4;

  private final int rows;
  private final Function<Field, @Nullable FieldVector> columns;

  private VectorFilter(int rows, Function<Field, @Nullable FieldVector> columns) {
    this.rows = rows;
    this.columns = columns;
  }

  /** The columns that a filter needs, structs cut down to the fields that it names. */
  public static Set<Field> columns(BoundPredicate filter) {
    Set<Field> columns = new LinkedHashSet<>();
    for (BoundReference reference : filter.references()) {
      columns.add(column(reference));
    }
    return columns;
  }

  /** The column of a reference, cut down to the path that it takes. */
  public static Field column(BoundReference reference) {
    return cut(reference.path(), 0);
  }

  private static Field cut(List<Field> path, int depth) {
    Field field = path.get(depth);
    if (depth == path.size() - 1) {
      return field;
    }
    return new Field(
        field.id(),
        field.name(),
        new StructType(List.of(cut(path, depth + 1))),
        field.nullsAllowed(),
        field.initialDefault());
  }

  /**
   * The rows for which the filter is TRUE; {@code columns} gives the vectors of {@link #columns}.
   */
  public static RowMask evaluate(
      BoundPredicate filter, int rows, Function<Field, @Nullable FieldVector> columns) {
    return new VectorFilter(rows, columns).evaluate(filter);
  }

  private RowMask evaluate(BoundPredicate filter) {
    if (filter instanceof BoundPredicate.And and) {
      RowMask mask = RowMask.all(rows);
      for (BoundPredicate part : and.parts()) {
        mask.and(evaluate(part));
      }
      return mask;
    }
    if (filter instanceof BoundPredicate.Or or) {
      RowMask mask = new RowMask(rows);
      for (BoundPredicate part : or.parts()) {
        mask.or(evaluate(part));
      }
      return mask;
    }
    if (filter instanceof BoundPredicate.Constant constant) {
      return constant == BoundPredicate.Constant.TRUE ? RowMask.all(rows) : new RowMask(rows);
    }
    if (filter instanceof BoundPredicate.IsNull isNull) {
      return present(isNull.reference()).flip();
    }
    if (filter instanceof BoundPredicate.IsNotNull isNotNull) {
      return present(isNotNull.reference());
    }
    if (filter instanceof BoundPredicate.Compare compare) {
      FieldVector leaf = leaf(compare.reference());
      return Comparisons.compare(
              leaf, compare.reference().type(), compare.operator(), compare.value())
          .and(present(compare.reference()));
    }
    if (filter instanceof BoundPredicate.In in) {
      RowMask mask = in(in);
      if (in.membership() == BoundPredicate.Membership.NOT_IN) {
        mask.flip();
      }
      return mask.and(present(in.reference()));
    }
    BoundPredicate.Like like = (BoundPredicate.Like) filter;
    return like(like).and(present(like.reference()));
  }

  private FieldVector leaf(BoundReference reference) {
    FieldVector vector = top(reference);
    for (int depth = 1; depth < reference.path().size(); depth++) {
      vector = vector.getChildrenFromFields().get(0);
    }
    return vector;
  }

  private FieldVector top(BoundReference reference) {
    FieldVector vector = columns.apply(column(reference));
    if (vector == null) {
      throw new IllegalStateException("The column of " + reference + " was not read");
    }
    return vector;
  }

  /** Rows in which neither the value nor a struct around it is NULL. */
  private RowMask present(BoundReference reference) {
    RowMask mask = RowMask.all(rows);
    FieldVector vector = top(reference);
    keepPresent(vector, mask);
    for (int depth = 1; depth < reference.path().size(); depth++) {
      vector = vector.getChildrenFromFields().get(0);
      keepPresent(vector, mask);
    }
    if (reference.type() instanceof VariantType) {
      clearVariantNulls(vector, mask);
    }
    return mask;
  }

  /** Variant nulls are NULL to the reference: it writes a NULL as one. */
  private static void clearVariantNulls(FieldVector vector, RowMask mask) {
    for (int row = 0; row < mask.size(); row++) {
      if (vector.isNull(row)) {
        continue;
      }
      boolean isNull =
          vector instanceof VarCharVector json
              ? Arrays.equals(json.get(row), JSON_NULL)
              : Arrays.equals(binary(vector).get(row), VARIANT_NULL);
      if (isNull) {
        mask.clear(row);
      }
    }
  }

  private static VarBinaryVector binary(FieldVector variants) {
    return (VarBinaryVector) variants.getChildrenFromFields().get(1);
  }

  private static void keepPresent(FieldVector vector, RowMask mask) {
    if (vector.getNullCount() == 0) {
      return;
    }
    long address = vector.getValidityBuffer().memoryAddress();
    int bytes = (mask.size() + 7) >>> 3;
    long[] words = mask.words();
    for (int word = 0; word < words.length; word++) {
      long valid = 0;
      for (int i = 0; i < 8 && 8L * word + i < bytes; i++) {
        valid |= (MemoryUtil.getByte(address + 8L * word + i) & 0xFFL) << (i << 3);
      }
      words[word] &= valid;
    }
  }

  private RowMask in(BoundPredicate.In in) {
    FieldVector vector = leaf(in.reference());
    DataType type = in.reference().type();
    if (in.values().size() <= FEW) {
      RowMask mask = new RowMask(rows);
      for (Object value : in.values()) {
        mask.or(Comparisons.compare(vector, type, Operator.EQ, value));
      }
      return mask;
    }
    RowMask mask = new RowMask(rows);
    for (int row = 0; row < rows; row++) {
      Object value = VectorValues.read(vector, row, type);
      if (value != null && in.lists(value)) {
        mask.set(row);
      }
    }
    return mask;
  }

  private RowMask like(BoundPredicate.Like like) {
    FieldVector vector = leaf(like.reference());
    RowMask mask = new RowMask(rows);
    for (int row = 0; row < rows; row++) {
      Object value = VectorValues.read(vector, row, like.reference().type());
      if (like.test(reference -> value)) {
        mask.set(row);
      }
    }
    return mask;
  }
}
