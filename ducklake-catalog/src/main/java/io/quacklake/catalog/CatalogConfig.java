package io.quacklake.catalog;

import java.util.Objects;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * How to open a catalog. One of {@code address} and {@code dataSource} is there.
 *
 * @param metadataSchema the schema of the catalog's tables, where it is not the database's default
 */
public record CatalogConfig(
    @Nullable CatalogUri address,
    @Nullable DataSource dataSource,
    @Nullable String metadataSchema,
    Access access) {
  public CatalogConfig {
    if ((address == null) == (dataSource == null)) {
      throw new IllegalArgumentException("A catalog has either an address or a data source");
    }
    Objects.requireNonNull(access);
  }

  /** The catalog at that address, to be read. */
  public static CatalogConfig of(CatalogUri address) {
    return new CatalogConfig(address, null, null, Access.READ_ONLY);
  }

  /** The catalog that the caller's data source connects to. It stays the caller's to close. */
  public static CatalogConfig of(DataSource dataSource) {
    return new CatalogConfig(null, dataSource, null, Access.READ_ONLY);
  }

  public CatalogConfig withMetadataSchema(String schema) {
    return new CatalogConfig(address, dataSource, schema, access);
  }

  CatalogConfig withoutMetadataSchema() {
    return new CatalogConfig(address, dataSource, null, access);
  }

  public CatalogConfig withAccess(Access newAccess) {
    return new CatalogConfig(address, dataSource, metadataSchema, newAccess);
  }

  /** Where the catalog is, without secrets. */
  @Override
  public String toString() {
    return address == null ? "a data source" : address.toString();
  }
}
