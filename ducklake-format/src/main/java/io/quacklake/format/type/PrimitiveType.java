package io.quacklake.format.type;

import java.util.Locale;

/** The types without parameters. Names are those of the specification. */
public enum PrimitiveType implements DataType {
  BOOLEAN,
  INT8,
  INT16,
  INT32,
  INT64,
  INT128,
  UINT8,
  UINT16,
  UINT32,
  UINT64,
  UINT128,
  FLOAT32,
  FLOAT64,
  DATE,
  /** Time of day in microseconds; 24:00:00 is legal. */
  TIME,
  TIME_NS,
  /** Time of day with an offset from UTC. Parquet files keep the instant in UTC only. */
  TIMETZ,
  TIMESTAMP_S,
  TIMESTAMP_MS,
  /** Microseconds since 1970-01-01 00:00:00, without time zone. */
  TIMESTAMP,
  TIMESTAMP_NS,
  /** Microseconds since 1970-01-01 00:00:00 UTC. */
  TIMESTAMPTZ,
  TIMESTAMPTZ_NS,
  INTERVAL,
  VARCHAR,
  JSON,
  BLOB,
  UUID;

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.primitive(this);
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
