package io.quacklake.transact.internal.rows;

import io.quacklake.format.UnsupportedFeatureException;
import io.quacklake.format.type.DataType;
import io.quacklake.scan.internal.arrow.VectorValues;
import io.quacklake.scan.internal.variant.VariantDecoder;
import io.quacklake.scan.internal.variant.VariantFormatException;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntUnaryOperator;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.ExtensionTypeVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.ValueVector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.complex.LargeListVector;
import org.apache.arrow.vector.complex.LargeListViewVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.ListViewVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.dictionary.Dictionary;
import org.apache.arrow.vector.dictionary.DictionaryEncoder;

/** How a vector that came in becomes one of a column's type. */
sealed interface VectorCast {
  /**
   * Fills {@code target}, which is empty, with the values of {@code source}, which stays.
   *
   * @throws CastFailure at the first value that does not fit
   */
  void cast(FieldVector source, FieldVector target);

  /** Values and their buffers as they are. */
  record Same() implements VectorCast {
    @Override
    public void cast(FieldVector source, FieldVector target) {
      FieldCopy.copy(source, target);
    }
  }

  /** NULL throughout. */
  record Nulls() implements VectorCast {
    @Override
    public void cast(FieldVector source, FieldVector target) {
      target.setInitialCapacity(source.getValueCount());
      target.allocateNew();
      target.setValueCount(source.getValueCount());
    }
  }

  /** Value by value. */
  record Scalar(ScalarSource from, DataType to, Function<Object, Object> cast)
      implements VectorCast {
    @Override
    public void cast(FieldVector source, FieldVector target) {
      int count = source.getValueCount();
      target.setInitialCapacity(count);
      target.allocateNew();
      for (int i = 0; i < count; i++) {
        try {
          Object value = source.isNull(i) ? null : cast.apply(from.reader().read(source, i));
          VectorValues.write(target, i, to, value);
        } catch (CastFailure failure) {
          throw failure.at(i);
        }
      }
      target.setValueCount(count);
    }
  }

  /** An extension type's storage. */
  record Unwrapped(VectorCast storage) implements VectorCast {
    @Override
    public void cast(FieldVector source, FieldVector target) {
      ValueVector underlying = ((ExtensionTypeVector<?>) source).getUnderlyingVector();
      storage.cast((FieldVector) underlying, target);
    }
  }

  /** Numbers and times of fixed width, over whole buffers. */
  record Fixed(FixedCast kernel) implements VectorCast {
    @Override
    public void cast(FieldVector source, FieldVector target) {
      kernel.cast(source, target);
    }
  }

  /** Texts and blobs, whatever their offsets are. */
  record Bytes() implements VectorCast {
    @Override
    public void cast(FieldVector source, FieldVector target) {
      FieldCopy.bytes(source, target);
    }
  }

  /** Indices into a dictionary. */
  record Decoded(Dictionary dictionary, VectorCast values) implements VectorCast {
    @Override
    public void cast(FieldVector source, FieldVector target) {
      try (FieldVector plain =
          (FieldVector) DictionaryEncoder.decode(source, dictionary, target.getAllocator())) {
        values.cast(plain, target);
      }
    }
  }

  /**
   * A struct whose fields are found by name.
   *
   * @param indexes of the source's fields by the target's; -1 for one that is NULL
   */
  record Struct(List<Integer> indexes, List<VectorCast> casts) implements VectorCast {
    @Override
    public void cast(FieldVector source, FieldVector target) {
      StructVector from = (StructVector) source;
      StructVector to = (StructVector) target;
      int count = from.getValueCount();
      FieldCopy.loadValidity(from, count, to);
      List<FieldVector> sources = from.getChildrenFromFields();
      List<FieldVector> targets = to.getChildrenFromFields();
      for (int i = 0; i < targets.size(); i++) {
        FieldVector child = indexes.get(i) < 0 ? from : sources.get(indexes.get(i));
        casts.get(i).cast(child, targets.get(i));
      }
    }
  }

  /** A list or map of any layout. */
  record Elements(VectorCast element) implements VectorCast {
    @Override
    public void cast(FieldVector source, FieldVector target) {
      Spans spans = Spans.of(source);
      int count = source.getValueCount();
      ListVector to = (ListVector) target;
      try (ArrowBuf offsets = to.getAllocator().buffer(4L * (count + 1L))) {
        boolean contiguous = true;
        long total = 0;
        long next = count == 0 ? 0 : -1;
        offsets.setInt(0, 0);
        for (int i = 0; i < count; i++) {
          int length = source.isNull(i) ? 0 : spans.length(i);
          if (length > 0) {
            contiguous &= next < 0 ? spans.start(i) == 0 : spans.start(i) == next;
            next = (long) spans.start(i) + length;
          }
          total += length;
          if (total > Integer.MAX_VALUE) {
            throw CastFailure.of("more than 2^31 elements in one batch").at(i);
          }
          offsets.setInt(4L * (i + 1L), (int) total);
        }
        FieldVector data = source.getChildrenFromFields().get(0);
        elements(spans, source, data, to.getDataVector(), contiguous, (int) total);
        FieldCopy.loadLists(source, count, offsets, to);
      }
    }

