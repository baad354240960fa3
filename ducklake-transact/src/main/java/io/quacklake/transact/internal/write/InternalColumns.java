package io.quacklake.transact.internal.write;

import io.quacklake.format.type.Field;
import io.quacklake.format.type.PrimitiveType;

/** Columns that files have beside a table's own. */
public final class InternalColumns {
  /** Ids from here on are the lake's own. */
  static final long FIRST_ID = 2_147_483_539L;

  /** The id of each row, where it does not follow from its position. */
  public static final Field ROW_ID =
      Field.of(2_147_483_540L, "_ducklake_internal_row_id", PrimitiveType.INT64);

  /** The snapshot of each row, or of each delete. */
  public static final Field SNAPSHOT_ID =
      Field.of(FIRST_ID, "_ducklake_internal_snapshot_id", PrimitiveType.INT64);

  /** The data file of a delete. */
  public static final Field FILE_PATH =
      Field.of(2_147_483_646L, "file_path", PrimitiveType.VARCHAR);

  /** The position of a delete. */
  public static final Field POSITION = Field.of(2_147_483_645L, "pos", PrimitiveType.INT64);

  private InternalColumns() {}
}
