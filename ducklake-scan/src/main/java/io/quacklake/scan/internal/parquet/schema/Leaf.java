package io.quacklake.scan.internal.parquet.schema;

import io.quacklake.format.type.DataType;
import io.quacklake.scan.internal.parquet.bytes.FileSite;
import org.apache.parquet.format.Type;
import org.jspecify.annotations.Nullable;

/**
 * How the values of a leaf column are stored, and what they mean.
 *
 * @param site the column, for messages
 * @param index its position among the column chunks of a row group
 * @param path its dotted path, for messages
 * @param physical the physical type
 * @param length bytes of a FIXED_LEN_BYTE_ARRAY value, else 0
 * @param scaling how stored numbers become those of the type
 * @param maybe the type, unless it is refused
 * @param refusal why the type is refused, else null
 */
public record Leaf(
    FileSite site,
    int index,
    String path,
    Type physical,
    int length,
    Scaling scaling,
    @Nullable DataType maybe,
    @Nullable String refusal) {

  /** A factor between what is stored and the unit of the type. */
  public enum Scaling {
    NONE,
    /** Milliseconds are stored, the type counts microseconds. */
    MILLIS_TO_MICROS
  }

  /** What the values mean. */
  public DataType type() {
    DataType type = maybe;
    if (type == null) {
      String why = refusal == null ? "its type" : refusal;
      throw site.unsupported(why, "Leave the column out.");
    }
    return type;
  }

  @Override
  public String toString() {
    return physical + "(" + (maybe == null ? refusal : maybe) + ")";
  }
}