    private void elements(
        Spans spans,
        FieldVector source,
        FieldVector data,
        FieldVector target,
        boolean contiguous,
        int total) {
      try {
        if (contiguous && total == data.getValueCount()) {
          element.cast(data, target);
          return;
        }
        int[] chosen = new int[total];
        int at = 0;
        for (int i = 0; i < source.getValueCount(); i++) {
          int length = source.isNull(i) ? 0 : spans.length(i);
          for (int j = 0; j < length; j++) {
            chosen[at++] = spans.start(i) + j;
          }
        }
        try (FieldVector picked = FieldCopy.take(data, chosen, target.getAllocator())) {
          element.cast(picked, target);
        } catch (CastFailure failure) {
          throw failure.index() < 0 ? failure : failure.at(chosen[failure.index()]);
        }
      } catch (CastFailure failure) {
        throw failure.at(spans.rowOf(failure.index(), source.getValueCount()));
      }
    }
  }

  /** Texts or bytes that have to have a form. */
  record Checked(VectorCast values, Consumer<byte[]> check) implements VectorCast {
    @Override
    public void cast(FieldVector source, FieldVector target) {
      values.cast(source, target);
      for (int i = 0; i < target.getValueCount(); i++) {
        if (!target.isNull(i)) {
          try {
            check.accept(
                target instanceof VarCharVector texts
                    ? texts.get(i)
                    : ((VarBinaryVector) target).get(i));
          } catch (CastFailure failure) {
            throw failure.at(i);
          }
        }
      }
    }
  }

  /** Variants, which are read once to see that they can be. */
  record Variants() implements VectorCast {
    @Override
    public void cast(FieldVector source, FieldVector target) {
      FieldCopy.copy(source, target);
      List<FieldVector> parts = target.getChildrenFromFields();
      VarBinaryVector metadata = (VarBinaryVector) parts.get(0);
      VarBinaryVector values = (VarBinaryVector) parts.get(1);
      VariantDecoder decoder = new VariantDecoder();
      for (int i = 0; i < target.getValueCount(); i++) {
        if (target.isNull(i)) {
          continue;
        }
        if (metadata.isNull(i) || values.isNull(i)) {
          throw CastFailure.of("the variant lacks its metadata or its value").at(i);
        }
        try {
          decoder.require(metadata.get(i), values.get(i));
        } catch (VariantFormatException | UnsupportedFeatureException invalid) {
          String why = String.valueOf(invalid.getMessage()).replaceFirst("\\.$", "");
          throw CastFailure.of("the variant cannot be read: " + why).at(i);
        }
      }
    }
  }

  /** A map whose keys are looked at. */
  record MapEntries(VectorCast entries, DataType key) implements VectorCast {
    @Override
    public void cast(FieldVector source, FieldVector target) {
      entries.cast(source, target);
      MapKeys.require((ListVector) target, key);
    }
  }

  /** Where the elements of each list are. */
  interface Spans {
    int start(int row);

    int length(int row);

    /** The row that an element belongs to. */
    default int rowOf(int element, int rows) {
      for (int row = 0; row < rows; row++) {
        if (element >= start(row) && element < start(row) + length(row)) {
          return row;
        }
      }
      return 0;
    }

    static Spans of(FieldVector vector) {
      if (vector instanceof ListVector list) {
        return of(list::getElementStartIndex, list::getElementEndIndex);
      }
      if (vector instanceof LargeListVector list) {
        return of(
            row -> Math.toIntExact(list.getElementStartIndex(row)),
            row -> Math.toIntExact(list.getElementEndIndex(row)));
      }
      if (vector instanceof FixedSizeListVector list) {
        int size = list.getListSize();
        return of(row -> row * size, row -> (row + 1) * size);
      }
      if (vector instanceof ListViewVector list) {
        return of(list::getElementStartIndex, list::getElementEndIndex);
      }
      LargeListViewVector list = (LargeListViewVector) vector;
      return of(
          row -> Math.toIntExact(list.getOffsetBuffer().getLong(8L * row)),
          row ->
              Math.toIntExact(
                  list.getOffsetBuffer().getLong(8L * row)
                      + list.getSizeBuffer().getLong(8L * row)));
    }

    private static Spans of(IntUnaryOperator start, IntUnaryOperator end) {
      return new Spans() {
        @Override
        public int start(int row) {
          return start.applyAsInt(row);
        }

        @Override
        public int length(int row) {
          return end.applyAsInt(row) - start.applyAsInt(row);
        }
      };
    }
  }
}
