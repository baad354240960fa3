package io.quacklake.catalog.dialect;

/** The types of the columns of catalog tables. */
public enum CatalogType {
  BIGINT,
  VARCHAR,
  BOOLEAN,
  UUID,
  TIMESTAMPTZ
}
