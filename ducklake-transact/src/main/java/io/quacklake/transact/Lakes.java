package io.quacklake.transact;

import io.quacklake.catalog.Catalog;
import io.quacklake.catalog.CatalogConfig;
import io.quacklake.catalog.LakeOption.Scope;
import io.quacklake.catalog.NewLake;
import io.quacklake.catalog.SnapshotReader;
import io.quacklake.format.NotFoundException;
import io.quacklake.format.TableRef;
import io.quacklake.format.schema.SchemaInfo;
import io.quacklake.scan.LakehouseConfig;
import io.quacklake.scan.LakehouseSession;
import io.quacklake.transact.internal.request.OptionValues;
import org.jspecify.annotations.Nullable;

/**
 * What is done to a lake outside of transactions: making one, and its settings, which have no
 * snapshots.
 */
public final class Lakes {
  private Lakes() {}

  /**
   * Makes a lake without tables and opens it.
   *
   * @param lake without a data path, that of the configuration is taken, or else a directory beside
   *     the catalog's file
   * @throws io.quacklake.format.AlreadyExistsException if there is a lake at the address
   */
  public static LakehouseSession create(LakehouseConfig config, NewLake lake) {
    CatalogConfig catalog = CatalogConfig.of(config.catalog());
    String schema = config.metadataSchema();
    Catalog.create(
            schema == null ? catalog : catalog.withMetadataSchema(schema),
            withDataPath(config, lake))
        .close();
    return LakehouseSession.open(config);
  }

  private static NewLake withDataPath(LakehouseConfig config, NewLake lake) {
    if (lake.dataPath() != null) {
      return lake;
    }
    if (config.dataPath() != null) {
      return lake.withDataPath(config.dataPath());
    }
    return config
        .catalog()
        .file()
        .map(file -> lake.withDataPath(file.toAbsolutePath().normalize() + ".files/"))
        .orElse(lake);
  }

  /**
   * Makes a lake of specification 1.0 without encryption.
   *
   * @param address such as {@code sqlite:///meta.sqlite}
   * @param dataPath where its files will lie
   */
  public static LakehouseSession create(String address, String dataPath) {
    return create(LakehouseConfig.of(address), NewLake.at(dataPath));
  }

  /**
   * Sets an option of the whole lake, such as {@code data_inlining_row_limit}. The catalog keeps it
   * for all who open the lake.
   *
   * @throws IllegalArgumentException if there is no such option, or it does not take that value
   */
  public static void setOption(LakehouseSession lake, String name, String value) {
    String text = OptionValues.checked(name, value, Scope.LAKE);
    put(lake, name, text, Scope.LAKE, null);
  }

  /** Sets an option of the tables of a schema. */
  public static void setSchemaOption(
      LakehouseSession lake, String schema, String name, String value) {
    String text = OptionValues.checked(name, value, Scope.SCHEMA);
    SchemaInfo found =
        lake.schemas().stream()
            .filter(each -> each.name().equalsIgnoreCase(schema))
            .findFirst()
            .orElseThrow(
                () ->
                    NotFoundException.withSuggestions(
                        "schema",
                        schema,
                        "the lake",
                        lake.schemas().stream().map(SchemaInfo::name).toList()));
    put(lake, name, text, Scope.SCHEMA, found.id().value());
  }

  /** Sets an option of a table. */
  public static void setTableOption(
      LakehouseSession lake, TableRef table, String name, String value) {
    String text = OptionValues.checked(name, value, Scope.TABLE);
    long id =
        lake.catalog()
            .read((SnapshotReader reader) -> reader.table(table, reader.latest().id()))
            .id()
            .value();
    put(lake, name, text, Scope.TABLE, id);
  }

  private static void put(
      LakehouseSession lake, String name, String value, Scope scope, @Nullable Long scopeId) {
    lake.catalog()
        .<@Nullable Object>write(
            writer -> {
              writer.putOption(OptionValues.key(name), value, scope, scopeId);
              return null;
            });
  }
}
