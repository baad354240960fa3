package io.quacklake.transact.internal.commit;

import io.quacklake.format.SchemaId;
import io.quacklake.format.TableRef;
import io.quacklake.format.change.ChangeKind;
import java.util.Locale;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * One thing that a transaction wants to do, as far as others may be in its way.
 *
 * @param id of the table, view or schema, if it is one of the base
 * @param name of what is made; of a table otherwise, for messages; of a schema, with an empty name
 *     in it
 * @param inSchema the schema of the base in which something is made, if it is one of the base
 */
record OurChange(ChangeKind kind, @Nullable Long id, TableRef name, @Nullable SchemaId inSchema) {

  static OurChange ofSchema(ChangeKind kind, @Nullable Long id, String name) {
    return new OurChange(kind, id, TableRef.of(name, ""), null);
  }

  static OurChange of(ChangeKind kind, long id, TableRef name) {
    return new OurChange(kind, id, name, null);
  }

  /** Something with that name is made, or gets it. */
  static OurChange naming(ChangeKind kind, TableRef name, SchemaId schema) {
    return new OurChange(kind, null, name, schema.value() < 0 ? null : schema);
  }

  OptionalLong objectId() {
    return id == null ? OptionalLong.empty() : OptionalLong.of(id);
  }

  /** As it would be in {@code changes_made}. */
  @Override
  public String toString() {
    return kind.word() + ":" + (id == null ? name.toString() : id.toString());
  }

  /** What it is about, for messages. */
  String subject() {
    String word = kind.name().toLowerCase(Locale.ROOT);
    if (word.endsWith("_schema")) {
      return "schema " + TableRef.quote(name.schema());
    }
    return (word.endsWith("_view") ? "view " : "table ")
        + name
        + (id == null ? "" : " (id " + id + ")");
  }
}
