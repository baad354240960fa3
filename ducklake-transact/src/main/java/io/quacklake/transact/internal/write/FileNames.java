package io.quacklake.transact.internal.write;

import io.quacklake.transact.internal.rows.Uuids;

/** Names of new files, which sort by the time they were made. */
public final class FileNames {
  private FileNames() {}

  public static String dataFile() {
    return "ducklake-" + Uuids.next() + ".parquet";
  }

  public static String deletionVector() {
    return "ducklake-" + Uuids.next() + "-delete.puffin";
  }

  public static String deleteFile() {
    return "ducklake-" + Uuids.next() + "-delete.parquet";
  }
}
