package io.quacklake.scan;

import io.quacklake.format.type.DataType;
import io.quacklake.format.type.PrimitiveType;

/** Columns that every table has beside its own; see "Row ids" in the specification. */
public enum VirtualColumn {
  /** The row's id in the table; an update keeps it. */
  ROW_ID("rowid", PrimitiveType.INT64),
  /** The snapshot that wrote this version of the row. */
  SNAPSHOT_ID("snapshot_id", PrimitiveType.INT64),
  /** Where the data file lies; NULL for a row that is inlined in the catalog. */
  FILENAME("filename", PrimitiveType.VARCHAR),
  /** Position in the data file, counted from 0, deleted rows included; NULL for an inlined row. */
  FILE_ROW_NUMBER("file_row_number", PrimitiveType.INT64),
  /** Ordinal of the file within the scan; not stable from one scan to the next. */
  FILE_INDEX("file_index", PrimitiveType.INT64);

  private final String columnName;
  private final PrimitiveType type;

  VirtualColumn(String columnName, PrimitiveType type) {
    this.columnName = columnName;
    this.type = type;
  }

  /** The name of the column in the result. */
  public String columnName() {
    return columnName;
  }

  /** The type of the column in the result. */
  public DataType type() {
    return type;
  }
}
