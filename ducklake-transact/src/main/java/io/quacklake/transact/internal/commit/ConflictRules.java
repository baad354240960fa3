package io.quacklake.transact.internal.commit;

import static io.quacklake.format.change.ChangeKind.ALTERED_TABLE;
import static io.quacklake.format.change.ChangeKind.ALTERED_VIEW;
import static io.quacklake.format.change.ChangeKind.COMPACTED_TABLE;
import static io.quacklake.format.change.ChangeKind.CREATED_SCALAR_MACRO;
import static io.quacklake.format.change.ChangeKind.CREATED_SCHEMA;
import static io.quacklake.format.change.ChangeKind.CREATED_TABLE;
import static io.quacklake.format.change.ChangeKind.CREATED_TABLE_MACRO;
import static io.quacklake.format.change.ChangeKind.CREATED_VIEW;
import static io.quacklake.format.change.ChangeKind.DELETED_FROM_TABLE;
import static io.quacklake.format.change.ChangeKind.DROPPED_SCHEMA;
import static io.quacklake.format.change.ChangeKind.DROPPED_TABLE;
import static io.quacklake.format.change.ChangeKind.DROPPED_VIEW;
import static io.quacklake.format.change.ChangeKind.FLUSHED_INLINED;
import static io.quacklake.format.change.ChangeKind.INLINED_DELETE;
import static io.quacklake.format.change.ChangeKind.INLINED_INSERT;
import static io.quacklake.format.change.ChangeKind.INLINE_FLUSH;
import static io.quacklake.format.change.ChangeKind.INSERTED_INTO_TABLE;
import static io.quacklake.format.change.ChangeKind.MERGE_ADJACENT;
import static io.quacklake.format.change.ChangeKind.REWRITE_DELETE;
import static io.quacklake.format.change.ChangeKind.UNKNOWN;

import io.quacklake.format.change.Change;
import io.quacklake.format.change.ChangeKind;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Which changes of others, made since a transaction began, are in its way. The specification's
 * table, made safe: what it leaves to luck is a conflict here. {@code docs/conflicts.md} shows it.
 */
final class ConflictRules {
  /** What is to be done about two changes. */
  enum Verdict {
    NO_CONFLICT,
    CONFLICT,
    /** A conflict if both touch the same data file. */
    SAME_FILE
  }

  /** Changes of a table that others may have made. */
  static final List<ChangeKind> OF_TABLES =
      List.of(
          DROPPED_TABLE,
          ALTERED_TABLE,
          INSERTED_INTO_TABLE,
          INLINED_INSERT,
          DELETED_FROM_TABLE,
          INLINED_DELETE,
          INLINE_FLUSH,
          MERGE_ADJACENT,
          REWRITE_DELETE);

  /** Changes of a view that others may have made. */
  static final List<ChangeKind> OF_VIEWS = List.of(DROPPED_VIEW, ALTERED_VIEW);

  /** What others may not have done to a table, by what we do to it. */
  private static final Map<ChangeKind, Set<ChangeKind>> CONFLICTS = conflicts();

  private static final Set<ChangeKind> TABLES_AND_VIEWS = EnumSet.of(CREATED_TABLE, CREATED_VIEW);
  private static final Set<ChangeKind> IN_SCHEMAS =
      EnumSet.of(CREATED_TABLE, CREATED_VIEW, CREATED_SCALAR_MACRO, CREATED_TABLE_MACRO);

  private ConflictRules() {}

