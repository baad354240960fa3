package io.quacklake.format.change;

import java.util.Arrays;

/**
 * What a commit may do to a schema, table, view or macro; see "changes_made" in the specification.
 */
public enum ChangeKind {
  DROPPED_SCHEMA("dropped_schema"),
  DROPPED_TABLE("dropped_table"),
  DROPPED_VIEW("dropped_view"),
  CREATED_SCHEMA("created_schema"),
  CREATED_TABLE("created_table"),
  CREATED_VIEW("created_view"),
  CREATED_SCALAR_MACRO("created_scalar_macro"),
  CREATED_TABLE_MACRO("created_table_macro"),
  DROPPED_SCALAR_MACRO("dropped_scalar_macro"),
  DROPPED_TABLE_MACRO("dropped_table_macro"),
  INSERTED_INTO_TABLE("inserted_into_table"),
  DELETED_FROM_TABLE("deleted_from_table"),
  ALTERED_TABLE("altered_table"),
  ALTERED_VIEW("altered_view"),
  /** Rows were put into the catalog itself. */
  INLINED_INSERT("inlined_insert"),
  /** Rows of the catalog, or rows of files, were deleted by rows of the catalog. */
  INLINED_DELETE("inlined_delete"),
  INLINE_FLUSH("inline_flush"),
  /** An older word for {@link #INLINE_FLUSH}. */
  FLUSHED_INLINED("flushed_inlined"),
  MERGE_ADJACENT("merge_adjacent"),
  /** Files with many deleted rows were written anew. */
  REWRITE_DELETE("rewrite_delete"),
  /** The older word for both kinds of compaction. */
  COMPACTED_TABLE("compacted_table"),
  /** A word that this version does not know. */
  UNKNOWN("");

  private final String word;

  ChangeKind(String word) {
    this.word = word;
  }

  /** The word in the catalog; empty for {@link #UNKNOWN}. */
  public String word() {
    return word;
  }

  static ChangeKind of(String word) {
    return Arrays.stream(values())
        .filter(kind -> !kind.word.isEmpty() && kind.word.equals(word))
        .findFirst()
        .orElse(UNKNOWN);
  }
}
