package io.quacklake.transact;

import io.quacklake.catalog.LakeOption.Scope;
import io.quacklake.format.NotFoundException;
import io.quacklake.format.SnapshotId;
import io.quacklake.format.TableRef;
import io.quacklake.scan.LakehouseSession;
import io.quacklake.transact.internal.request.OptionValues;
import org.jspecify.annotations.Nullable;

/**
 * The settings that a lake's catalog keeps for all of its users. They hold at once, for all
 * snapshots, and make none; see "Configuration" in the specification.
 */
public final class LakeOptions {
  private final LakehouseSession lake;

  private LakeOptions(LakehouseSession lake) {
    this.lake = lake;
  }

  public static LakeOptions of(LakehouseSession lake) {
    return new LakeOptions(lake);
  }

  /**
   * Sets an option of the lake.
   *
   * @param value its text: {@code 10}, {@code zstd}, {@code 128MB}, {@code true}
   * @throws NotFoundException if there is no such option
   * @throws IllegalArgumentException if it cannot have that value
   */
  public void set(String name, String value) {
    put(name, value, Scope.LAKE, null, null);
  }

  /** Sets an option for the tables of a schema. */
  public void setForSchema(String schema, String name, String value) {
    put(name, value, Scope.SCHEMA, schema, null);
  }

  /** Sets an option for one table. */
  public void setForTable(TableRef table, String name, String value) {
    put(name, value, Scope.TABLE, null, table);
  }

  private void put(
      String name, String value, Scope scope, @Nullable String schema, @Nullable TableRef table) {
    String text = OptionValues.checked(name, value, scope);
    lake.catalog()
        .write(
            writer -> {
              SnapshotId latest = writer.latest().id();
              Long id = null;
              if (schema != null) {
                id =
                    writer.reader().schemas(latest).stream()
                        .filter(each -> each.name().equalsIgnoreCase(schema))
                        .map(each -> each.id().value())
                        .findFirst()
                        .orElseThrow(
                            () ->
                                NotFoundException.withSuggestions(
                                    "schema",
                                    TableRef.quote(schema),
                                    "the lake",
                                    writer.reader().schemas(latest).stream()
                                        .map(each -> each.name())
                                        .toList()));
              } else if (table != null) {
                id = writer.reader().table(table, latest).id().value();
              }
              writer.putOption(OptionValues.key(name), text, scope, id);
              return null;
            });
  }
}
