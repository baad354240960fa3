package io.quacklake.transact;

/**
 * How rows are written.
 *
 * @param unknownColumns what becomes of columns that the table does not have
 * @param inlining whether few rows may go to the catalog instead of a file
 */
public record WriteOptions(UnknownColumns unknownColumns, Inlining inlining) {
  /** Unknown columns are refused; few rows are inlined as the lake's settings say. */
  public static final WriteOptions DEFAULT =
      new WriteOptions(UnknownColumns.REFUSE, Inlining.AS_THE_LAKE_SAYS);

  /** What becomes of columns that the table does not have. */
  public enum UnknownColumns {
    REFUSE,
    /** They are added to the table first. */
    ADD
  }

  /** Whether few rows may go to the catalog instead of a file. */
  public enum Inlining {
    AS_THE_LAKE_SAYS,
    NEVER
  }

  public WriteOptions withUnknownColumns(UnknownColumns choice) {
    return new WriteOptions(choice, inlining);
  }

  public WriteOptions withInlining(Inlining choice) {
    return new WriteOptions(unknownColumns, choice);
  }
}
