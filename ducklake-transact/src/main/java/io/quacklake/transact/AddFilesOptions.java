package io.quacklake.transact;

/**
 * How Parquet files from elsewhere become files of a table.
 *
 * @param missing what becomes of a file that lacks a column of the table
 * @param extra what becomes of a file with columns that the table does not have
 * @param hive whether {@code name=value} directories give columns
 */
public record AddFilesOptions(MissingColumns missing, ExtraColumns extra, HivePartitions hive) {
  /** Files must have the table's columns; directories are looked at where they name columns. */
  public static final AddFilesOptions DEFAULT =
      new AddFilesOptions(MissingColumns.REFUSE, ExtraColumns.REFUSE, HivePartitions.WHERE_NAMED);

  /** What becomes of a file that lacks a column of the table. */
  public enum MissingColumns {
    REFUSE,
    /** The column reads as its initial default. */
    ALLOW
  }

  /** What becomes of a file with columns that the table does not have. */
  public enum ExtraColumns {
    REFUSE,
    IGNORE
  }

  /** Whether {@code name=value} directories give columns. */
  public enum HivePartitions {
    /** Where the file lacks a column of that name. */
    WHERE_NAMED,
    USE,
    IGNORE
  }

  public AddFilesOptions withMissing(MissingColumns choice) {
    return new AddFilesOptions(choice, extra, hive);
  }

  public AddFilesOptions withExtra(ExtraColumns choice) {
    return new AddFilesOptions(missing, choice, hive);
  }

  public AddFilesOptions withHive(HivePartitions choice) {
    return new AddFilesOptions(missing, extra, choice);
  }
}
