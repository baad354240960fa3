package io.quacklake.scan.internal.parquet.assemble;

import java.util.Arrays;

/** The levels of the entries of a batch, from one leaf. */
final class EntryLevels {
  private byte[] definition = new byte[1024];
  private byte[] repetition = new byte[0];
  private int count;

  int count() {
    return count;
  }

  byte[] definition() {
    return definition;
  }

  /** Empty if no entry is repeated. */
  byte[] repetition() {
    return repetition;
  }

  void add(byte[] definitions, int from, int entries) {
    ensure(entries);
    System.arraycopy(definitions, from, definition, count, entries);
    count += entries;
  }

  void add(byte[] definitions, byte[] repetitions, int from, int entries) {
    if (repetition.length < definition.length) {
      repetition = Arrays.copyOf(repetition, definition.length);
    }
    ensure(entries);
    System.arraycopy(definitions, from, definition, count, entries);
    System.arraycopy(repetitions, from, repetition, count, entries);
    count += entries;
  }

  void addHighest(int level, int entries) {
    ensure(entries);
    Arrays.fill(definition, count, count + entries, (byte) level);
    count += entries;
  }

  void clear() {
    count = 0;
  }

  private void ensure(int more) {
    long wanted = (long) count + more;
    if (wanted > definition.length) {
      int length = (int) Math.min(Integer.MAX_VALUE - 8, Math.max(wanted, 2L * definition.length));
      definition = Arrays.copyOf(definition, length);
      if (repetition.length > 0) {
        repetition = Arrays.copyOf(repetition, length);
      }
    }
  }
}
