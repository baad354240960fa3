package io.quacklake.transact.internal.parquet.shred;

import io.quacklake.format.InvalidValueException;
import io.quacklake.format.type.Field;
import io.quacklake.transact.internal.parquet.layout.ParquetNode;
import io.quacklake.transact.internal.parquet.layout.ParquetNode.Entries;
import io.quacklake.transact.internal.parquet.layout.ParquetNode.Group;
import io.quacklake.transact.internal.parquet.layout.ParquetNode.Leaf;
import io.quacklake.transact.internal.parquet.layout.ParquetNode.Presence;
import io.quacklake.transact.internal.parquet.layout.ParquetNode.Repeated;
import java.util.Arrays;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.StructVector;
import org.jspecify.annotations.Nullable;

/** Turns rows of a column's vector into the entries of its leaves. */
public final class Shredder {
  private Shredder() {}

  /** Receives each leaf's entries. */
  public interface LeafSink {
    void accept(Leaf leaf, FieldVector vector, LeafSlots slots);
  }

  /** Hands the leaves of rows {@code from} to {@code from + count} of a column to {@code sink}. */
  public static void shred(
      ParquetNode column, FieldVector vector, int from, int count, LeafSink sink) {
    if (column instanceof Leaf leaf) {
      sink.accept(leaf, vector, flat(vector, from, count));
    } else {
      node(column, vector, Slots.rows(from, count), count, sink);
    }
  }

  private static LeafSlots flat(FieldVector vector, int from, int count) {
    if (!holdsNulls(vector, from, count)) {
      return new LeafSlots(count, count, null, null, count, from, null);
    }
    byte[] bits = validity(vector, from, count);
    int base = from & 7;
    byte[] definitions = new byte[count];
    int[] positions = new int[count];
    int values = 0;
    for (int i = 0; i < count; i++) {
      int bit = base + i;
      int valid = (bits[bit >>> 3] >>> (bit & 7)) & 1;
      definitions[i] = (byte) valid;
      positions[values] = from + i;
      values += valid;
    }
    if (values == count) {
      return new LeafSlots(count, count, null, null, count, from, null);
    }
    return new LeafSlots(count, count, definitions, null, values, 0, positions);
  }

  private static void node(
      ParquetNode node, FieldVector vector, Slots slots, int rows, LeafSink sink) {
    descend(node.presence(), node.field(), vector, slots);
    if (node instanceof Leaf leaf) {
      sink.accept(leaf, vector, leafSlots(slots, rows));
    } else if (node instanceof Group group) {
      int last = group.children().size() - 1;
      for (int i = 0; i <= last; i++) {
        Slots own = i == last ? slots : slots.copy();
        node(
            group.children().get(i),
            (FieldVector) ((StructVector) vector).getChildByOrdinal(i),
            own,
            rows,
            sink);
      }
    } else if (node instanceof Repeated list) {
      ListVector lists = (ListVector) vector;
      Slots elements = expand(lists, slots, list.repetition());
      node(list.element(), lists.getDataVector(), elements, rows, sink);
    } else if (node instanceof Entries map) {
      ListVector maps = (ListVector) vector;
      StructVector entries = (StructVector) maps.getDataVector();
      Slots inside = expand(maps, slots, map.repetition());
      refuseNulls(map.field(), "entry", entries, inside);
      node(map.key(), (FieldVector) entries.getChildByOrdinal(0), inside.copy(), rows, sink);
      node(map.value(), (FieldVector) entries.getChildByOrdinal(1), inside, rows, sink);
    }
  }

  /**
   * Looks at the rows that are wanted only: the vector may be a large one, taken piece by piece.
   */
  private static boolean holdsNulls(FieldVector vector, int from, int count) {
    ArrowBuf validity = vector.getValidityBuffer();
    if (count == vector.getValueCount() || validity.capacity() == 0) {
      return vector.getNullCount() > 0;
    }
    int end = from + count;
    for (int row = from; row < end; row++) {
      if ((row & 7) == 0 && end - row >= 8) {
        if (validity.getByte(row >>> 3) != -1) {
          return true;
        }
        row += 7;
      } else if (isNull(validity, row)) {
        return true;
      }
    }
    return false;
  }

