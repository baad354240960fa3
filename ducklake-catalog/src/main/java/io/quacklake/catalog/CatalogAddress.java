package io.quacklake.catalog;

import io.quacklake.catalog.CatalogUri.Kind;
import io.quacklake.catalog.dialect.SqlFailure;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the spellings of catalog addresses. */
final class CatalogAddress {
  private static final String SPELLINGS =
      " Spell it as one of"
          + """

            ducklake:FILE, ducklake:duckdb:FILE or duckdb:///FILE,
            ducklake:sqlite:FILE or sqlite:///FILE (four slashes before an absolute path),
            ducklake:postgres:dbname=lake host=db user=u or postgresql://user@db:5432/lake,
            ducklake:mysql:db=lake host=db user=u or mysql://user@db:3306/lake,
            or the path or URL (https://, s3://, …) of an existing DuckDB or SQLite file.""";

  private static final Set<String> ELSEWHERE =
      Set.of("http", "https", "s3", "s3a", "r2", "gs", "gcs", "az", "azure", "abfs", "abfss");

  private CatalogAddress() {}

  static CatalogUri parse(String address) {
    String text = address.strip();
    if (text.isEmpty()) {
      throw new IllegalArgumentException("The catalog address is empty." + SPELLINGS);
    }
    String scheme = scheme(text);
    if (isElsewhere(text)) {
      return CatalogUri.ofUrl(kindByName(text), text);
    }
    return switch (scheme) {
      case "ducklake" -> ownSpelling(text.substring("ducklake:".length()));
      case "jdbc" -> jdbc(text.substring("jdbc:".length()));
      case "duckdb", "sqlite", "postgres", "postgresql", "mysql", "mariadb" -> url(scheme, text);
      case "" -> bareFile(text);
      default ->
          throw new IllegalArgumentException(
              "Unknown kind of catalog address: " + scheme + ":…" + SPELLINGS);
    };
  }

  /** The lower-case word before the first colon; none for paths, those with a drive included. */
  private static String scheme(String text) {
    int colon = text.indexOf(':');
    if (colon < 2 || !text.substring(0, colon).matches("[A-Za-z][A-Za-z0-9+_]*")) {
      return "";
    }
    return text.substring(0, colon).toLowerCase(Locale.ROOT);
  }

  /** Whether a text is the URL of a file on a web server or in a bucket. */
  private static boolean isElsewhere(String text) {
    int colon = text.indexOf("://");
    return colon > 0 && ELSEWHERE.contains(text.substring(0, colon).toLowerCase(Locale.ROOT));
  }

  /** A guess, until the file is there. */
  private static Kind kindByName(String url) {
    return url.toLowerCase(Locale.ROOT).matches(".*\\.(sqlite3?|db3?)") ? Kind.SQLITE : Kind.DUCKDB;
  }

  /** What follows {@code ducklake:}, with DuckDB's rules: paths are taken as they are. */
  private static CatalogUri ownSpelling(String text) {
    String scheme = scheme(text);
    String rest = scheme.isEmpty() ? text : text.substring(scheme.length() + 1);
    if (isElsewhere(text)) {
      return CatalogUri.ofUrl(Kind.DUCKDB, text);
    }
    if (isElsewhere(rest) && (scheme.equals("duckdb") || scheme.equals("sqlite"))) {
      return CatalogUri.ofUrl(scheme.equals("sqlite") ? Kind.SQLITE : Kind.DUCKDB, rest);
    }
    return switch (scheme) {
      case "duckdb" -> CatalogUri.ofFile(Kind.DUCKDB, path(rest));
      case "sqlite" -> CatalogUri.ofFile(Kind.SQLITE, path(rest));
      case "postgres", "postgresql" ->
          rest.startsWith("//")
              ? server(Kind.POSTGRES, scheme + ":" + rest)
              : CatalogUri.ofServer(Kind.POSTGRES, ConnectionWords.parse(rest));
      case "mysql", "mariadb" ->
          rest.startsWith("//")
              ? server(Kind.MYSQL, scheme + ":" + rest)
              : CatalogUri.ofServer(Kind.MYSQL, ConnectionWords.parse(rest));
      case "" -> CatalogUri.ofFile(Kind.DUCKDB, path(text));
      default ->
          throw new IllegalArgumentException(
              "Unknown kind of catalog: ducklake:" + scheme + ":…" + SPELLINGS);
    };
  }

  private static CatalogUri jdbc(String text) {
    String scheme = scheme(text);
    String rest = text.substring(scheme.isEmpty() ? 0 : scheme.length() + 1);
    return switch (scheme) {
      case "duckdb" -> CatalogUri.ofFile(Kind.DUCKDB, path(rest));
      case "sqlite" -> CatalogUri.ofFile(Kind.SQLITE, path(rest));
      case "postgresql", "mysql", "mariadb" -> url(scheme, text);
      default -> throw new IllegalArgumentException("Unknown JDBC address." + SPELLINGS);
    };
  }

  private static CatalogUri url(String scheme, String text) {
    return switch (scheme) {
      case "duckdb" -> CatalogUri.ofFile(Kind.DUCKDB, urlPath(text));
      case "sqlite" -> CatalogUri.ofFile(Kind.SQLITE, urlPath(text));
      case "postgres", "postgresql" -> server(Kind.POSTGRES, text);
      default -> server(Kind.MYSQL, text);
    };
  }

