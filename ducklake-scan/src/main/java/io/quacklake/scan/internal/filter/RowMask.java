package io.quacklake.scan.internal.filter;

/** One bit for each row of a batch. */
public final class RowMask {
  private final long[] words;
  private final int size;

  /** A mask of {@code size} rows, none of them set. */
  public RowMask(int size) {
    this.size = size;
    this.words = new long[(size + 63) >>> 6];
  }

  /** A mask with every row set. */
  public static RowMask all(int size) {
    RowMask mask = new RowMask(size);
    java.util.Arrays.fill(mask.words, -1L);
    mask.clearTail();
    return mask;
  }

  public int size() {
    return size;
  }

  public void set(int row) {
    words[row >>> 6] |= 1L << row;
  }

  public void clear(int row) {
    words[row >>> 6] &= ~(1L << row);
  }

  public boolean contains(int row) {
    return (words[row >>> 6] & 1L << row) != 0;
  }

  /** The bits themselves, for code that works on 64 rows at a time. */
  long[] words() {
    return words;
  }

  public RowMask and(RowMask other) {
    for (int i = 0; i < words.length; i++) {
      words[i] &= other.words[i];
    }
    return this;
  }

  public RowMask or(RowMask other) {
    for (int i = 0; i < words.length; i++) {
      words[i] |= other.words[i];
    }
    return this;
  }

  /** Turns every bit over. */
  public RowMask flip() {
    for (int i = 0; i < words.length; i++) {
      words[i] = ~words[i];
    }
    clearTail();
    return this;
  }

  private void clearTail() {
    if ((size & 63) != 0) {
      words[words.length - 1] &= -1L >>> (64 - (size & 63));
    }
  }

  public int cardinality() {
    int count = 0;
    for (long word : words) {
      count += Long.bitCount(word);
    }
    return count;
  }

  /** The rows that are set, ascending. */
  public int[] rows() {
    int[] rows = new int[cardinality()];
    int next = 0;
    for (int i = 0; i < words.length; i++) {
      for (long word = words[i]; word != 0; word &= word - 1) {
        rows[next++] = (i << 6) + Long.numberOfTrailingZeros(word);
      }
    }
    return rows;
  }
}
