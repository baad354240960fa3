package io.quacklake.catalog.dialect;

import io.quacklake.format.type.DataType;
import io.quacklake.format.type.DecimalType;
import io.quacklake.format.type.PrimitiveType;
import java.util.Optional;

/** How inlined values lie in SQLite: integers and blobs as such, everything else as text. */
final class SqliteInlined {
  static final NestedAsText TYPE = new Type();

  private SqliteInlined() {}

  /** What the driver takes. Structs are not literals as the reference has them (pitfalls P4). */
  static Object stored(DataType type, Object value) {
    return TYPE.stored(type, value);
  }

  private static final class Type extends NestedAsText {
    Type() {
      super("VARCHAR");
    }

    @Override
    public Optional<String> primitive(PrimitiveType type) {
      return switch (type) {
        case BOOLEAN, INT8, INT16, INT32, INT64, UINT8, UINT16, UINT32 -> Optional.of("BIGINT");
        case BLOB -> Optional.of("BLOB");
        case UINT64,
            INT128,
            UINT128,
            FLOAT32,
            FLOAT64,
            DATE,
            TIME,
            TIME_NS,
            TIMETZ,
            TIMESTAMP_S,
            TIMESTAMP_MS,
            TIMESTAMP,
            TIMESTAMP_NS,
            TIMESTAMPTZ,
            TIMESTAMPTZ_NS,
            INTERVAL,
            VARCHAR,
            JSON,
            UUID ->
            text();
      };
    }

    @Override
    public Optional<String> decimal(DecimalType type) {
      return text();
    }
  }
}
