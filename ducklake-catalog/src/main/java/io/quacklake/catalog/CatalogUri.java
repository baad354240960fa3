package io.quacklake.catalog;

import io.quacklake.catalog.dialect.SqlFailure;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where a catalog is: a file, a file behind a URL, or a database on a server. {@code toString} is
 * an address without secrets.
 *
 * <p>The words of a server's address ({@code host}, {@code port}, {@code dbname}, {@code user},
 * {@code password} and what else the address says) are the same for both spellings and both kinds
 * of server.
 */
public final class CatalogUri {
  /** Names that a word with a secret has in one of the databases. */
  private static final String SECRET_WORDS = ".*(pass|pwd|secret|token).*";

  private final Kind kind;
  private final @Nullable Path file;
  private final @Nullable String url;
  private final Map<String, String> words;

  /** The databases that can hold a catalog. */
  public enum Kind {
    DUCKDB,
    SQLITE,
    POSTGRES,
    MYSQL;

    /** The word for this database in DuckDB's spelling of addresses. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private CatalogUri(
      Kind kind, @Nullable Path file, @Nullable String url, Map<String, String> words) {
    this.kind = kind;
    this.file = file;
    this.url = url;
    this.words = Collections.unmodifiableMap(new LinkedHashMap<>(words));
  }

  /** The catalog in a file; {@code kind} is DuckDB or SQLite. */
  public static CatalogUri ofFile(Kind kind, Path file) {
    if (kind != Kind.DUCKDB && kind != Kind.SQLITE) {
      throw new IllegalArgumentException("A " + kind.text() + " catalog is not a file: " + file);
    }
    return new CatalogUri(kind, file, null, Map.of());
  }

  /**
   * The catalog in a file on a web server or in a bucket, to be read: it is fetched before it is
   * opened.
   *
   * @param kind what the address says; the file itself decides
   */
  public static CatalogUri ofUrl(Kind kind, String url) {
    return new CatalogUri(kind, null, Objects.requireNonNull(url), Map.of());
  }

  /** The same catalog, of which {@code copy} was fetched. */
  public CatalogUri withCopy(Path copy) {
    Kind actual =
        switch (CatalogFile.Header.of(copy)) {
          case DUCKDB -> Kind.DUCKDB;
          case SQLITE -> Kind.SQLITE;
          default ->
              throw new CatalogException(
                  SqlFailure.NOT_A_DATABASE, url + " is neither a DuckDB nor a SQLite file.", null);
        };
    return new CatalogUri(actual, copy, url, Map.of());
  }

  /** The catalog on a server; {@code kind} is PostgreSQL or MySQL. */
  public static CatalogUri ofServer(Kind kind, Map<String, String> words) {
    if (kind != Kind.POSTGRES && kind != Kind.MYSQL) {
      throw new IllegalArgumentException("A " + kind.text() + " catalog is a file");
    }
    return new CatalogUri(kind, null, null, words);
  }

  /**
   * Reads an address in any of its spellings.
   *
   * @throws IllegalArgumentException if it is in none of them; the message lists them
   * @throws CatalogException if it is a bare path and there is no such file, or it is no database
   */
  public static CatalogUri parse(String address) {
    return CatalogAddress.parse(address);
  }

  public Kind kind() {
    return kind;
  }

  /** The file of a DuckDB or SQLite catalog, as the address has it. */
  public Optional<Path> file() {
    return Optional.ofNullable(file);
  }

  /** The URL of a catalog file that is not on this machine; the file is a copy of it then. */
  public Optional<String> url() {
    return Optional.ofNullable(url);
  }

  /** The words of a server's address, the password included: never print them. */
  public Map<String, String> words() {
    return words;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CatalogUri uri
        && kind == uri.kind
        && Objects.equals(file, uri.file)
        && Objects.equals(url, uri.url)
        && words.equals(uri.words);
  }

  @Override
  public int hashCode() {
    return Objects.hash(kind, file, url, words);
  }

  @Override
  public String toString() {
    if (url != null) {
      return "ducklake:" + kind.text() + ":" + url;
    }
    String place =
        file != null
            ? file.toString()
            : words.entrySet().stream()
                .map(word -> word.getKey() + "=" + shown(word.getKey(), word.getValue()))
                .collect(Collectors.joining(" "));
    return "ducklake:" + kind.text() + ":" + place;
  }

  private static String shown(String word, String value) {
    return word.toLowerCase(Locale.ROOT).matches(SECRET_WORDS) ? "***" : value;
  }
}
