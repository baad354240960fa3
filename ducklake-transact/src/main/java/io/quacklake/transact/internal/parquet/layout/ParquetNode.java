package io.quacklake.transact.internal.parquet.layout;

import io.quacklake.format.type.Field;
import java.util.List;
import org.apache.parquet.format.Type;

/** A node of the file's schema, with the levels that nesting gives it. */
public sealed interface ParquetNode {
  /** The lake's field that this node holds. */
  Field field();

  /** Whether the node may be NULL where its parent is not. */
  Presence presence();

  /** How often the node occurs. */
  enum Presence {
    OPTIONAL,
    REQUIRED
  }

  /** How values compare in statistics. */
  enum Ordering {
    SIGNED,
    UNSIGNED,
    FLOAT32,
    FLOAT64,
    /** Bytes, unsigned, shorter first. */
    BYTES,
    /** Bytes that are big-endian two's complement numbers. */
    BIG_ENDIAN_NUMBER,
    /** The reference keeps no bounds for this type, or there is no order. */
    NONE
  }

  /**
   * A column of values.
   *
   * @param index its place among the leaves
   * @param width bytes of a value in PLAIN encoding; 0 when it varies, 1 for BOOLEAN
   */
  record Leaf(
      Field field,
      Presence presence,
      int index,
      List<String> path,
      int maxDefinition,
      int maxRepetition,
      Type physical,
      int width,
      Ordering ordering)
      implements ParquetNode {
    public Leaf {
      path = List.copyOf(path);
    }

    /** The path as people write it. */
    public String name() {
      return String.join(".", path);
    }
  }

  /** A struct, or a variant's group. */
  record Group(Field field, Presence presence, List<ParquetNode> children) implements ParquetNode {
    public Group {
      children = List.copyOf(children);
    }
  }

  /** A list; {@code repetition} is the level of its elements. */
  record Repeated(Field field, Presence presence, ParquetNode element, int repetition)
      implements ParquetNode {}

  /** A map; {@code repetition} is the level of its entries. */
  record Entries(Field field, Presence presence, ParquetNode key, ParquetNode value, int repetition)
      implements ParquetNode {}
}
