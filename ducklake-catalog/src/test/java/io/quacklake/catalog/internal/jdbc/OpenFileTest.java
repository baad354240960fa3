package io.quacklake.catalog.internal.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.quacklake.catalog.Access;
import io.quacklake.catalog.Catalog;
import io.quacklake.catalog.CatalogConfig;
import io.quacklake.catalog.CatalogException;
import io.quacklake.catalog.CatalogUri;
import io.quacklake.catalog.LakeOption;
import io.quacklake.catalog.NewLake;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Catalog files in the one instance of DuckDB that a process has for them. */
class OpenFileTest {
  @TempDir Path directory;

  private CatalogUri made(String name) {
    CatalogUri address = CatalogUri.ofFile(CatalogUri.Kind.DUCKDB, directory.resolve(name));
    Catalog.create(CatalogConfig.of(address), NewLake.at("data/")).close();
    return address;
  }

  private static void put(Catalog catalog, String value) {
    catalog.write(
        writer -> {
          writer.putOption("comment", value, LakeOption.Scope.LAKE, null);
          return null;
        });
  }

  private static String comment(Catalog catalog) {
    return catalog.read(reader -> reader.options(null, null)).get("comment");
  }

  @Test
  void filesOpenAtOnceAreNotMixedUp() {
    CatalogUri one = made("it's one.ducklake");
    CatalogUri two = made("two.ducklake");
    try (Catalog first = Catalog.open(CatalogConfig.of(one));
        Catalog second = Catalog.open(CatalogConfig.of(two))) {
      put(first, "1");
      put(second, "2");
      assertThat(comment(first)).isEqualTo("1");
      assertThat(comment(second)).isEqualTo("2");
      first.read(
          outer -> {
            put(second, "3"); // which closes and opens that file only
            return null;
          });
      assertThat(comment(first)).isEqualTo("1");
      assertThat(comment(second)).isEqualTo("3");
    }
  }

  @Test
  void aClosedCatalogLetsGoOfItsFileWhileOthersStayOpen() throws Exception {
    CatalogUri one = made("one.ducklake");
    CatalogUri two = made("two.ducklake");
    try (Catalog stays = Catalog.open(CatalogConfig.of(two))) {
      try (Catalog closed = Catalog.open(CatalogConfig.of(one))) {
        put(closed, "1");
      }
      try (Connection other =
              DriverManager.getConnection("jdbc:duckdb:" + one.file().orElseThrow());
          Statement statement = other.createStatement();
          ResultSet row =
              statement.executeQuery("SELECT value FROM ducklake_metadata WHERE key = 'comment'")) {
        assertThat(row.next()).isTrue();
        assertThat(row.getString(1)).isEqualTo("1");
      }
      assertThat(comment(stays)).isNull();
    }
  }

  @Test
  void aFailureDoesNotCiteTheStatementWithItsValues() {
    CatalogUri address = made("one.ducklake");
    try (Connections connections = Connections.open(address, Access.READ_ONLY, null)) {
      assertThatExceptionOfType(CatalogException.class)
          .isThrownBy(
              () ->
                  connections.write(
                      jdbc ->
                          jdbc.update("INSERT INTO ducklake_metadata (nope) VALUES (?)", "key")))
          .withMessageContaining("nope")
          .satisfies(
              failure -> {
                assertThat(failure.getMessage()).doesNotContain("'key'");
                assertThat(failure.getCause()).hasMessageNotContaining("'key'").hasNoCause();
              });
    }
  }
}
