package io.quacklake.format.schema;

import io.quacklake.format.LakePath;
import io.quacklake.format.TableId;
import io.quacklake.format.TableRef;
import org.jspecify.annotations.Nullable;

/**
 * A table as of a snapshot.
 *
 * @param id stays when the table is renamed
 * @param path below the schema's path
 * @param comment the comment on the table, null where there is none
 */
public record TableInfo(
    TableId id,
    String uuid,
    SchemaInfo schema,
    String name,
    LakePath path,
    @Nullable String comment) {

  /** The table's qualified name. */
  public TableRef ref() {
    return TableRef.of(schema.name(), name);
  }

  /** Where the table's files lie, given the lake's data path. */
  public String location(String dataPath) {
    return path.resolve(schema.path().resolve(dataPath));
  }
}
