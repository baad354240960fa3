package io.quacklake.scan.internal.parquet.values;

/** Decodes values that all take the same number of bytes. */
public abstract class FixedDecoder extends ValueDecoder {
  /**
   * The address of the next values where they lie in the page as they are, and passes over them; 0
   * if they have to be decoded.
   */
  long inPlace(int count) {
    return 0;
  }

  /** Writes the next values to {@code target}, where there must be room. */
  public abstract void read(int count, long target);

  /**
   * Writes the next {@code count} picked values to {@code target}, where there must be room.
   *
   * @param width bytes of a value there
   */
  public void pick(Picks picks, int count, int width, long target) {
    int run;
    for (int done = 0; done < count; done += run) {
      skip(picks.gap());
      run = picks.run(count - done);
      read(run, target + (long) done * width);
      picks.taken(run);
    }
  }
}
