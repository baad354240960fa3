package io.quacklake.catalog.internal.init;

import io.quacklake.catalog.LakeInfo.Encryption;
import io.quacklake.catalog.internal.jdbc.Insert;
import io.quacklake.catalog.internal.jdbc.Jdbc;
import io.quacklake.format.FormatVersion;
import java.util.UUID;

/** Makes the tables of a lake and the rows that a lake without tables has. */
public final class CatalogInitializer {
  private final Jdbc jdbc;

  public CatalogInitializer(Jdbc jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * @param dataPath with a separator at its end
   */
  public void create(FormatVersion version, String dataPath, Encryption encryption) {
    CatalogTables.definitions(version, jdbc.dialect())
        .forEach(table -> jdbc.createTable(table.name(), table.columns()));
    Insert.into("ducklake_metadata", "key", "value")
        .row("version", version.text())
        .row("created_by", thisWriter())
        .row("data_path", dataPath)
        .row("encrypted", encryption == Encryption.ENCRYPTED ? "true" : "false")
        .send(jdbc);
    Insert.into(
            "ducklake_snapshot",
            "snapshot_id",
            "snapshot_time",
            "schema_version",
            "next_catalog_id",
            "next_file_id")
        .row(0L, jdbc.dialect().now(), 0L, 1L, 0L)
        .send(jdbc);
    Insert.into("ducklake_snapshot_changes", "snapshot_id", "changes_made")
        .row(0L, "created_schema:\"main\"")
        .send(jdbc);
    Insert.into(
            "ducklake_schema",
            "schema_id",
            "schema_uuid",
            "begin_snapshot",
            "schema_name",
            "path",
            "path_is_relative")
        .row(0L, jdbc.dialect().uuid(UUID.randomUUID().toString()), 0L, "main", "main/", true)
        .send(jdbc);
  }

  private static String thisWriter() {
    String version = CatalogInitializer.class.getPackage().getImplementationVersion();
    return "Quacklake " + (version == null ? "(development)" : version);
  }
}
