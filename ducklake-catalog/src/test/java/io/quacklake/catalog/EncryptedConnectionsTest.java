package io.quacklake.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.quacklake.catalog.dialect.SqlFailure;
import io.quacklake.format.SnapshotId;
import io.quacklake.golden.Certificates;
import io.quacklake.golden.MariaDbServer;
import io.quacklake.golden.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Servers with a certificate of the tests' own, for {@code localhost}, and servers without. */
class EncryptedConnectionsTest {
  private static final String PASSWORD = "pass-word";

  @TempDir Path directory;

  /** A mode of encryption as the address says it, from the weakest to the strongest. */
  private record Words(String none, String any, String authority, String host, String root) {}

  private static final Words POSTGRES =
      new Words(
          " sslmode=disable",
          " sslmode=require",
          " sslmode=verify-ca",
          " sslmode=verify-full",
          " sslrootcert=");
  private static final Words MARIADB =
      new Words(
          " ssl_mode=disabled",
          " ssl_mode=required",
          " ssl_mode=verify_ca",
          " ssl_mode=verify_identity",
          " ssl_ca=");

  private Certificates certificates(String name) throws IOException {
    Optional<Certificates> made = Certificates.in(Files.createDirectory(directory.resolve(name)));
    assumeTrue(made.isPresent(), Certificates.MISSING);
    return made.orElseThrow();
  }

  @Test
  void postgresIsTrustedByItsCertificateOnly() throws IOException {
    Certificates certificates = certificates("ours");
    Optional<PostgresServer> server = PostgresServer.encrypted(certificates);
    assumeTrue(server.isPresent(), PostgresServer.MISSING);
    server.orElseThrow().create("lake");
    server.orElseThrow().lock("lake", PASSWORD);
    server.orElseThrow().requireEncryption();
    check(server.orElseThrow().address("lake"), POSTGRES, certificates.authority());
  }

  @Test
  void mariaDbIsTrustedByItsCertificateOnly() throws IOException {
    Certificates certificates = certificates("ours");
    Optional<MariaDbServer> server = MariaDbServer.encrypted(certificates);
    assumeTrue(server.isPresent(), MariaDbServer.MISSING);
    server.orElseThrow().create("lake");
    server.orElseThrow().lock(PASSWORD);
    server.orElseThrow().requireEncryption();
    check(server.orElseThrow().address("lake"), MARIADB, certificates.authority());
  }

  private void check(String server, Words words, Path authority) throws IOException {
    String byAddress = server + " password=" + PASSWORD;
    String byName = byAddress.replace("127.0.0.1", "localhost");
    String root = words.root() + authority;
    String wrong = words.root() + certificates("theirs").authority();

    Catalog.create(CatalogConfig.of(CatalogUri.parse(byAddress + words.any())), NewLake.at("f"))
        .close();
    for (String works :
        List.of(
            byName + words.authority() + root,
            byAddress + words.authority() + root,
            byName + words.host() + root)) {
      try (Catalog catalog = open(works)) {
        assertThat(catalog.version().newest()).isEqualTo(new SnapshotId(0));
      }
    }
    refused(byAddress + words.none(), SqlFailure.ACCESS_DENIED);
    refused(byName + words.authority() + wrong, SqlFailure.UNTRUSTED);
    refused(byName + words.host() + wrong, SqlFailure.UNTRUSTED);
    refused(byAddress + words.host() + root, SqlFailure.UNTRUSTED); // it is not for an address
    refused(byName + words.authority() + words.root() + directory, SqlFailure.UNTRUSTED);
    refused(byName + words.authority(), SqlFailure.UNTRUSTED); // nobody said whom to trust
    refused(
        server + words.authority() + root + " password=not-the-pass-word",
        SqlFailure.ACCESS_DENIED);
  }

  @Test
  void aServerThatDoesNotEncryptIsSentNothing() throws IOException {
    String root = certificates("ours").authority().toString();
    PostgresServer postgres = NewLakes.postgres();
    postgres.create("unencrypted");
    MariaDbServer mariaDb = NewLakes.mariaDb();
    mariaDb.create("unencrypted");
    for (String mode : List.of(POSTGRES.any(), POSTGRES.host() + POSTGRES.root() + root)) {
      refused(
          postgres.address("unencrypted") + mode + " password=" + PASSWORD, SqlFailure.UNTRUSTED);
    }
    for (String mode : List.of(MARIADB.any(), MARIADB.host() + MARIADB.root() + root)) {
      refused(
          mariaDb.address("unencrypted") + mode + " password=" + PASSWORD, SqlFailure.UNTRUSTED);
    }
  }

  private static void refused(String address, SqlFailure reason) {
    assertThatExceptionOfType(CatalogException.class)
        .as(address)
        .isThrownBy(() -> open(address))
        .satisfies(e -> assertThat(e.reason()).as("%s: %s", address, e).isEqualTo(reason))
        .withMessageNotContaining("pass-word");
  }

  private static Catalog open(String address) {
    return Catalog.open(CatalogConfig.of(CatalogUri.parse(address)));
  }
}