  /** The path of {@code scheme:///path}: three slashes before a relative one, four, absolute. */
  private static Path urlPath(String text) {
    String rest = text.substring(text.indexOf(':') + 1);
    if (!rest.startsWith("///")) {
      throw new IllegalArgumentException(
          "A file's URL has three slashes before a relative path and four before an absolute one;"
              + " got "
              + text
              + "."
              + SPELLINGS);
    }
    if (rest.indexOf('?') >= 0 || rest.indexOf('#') >= 0) {
      throw new IllegalArgumentException(
          "A file's URL takes no options; write %3F for a question mark and %23 for a hash in the"
              + " name. Got "
              + text);
    }
    return path(decode(rest.substring(3)));
  }

  private static Path path(String text) {
    if (text.isBlank()) {
      throw new IllegalArgumentException("The catalog address names no file." + SPELLINGS);
    }
    try {
      return text.startsWith("~/")
          ? Path.of(System.getProperty("user.home"), text.substring(2))
          : Path.of(text);
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("Not a file's path: " + e.getMessage(), e);
    }
  }

  private static CatalogUri bareFile(String text) {
    Path file = path(text);
    return switch (CatalogFile.Header.of(file)) {
      case DUCKDB -> CatalogUri.ofFile(Kind.DUCKDB, file);
      case SQLITE -> CatalogUri.ofFile(Kind.SQLITE, file);
      case MISSING ->
          throw new CatalogException(
              SqlFailure.NO_DATABASE, "There is no catalog file " + file + "." + SPELLINGS, null);
      case OTHER ->
          throw new CatalogException(
              SqlFailure.NOT_A_DATABASE,
              file + " is neither a DuckDB nor a SQLite file." + SPELLINGS,
              null);
    };
  }

  /** {@code scheme://user:password@host:port/database?word=value&…}. */
  private static CatalogUri server(Kind kind, String text) {
    String rest = text.substring(text.indexOf(':') + 1);
    if (!rest.startsWith("//")) {
      throw new IllegalArgumentException(
          "The address of a " + kind.text() + " database has // after the colon." + SPELLINGS);
    }
    Map<String, String> words = new LinkedHashMap<>();
    int question = rest.indexOf('?');
    String place = rest.substring(2, question < 0 ? rest.length() : question);
    int slash = place.indexOf('/');
    String authority = slash < 0 ? place : place.substring(0, slash);
    int at = authority.lastIndexOf('@');
    if (at >= 0) {
      String user = authority.substring(0, at);
      int colon = user.indexOf(':');
      put(words, "user", colon < 0 ? user : user.substring(0, colon));
      put(words, "password", colon < 0 ? null : user.substring(colon + 1));
    }
    hostAndPort(words, authority.substring(at + 1));
    put(words, "dbname", slash < 0 ? null : place.substring(slash + 1));
    if (question >= 0) {
      for (String option : rest.substring(question + 1).split("&", -1)) {
        int equals = option.indexOf('=');
        if (equals < 1) {
          throw new IllegalArgumentException(
              "The options of a catalog address are name=value, joined by &.");
        }
        put(words, decode(option.substring(0, equals)), option.substring(equals + 1));
      }
    }
    return CatalogUri.ofServer(kind, words);
  }

  private static void hostAndPort(Map<String, String> words, String text) {
    int bracket = text.indexOf(']'); // an IPv6 address: [::1]:5432
    int colon = text.indexOf(':', Math.max(bracket, 0));
    String host = colon < 0 ? text : text.substring(0, colon);
    String port = colon < 0 ? "" : text.substring(colon + 1);
    if (!port.isEmpty() && !port.matches("[0-9]{1,5}")) {
      throw new IllegalArgumentException(
          "The port of a catalog address is a number; a colon, slash or @ in a user or password is"
              + " written %3A, %2F, %40.");
    }
    put(words, "host", bracket > 0 ? host.substring(1, host.length() - 1) : host);
    put(words, "port", port);
  }

  private static void put(Map<String, String> words, String word, @Nullable String encoded) {
    if (encoded != null && !encoded.isEmpty()) {
      words.put(word, decode(encoded));
    }
  }

  private static String decode(String text) {
    if (text.indexOf('%') < 0) {
      return text;
    }
    byte[] in = text.getBytes(StandardCharsets.UTF_8);
    ByteBuffer out = ByteBuffer.allocate(in.length);
    for (int i = 0; i < in.length; i++) {
      if (in[i] != '%') {
        out.put(in[i]);
        continue;
      }
      int high = i + 2 < in.length ? Character.digit(in[i + 1], 16) : -1;
      int low = i + 2 < in.length ? Character.digit(in[i + 2], 16) : -1;
      if (high < 0 || low < 0) {
        throw new IllegalArgumentException(
            "A % in a URL is followed by two hexadecimal digits; write %25 for the sign itself.");
      }
      out.put((byte) (high * 16 + low));
      i += 2;
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(out.flip()).toString();
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("The %-sequences of the address are not UTF-8.", e);
    }
  }
}
