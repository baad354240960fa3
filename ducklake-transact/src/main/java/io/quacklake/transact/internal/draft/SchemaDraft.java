package io.quacklake.transact.internal.draft;

import io.quacklake.format.LakePath;
import io.quacklake.format.SchemaId;
import io.quacklake.format.schema.SchemaInfo;
import io.quacklake.transact.internal.rows.Uuids;

/**
 * A schema as the transaction would have it.
 *
 * @param info its id is temporary (negative) for a new schema
 * @param uuid of a new schema; empty for one of the base
 */
public record SchemaDraft(SchemaInfo info, String uuid) {
  static SchemaDraft of(SchemaInfo base) {
    return new SchemaDraft(base, "");
  }

  static SchemaDraft create(long temporaryId, String name) {
    String uuid = Uuids.next().toString();
    return new SchemaDraft(
        new SchemaInfo(new SchemaId(temporaryId), name, Paths.directory(name, uuid)), uuid);
  }

  public String name() {
    return info.name();
  }

  public boolean isNew() {
    return info.id().value() < 0;
  }

  /** Where its tables lie. */
  String location(String dataPath) {
    return info.path().resolve(dataPath);
  }

  /** The directories of new schemas and tables. */
  static final class Paths {
    private Paths() {}

    /** The name where it is plain, else the uuid, as the reference has it. */
    static LakePath directory(String name, String uuid) {
      return new LakePath((name.matches("[A-Za-z0-9_-]+") ? name : uuid) + "/", true);
    }
  }
}