  private static Map<ChangeKind, Set<ChangeKind>> conflicts() {
    Map<ChangeKind, Set<ChangeKind>> rules = new EnumMap<>(ChangeKind.class);
    Set<ChangeKind> insert =
        EnumSet.of(DROPPED_TABLE, ALTERED_TABLE, DELETED_FROM_TABLE, INLINED_DELETE);
    rules.put(INSERTED_INTO_TABLE, insert);
    rules.put(INLINED_INSERT, insert);
    rules.put(
        DELETED_FROM_TABLE,
        EnumSet.of(
            DROPPED_TABLE,
            ALTERED_TABLE,
            INSERTED_INTO_TABLE,
            INLINED_INSERT,
            MERGE_ADJACENT,
            REWRITE_DELETE));
    // An inlined delete names a file by its id, so nothing may have happened to files.
    rules.put(INLINED_DELETE, EnumSet.copyOf(OF_TABLES));
    rules.put(INLINE_FLUSH, EnumSet.of(DROPPED_TABLE, INLINED_DELETE, INLINE_FLUSH));
    Set<ChangeKind> compaction =
        EnumSet.of(
            DROPPED_TABLE, DELETED_FROM_TABLE, INLINED_DELETE, MERGE_ADJACENT, REWRITE_DELETE);
    rules.put(MERGE_ADJACENT, compaction);
    rules.put(REWRITE_DELETE, compaction);
    rules.put(ALTERED_TABLE, EnumSet.of(DROPPED_TABLE, ALTERED_TABLE));
    rules.put(DROPPED_TABLE, EnumSet.of(DROPPED_TABLE));
    rules.put(DROPPED_VIEW, EnumSet.of(DROPPED_VIEW));
    rules.put(ALTERED_VIEW, EnumSet.of(DROPPED_VIEW, ALTERED_VIEW));
    rules.put(DROPPED_SCHEMA, EnumSet.of(DROPPED_SCHEMA));
    return Collections.unmodifiableMap(rules);
  }

  /** What becomes of two changes of the same table, view or schema. */
  static Verdict verdict(ChangeKind ours, ChangeKind theirs) {
    if (theirs == UNKNOWN || ours == UNKNOWN) {
      return Verdict.CONFLICT; // a word of a later version may mean anything
    }
    if (theirs == COMPACTED_TABLE) { // the older word for both
      return worse(verdict(ours, MERGE_ADJACENT), verdict(ours, REWRITE_DELETE));
    }
    if (ours == DELETED_FROM_TABLE && theirs == DELETED_FROM_TABLE) {
      return Verdict.SAME_FILE;
    }
    boolean conflict = CONFLICTS.getOrDefault(current(ours), Set.of()).contains(current(theirs));
    return conflict ? Verdict.CONFLICT : Verdict.NO_CONFLICT;
  }

  private static ChangeKind current(ChangeKind kind) {
    return kind == FLUSHED_INLINED ? INLINE_FLUSH : kind;
  }

  private static Verdict worse(Verdict one, Verdict other) {
    return one == Verdict.NO_CONFLICT ? other : one;
  }

  /** What becomes of a change of ours and one of theirs, which may be of different things. */
  static Verdict between(OurChange ours, Change theirs) {
    if (theirs.kind() == UNKNOWN) {
      return Verdict.CONFLICT;
    }
    OptionalLong id = theirs.id();
    if (id.isPresent()) {
      boolean sameObject =
          ours.objectId().equals(id) && !IN_SCHEMAS.contains(ours.kind()) && !isMacro(theirs);
      boolean inDroppedSchema =
          theirs.kind() == DROPPED_SCHEMA
              && ours.inSchema() != null
              && ours.inSchema().value() == id.getAsLong();
      return inDroppedSchema
          ? Verdict.CONFLICT
          : sameObject ? verdict(ours.kind(), theirs.kind()) : Verdict.NO_CONFLICT;
    }
    return isNameTaken(ours, theirs) ? Verdict.CONFLICT : Verdict.NO_CONFLICT;
  }

  private static boolean isMacro(Change change) {
    return change.kind() == ChangeKind.DROPPED_SCALAR_MACRO
        || change.kind() == ChangeKind.DROPPED_TABLE_MACRO;
  }

  /** Whether they made something with the name of ours, or in a schema that we drop. */
  private static boolean isNameTaken(OurChange ours, Change theirs) {
    List<String> names = theirs.names();
    if (names.isEmpty() || !names.get(0).equalsIgnoreCase(ours.name().schema())) {
      return false;
    }
    if (ours.kind() == CREATED_SCHEMA) {
      return theirs.kind() == CREATED_SCHEMA;
    }
    if (ours.kind() == DROPPED_SCHEMA) {
      return IN_SCHEMAS.contains(theirs.kind());
    }
    return TABLES_AND_VIEWS.contains(ours.kind())
        && TABLES_AND_VIEWS.contains(theirs.kind())
        && names.size() > 1
        && names.get(1).equalsIgnoreCase(ours.name().name());
  }
}
