package io.quacklake.scan.internal.parquet.values;

/** Decodes strings of bytes. */
public abstract class VarDecoder extends ValueDecoder {
  /** Appends the next values. */
  public abstract void read(int count, VarBuffer target);

  /** Appends the next {@code count} picked values. */
  public void pick(Picks picks, int count, VarBuffer target) {
    int run;
    for (int done = 0; done < count; done += run) {
      skip(picks.gap());
      run = picks.run(count - done);
      read(run, target);
      picks.taken(run);
    }
  }
}