  /** Ends the entries that are NULL in this vector and raises the definition of the others. */
  private static void descend(Presence presence, Field field, FieldVector vector, Slots slots) {
    if (presence == Presence.REQUIRED) {
      refuseNulls(field, field.name(), vector, slots);
      return;
    }
    byte[] definitions = slots.definitions();
    int[] positions = slots.positions();
    if (vector.getNullCount() == 0) {
      for (int i = 0; i < slots.count(); i++) {
        definitions[i] += positions[i] < 0 ? (byte) 0 : 1;
      }
      return;
    }
    ArrowBuf validity = vector.getValidityBuffer();
    for (int i = 0; i < slots.count(); i++) {
      int position = positions[i];
      if (position >= 0) {
        if (isNull(validity, position)) {
          positions[i] = Slots.ENDED;
        } else {
          definitions[i]++;
        }
      }
    }
  }

  private static void refuseNulls(Field field, String what, FieldVector vector, Slots slots) {
    if (vector.getNullCount() == 0) {
      return;
    }
    ArrowBuf validity = vector.getValidityBuffer();
    for (int i = 0; i < slots.count(); i++) {
      int position = slots.positions()[i];
      if (position >= 0 && isNull(validity, position)) {
        throw new InvalidValueException(
            "Cannot write column "
                + field.name()
                + ": the "
                + what
                + " at position "
                + position
                + " of its vector is NULL, where Parquet allows none. Give it a value.");
      }
    }
  }

  private static Slots expand(ListVector lists, Slots slots, int repetition) {
    ArrowBuf offsets = lists.getOffsetBuffer();
    int[] positions = slots.positions();
    long total = 0;
    for (int i = 0; i < slots.count(); i++) {
      int position = positions[i];
      total += position < 0 ? 1 : Math.max(1, length(offsets, position));
    }
    int size = Math.toIntExact(total);
    byte[] definitions = new byte[size];
    byte[] repetitions = new byte[size];
    int[] elements = new int[size];
    int at = 0;
    for (int i = 0; i < slots.count(); i++) {
      int position = positions[i];
      byte definition = slots.definitions()[i];
      repetitions[at] = repetitionAt(slots, i);
      int length = position < 0 ? 0 : length(offsets, position);
      if (length == 0) {
        definitions[at] = definition;
        elements[at++] = Slots.ENDED;
        continue;
      }
      int start = offsets.getInt(position * 4L);
      Arrays.fill(definitions, at, at + length, (byte) (definition + 1));
      Arrays.fill(repetitions, at + 1, at + length, (byte) repetition);
      for (int k = 0; k < length; k++) {
        elements[at + k] = start + k;
      }
      at += length;
    }
    return new Slots(size, definitions, repetitions, elements);
  }

  private static byte repetitionAt(Slots slots, int index) {
    byte @Nullable [] repetitions = slots.repetitions();
    return repetitions == null ? 0 : repetitions[index];
  }

  private static int length(ArrowBuf offsets, int position) {
    return offsets.getInt((position + 1) * 4L) - offsets.getInt(position * 4L);
  }

  private static LeafSlots leafSlots(Slots slots, int rows) {
    int[] positions = slots.positions();
    int values = 0;
    for (int i = 0; i < slots.count(); i++) {
      int position = positions[i];
      positions[values] = position;
      values += position < 0 ? 0 : 1;
    }
    byte @Nullable [] definitions = values == slots.count() ? null : slots.definitions();
    boolean consecutive = values > 0 && positions[values - 1] - positions[0] == values - 1;
    return consecutive
        ? new LeafSlots(
            rows, slots.count(), definitions, slots.repetitions(), values, positions[0], null)
        : new LeafSlots(
            rows, slots.count(), definitions, slots.repetitions(), values, 0, positions);
  }

  private static boolean isNull(ArrowBuf validity, int position) {
    return ((validity.getByte(position >>> 3) >>> (position & 7)) & 1) == 0;
  }

  private static byte[] validity(FieldVector vector, int from, int count) {
    int first = from >>> 3;
    byte[] bits = new byte[((from + count + 7) >>> 3) - first];
    vector.getValidityBuffer().getBytes(first, bits);
    return bits;
  }
}
