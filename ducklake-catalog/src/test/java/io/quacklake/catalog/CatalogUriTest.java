package io.quacklake.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.quacklake.catalog.dialect.SqlFailure;
import io.quacklake.golden.Backend;
import io.quacklake.golden.GoldenLake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CatalogUriTest {
  @ParameterizedTest
  @CsvSource({
    "ducklake:meta.ducklake, DUCKDB, meta.ducklake",
    "ducklake:duckdb:meta.ducklake, DUCKDB, meta.ducklake",
    "DuckLake:DuckDB:Meta.ducklake, DUCKDB, Meta.ducklake",
    "ducklake:/data/a b%20c.db, DUCKDB, /data/a b%20c.db",
    "ducklake:sqlite:meta.sqlite, SQLITE, meta.sqlite",
    "ducklake:sqlite:dir:with/colon.db, SQLITE, dir:with/colon.db",
    "duckdb:///meta.ducklake, DUCKDB, meta.ducklake",
    "duckdb:////data/meta.ducklake, DUCKDB, /data/meta.ducklake",
    "DUCKDB:////data/Meta.ducklake, DUCKDB, /data/Meta.ducklake",
    "sqlite:///meta.sqlite, SQLITE, meta.sqlite",
    "sqlite:////data/a%20b%C3%A9%3F.sqlite, SQLITE, /data/a bé?.sqlite",
    "jdbc:sqlite:/data/meta.sqlite, SQLITE, /data/meta.sqlite",
    "jdbc:duckdb:/data/meta.duckdb, DUCKDB, /data/meta.duckdb",
  })
  void readsAddressesOfFiles(String address, CatalogUri.Kind kind, String path) {
    assertThat(CatalogUri.parse(address)).isEqualTo(CatalogUri.ofFile(kind, Path.of(path)));
  }

  @Test
  void readsAddressesOfServers() {
    Map<String, String> words =
        Map.of(
            "user",
            "u",
            "password",
            "p@/:",
            "host",
            "db",
            "port",
            "5433",
            "dbname",
            "lake",
            "sslmode",
            "require");
    CatalogUri expected = CatalogUri.ofServer(CatalogUri.Kind.POSTGRES, words);
    String url = "postgresql://u:p%40%2F%3A@db:5433/lake?sslmode=require";
    assertThat(CatalogUri.parse(url)).isEqualTo(expected);
    assertThat(CatalogUri.parse(url.replace("postgresql", "postgres"))).isEqualTo(expected);
    assertThat(CatalogUri.parse("jdbc:" + url)).isEqualTo(expected);
    assertThat(CatalogUri.parse("ducklake:postgres:" + url.substring("postgresql:".length())))
        .isEqualTo(expected);
    assertThat(
            CatalogUri.parse(
                "ducklake:postgres:dbname=lake host = db port=5433 user=u password='p@/:'"
                    + " sslmode=require"))
        .isEqualTo(expected);
    assertThat(CatalogUri.parse("postgresql://[::1]:5432/lake").words())
        .isEqualTo(Map.of("host", "::1", "port", "5432", "dbname", "lake"));
    assertThat(CatalogUri.parse("mysql://u@db/lake"))
        .isEqualTo(CatalogUri.parse("mariadb://u@db/lake"))
        .isEqualTo(CatalogUri.parse("ducklake:mysql:db=lake host=db user=u"))
        .extracting(CatalogUri::kind)
        .isEqualTo(CatalogUri.Kind.MYSQL);
    assertThat(CatalogUri.parse("ducklake:postgres:password='it\\'s a \\\\' dbname=''").words())
        .isEqualTo(Map.of("password", "it's a \\", "dbname", ""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "postgresql://u:s3cret@db/lake",
        "postgresql://db/lake?user=u&password=s3cret&sslpassword=s3cret",
        "ducklake:postgres:dbname=lake password=s3cret",
        "ducklake:mysql:db=lake passwd=s3cret",
      })
  void neverShowsAPassword(String address) {
    CatalogUri uri = CatalogUri.parse(address);
    assertThat(uri.words()).containsValue("s3cret");
    assertThat(uri.toString()).doesNotContain("s3cret").contains("lake");
    assertThat(CatalogConfig.of(uri).toString()).doesNotContain("s3cret");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "  ",
        "ducklake:",
        "ducklake:sqlite:",
        "oracle://db/s3cret",
        "ducklake:oracle:s3cret",
        "duckdb:meta.db",
        "duckdb://meta.db",
        "sqlite:///a%zz.db",
        "sqlite:///a%C3.db",
        "sqlite:///a.db?mode=rw",
        "postgresql:db=s3cret",
        "postgresql://u:s3cret:5@db:x/lake",
        "ducklake:postgres:dbname=lake password='s3cret",
        "ducklake:postgres:dbname=lake s3cret",
        "postgresql://db/lake?s3cret",
      })
  void refusesWhatIsNoAddressWithoutRepeatingSecrets(String address) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CatalogUri.parse(address))
        .satisfies(e -> assertThat(e.getMessage()).isNotBlank().doesNotContain("s3cret"));
  }

  @Test
  void tellsABareFileByItsHeader(@TempDir Path directory) throws IOException {
    GoldenLake lake = GoldenLake.load("empty");
    for (Backend backend : new Backend[] {Backend.DUCKDB, Backend.SQLITE}) {
      Path file = lake.catalog(backend).file();
      assertThat(CatalogUri.parse(file.toString()))
          .isEqualTo(CatalogUri.parse(lake.address(backend)));
    }
    Path other = Files.writeString(directory.resolve("notes.txt"), "no database, but long enough");
    assertThatExceptionOfType(CatalogException.class)
        .isThrownBy(() -> CatalogUri.parse(other.toString()))
        .withMessageContaining("neither a DuckDB nor a SQLite file")
        .extracting(CatalogException::reason)
        .isEqualTo(SqlFailure.NOT_A_DATABASE);
    Path missing = directory.resolve("missing.db");
    assertThatExceptionOfType(CatalogException.class)
        .isThrownBy(() -> CatalogUri.parse(missing.toString()))
        .withMessageContaining("There is no catalog file " + missing)
        .withMessageContaining("ducklake:sqlite:FILE")
        .extracting(CatalogException::reason)
        .isEqualTo(SqlFailure.NO_DATABASE);
    assertThat(missing).doesNotExist();
  }
}
