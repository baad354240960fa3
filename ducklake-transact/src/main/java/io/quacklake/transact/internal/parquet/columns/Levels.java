package io.quacklake.transact.internal.parquet.columns;

import io.quacklake.transact.internal.parquet.encode.ByteSink;
import io.quacklake.transact.internal.parquet.encode.RleHybrid;
import io.quacklake.transact.internal.parquet.layout.ParquetNode.Leaf;
import io.quacklake.transact.internal.parquet.shred.LeafSlots;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The levels of the entries that wait for their page. */
final class Levels {
  private final int maxDefinition;
  private final int maxRepetition;
  private final byte[] none = new byte[0];
  private byte[] definitions = none;
  private byte[] repetitions = none;
  private boolean allDefined = true;
  private int count;
  private int[] ints = new int[0];

  Levels(Leaf leaf) {
    maxDefinition = leaf.maxDefinition();
    maxRepetition = leaf.maxRepetition();
  }

  int count() {
    return count;
  }

  void clear() {
    count = 0;
    allDefined = true;
  }

  long held() {
    return (long) definitions.length + repetitions.length + 4L * ints.length;
  }

  /** Gives back what it keeps for the next levels; none are waiting. */
  void release() {
    definitions = none;
    repetitions = none;
    ints = new int[0];
  }

  void append(LeafSlots slots) {
    int more = slots.levels();
    byte @Nullable [] newDefinitions = slots.definitions();
    if (newDefinitions != null || !allDefined) {
      definitions = room(definitions, more);
      if (allDefined) {
        Arrays.fill(definitions, 0, count, (byte) maxDefinition);
        allDefined = false;
      }
      if (newDefinitions == null) {
        Arrays.fill(definitions, count, count + more, (byte) maxDefinition);
      } else {
        System.arraycopy(newDefinitions, 0, definitions, count, more);
      }
    }
    byte @Nullable [] newRepetitions = slots.repetitions();
    if (newRepetitions != null) {
      repetitions = room(repetitions, more);
      System.arraycopy(newRepetitions, 0, repetitions, count, more);
    }
    count += more;
  }

  private byte[] room(byte[] array, int more) {
    int needed = Math.addExact(count, more);
    return needed <= array.length
        ? array
        : Arrays.copyOf(array, (int) Math.min(Integer.MAX_VALUE - 16, needed + (long) count));
  }

  boolean hasValue(int entry) {
    return allDefined || definitions[entry] == maxDefinition;
  }

  boolean beginsRow(int entry) {
    return maxRepetition == 0 || repetitions[entry] == 0;
  }

  /** Whether every entry is a row with a value. */
  boolean isDense() {
    return allDefined && maxRepetition == 0;
  }

  long bytes() {
    return (allDefined ? 0L : count) + (maxRepetition == 0 ? 0L : count);
  }

  void encodeRepetitions(int from, int to, ByteSink out) {
    encode(repetitions, from, to, maxRepetition, out);
  }

  void encodeDefinitions(int from, int to, ByteSink out) {
    if (allDefined) {
      RleHybrid.repeat(maxDefinition, to - from, RleHybrid.bitWidth(maxDefinition), out);
    } else {
      encode(definitions, from, to, maxDefinition, out);
    }
  }

  private void encode(byte[] levels, int from, int to, int max, ByteSink out) {
    if (ints.length < to - from) {
      ints = new int[to - from];
    }
    for (int i = from; i < to; i++) {
      ints[i - from] = levels[i];
    }
    RleHybrid.encode(ints, 0, to - from, RleHybrid.bitWidth(max), out);
  }
}
