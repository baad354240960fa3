package io.quacklake.scan.internal.columns;

import io.quacklake.format.type.DataType;
import io.quacklake.scan.internal.arrow.VectorValues;
import java.util.List;
import java.util.function.Function;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.ValueVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.ipc.message.ArrowFieldNode;
import org.jspecify.annotations.Nullable;

/**
 * How vectors of a file (or of inlined rows) become vectors of the table's current type. Buffers
 * are handed over where they need no change.
 */
sealed interface Conversion
    permits Conversion.Same,
        Conversion.Cast,
        Conversion.Struct,
        Conversion.Elements,
        VariantConversion {
  /**
   * Fills {@code target}, which is empty, with what {@code source} holds; {@code source} is spent
   * afterwards.
   */
  void convert(FieldVector source, FieldVector target);

  /** Buffers as they are. */
  record Same() implements Conversion {
    @Override
    public void convert(FieldVector source, FieldVector target) {
      transfer(source, target);
    }
  }

  /** Value by value. */
  record Cast(DataType from, DataType to, Function<Object, Object> cast) implements Conversion {
    @Override
    public void convert(FieldVector source, FieldVector target) {
      if (FastCasts.convert(source, from, target, to)) {
        return;
      }
      int count = source.getValueCount();
      target.setInitialCapacity(count);
      target.allocateNew();
      for (int i = 0; i < count; i++) {
        Object value = VectorValues.read(source, i, from);
        VectorValues.write(target, i, to, value == null ? null : cast.apply(value));
      }
      target.setValueCount(count);
    }
  }

  /** A struct whose fields come from the file's fields or are constant. */
  record Struct(List<Child> children) implements Conversion {
    @Override
    public void convert(FieldVector source, FieldVector target) {
      StructVector from = (StructVector) source;
      StructVector to = (StructVector) target;
      int count = from.getValueCount();
      to.loadFieldBuffers(
          new ArrowFieldNode(count, from.getNullCount()), List.of(from.getValidityBuffer()));
      List<FieldVector> sources = from.getChildrenFromFields();
      List<FieldVector> targets = to.getChildrenFromFields();
      for (int i = 0; i < children.size(); i++) {
        children.get(i).fill(sources, targets.get(i), count);
      }
    }
  }

  /** Where a struct's field comes from. */
  sealed interface Child {
    void fill(List<FieldVector> sources, FieldVector target, int count);
  }

  /** The field at {@code index} of the source. */
  record Taken(int index, Conversion conversion) implements Child {
    @Override
    public void fill(List<FieldVector> sources, FieldVector target, int count) {
      conversion.convert(sources.get(index), target);
    }
  }

  /** A field that the source does not have. */
  record Absent(DataType type, @Nullable Object value) implements Child {
    @Override
    public void fill(List<FieldVector> sources, FieldVector target, int count) {
      VectorValues.constant(target, type, value, count);
    }
  }

  /** A list or map: offsets stay, the elements or entries are converted. */
  record Elements(Conversion conversion) implements Conversion {
    @Override
    public void convert(FieldVector source, FieldVector target) {
      ListVector from = (ListVector) source;
      ListVector to = (ListVector) target;
      conversion.convert(from.getDataVector(), to.getDataVector());
      to.loadFieldBuffers(
          new ArrowFieldNode(from.getValueCount(), from.getNullCount()),
          List.of(from.getValidityBuffer(), from.getOffsetBuffer()));
    }
  }

  /** Hands the buffers of {@code source} over; it is empty afterwards, or shares them. */
  static void transfer(FieldVector source, FieldVector target) {
    if (source.getClass() == target.getClass()) {
      source.makeTransferPair(target).transfer();
      return;
    }
    // Same bits under another Arrow type, such as timestamps with and without a zone.
    if (source instanceof BaseFixedWidthVector from && target instanceof BaseFixedWidthVector to) {
      to.loadFieldBuffers(
          new ArrowFieldNode(from.getValueCount(), from.getNullCount()),
          List.of(from.getValidityBuffer(), from.getDataBuffer()));
      return;
    }
    throw new IllegalStateException(
        "Cannot hand " + source.getField() + " over as " + ((ValueVector) target).getField());
  }
}
