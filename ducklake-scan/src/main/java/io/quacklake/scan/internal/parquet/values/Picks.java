package io.quacklake.scan.internal.parquet.values;

/**
 * Which of the next values of a page are wanted, by their places in ascending order. Decoders take
 * them one after the other and stand behind the last one that was taken.
 */
public final class Picks {
  private final int[] places;
  private final int end;
  private int next;
  private int at;

  /**
   * @param places ascending; not to be changed meanwhile
   * @param from the first of them that is wanted
   * @param to the first behind it that is not
   * @param at the place of the next value
   */
  public Picks(int[] places, int from, int to, int at) {
    this.places = places;
    this.next = from;
    this.end = to;
    this.at = at;
  }

  /** Values that are still to be picked. */
  public int left() {
    return end - next;
  }

  /** The place of the next value. */
  public int at() {
    return at;
  }

  /** Values before the next one that is picked. */
  int gap() {
    return places[next] - at;
  }

  /** How many of at most {@code most} picks follow one another without a gap. */
  int run(int most) {
    int first = places[next];
    int run = 1;
    while (run < most && places[next + run] == first + run) {
      run++;
    }
    return run;
  }

  /** Of the next {@code most} picks, those at places below {@code stop}. */
  int below(int most, long stop) {
    if (places[next + most - 1] < stop) {
      return most;
    }
    int count = 0;
    while (places[next + count] < stop) {
      count++;
    }
    return count;
  }

  /** The places; the next pick is number {@link #next}. */
  int[] places() {
    return places;
  }

  int next() {
    return next;
  }

  /** The values up to the last of {@code picks} picks were read. */
  void taken(int picks) {
    if (picks > 0) {
      next += picks;
      at = places[next - 1] + 1;
    }
  }

  /** Values before the next pick were passed over. */
  void passed(int values) {
    at += values;
  }
}
