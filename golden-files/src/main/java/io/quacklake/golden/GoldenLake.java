package io.quacklake.golden;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * One lake of {@code golden-files/lakes} with the answers of the reference. The files are shared
 * fixtures: copy the lake ({@link #copyTo}) before writing to it.
 *
 * @param name the directory's name
 * @param directory where the lake lies; its paths are relative to it
 * @param version the specification of the catalog
 * @param views the current views
 */
public record GoldenLake(
    String name,
    Path directory,
    String version,
    List<CatalogCopy> catalogs,
    List<ExpectedTable> tables,
    List<ExpectedView> views,
    List<String> features) {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final DateTimeFormatter TIME =
      new DateTimeFormatterBuilder()
          .appendPattern("uuuu-MM-dd HH:mm:ss")
          .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
          .appendPattern("x")
          .toFormatter();

  /**
   * The catalog in one database.
   *
   * @param file the catalog file, or the dump
   * @param dataPath as the catalog has it, relative to the lake's directory
   */
  public record CatalogCopy(
      Backend backend,
      Path file,
      String dataPath,
      String createdBy,
      long dataFiles,
      long deleteFiles,
      List<ExpectedSnapshot> snapshots) {}

  /** A snapshot of one of the catalogs. */
  public record ExpectedSnapshot(long id, Instant time, long schemaVersion) {}

  /** A name that a table has or had. */
  public record ExpectedTable(
      String schema, String table, long tableId, boolean current, List<ExpectedRead> reads) {}

  /**
   * What the reference reads from a table at a snapshot.
   *
   * @param rows the number of rows
   * @param arrow the rows as an Arrow IPC file, in no particular order
   * @param json the rows as texts, where there are few
   */
  public record ExpectedRead(
      long snapshot,
      boolean latest,
      List<ExpectedColumn> columns,
      long rows,
      Path arrow,
      Optional<Path> json) {

    /** The rows as DuckDB's texts, null for NULL; empty where there are too many. */
    public Optional<List<List<@Nullable String>>> texts() {
      return json.map(
          file -> {
            List<List<@Nullable String>> rows = new ArrayList<>();
            for (JsonNode row : parse(file).get("rows")) {
              List<@Nullable String> texts = new ArrayList<>();
              row.forEach(value -> texts.add(value.isNull() ? null : value.asText()));
              rows.add(Collections.unmodifiableList(texts));
            }
            return rows;
          });
    }
  }

  /** A column with its type as DuckDB spells it. */
  public record ExpectedColumn(String name, String type) {}

  /** A current view. */
  public record ExpectedView(String schema, String name, String dialect, String sql) {}

  /** All lakes, by name. */
  public static List<GoldenLake> all() {
    try (Stream<Path> lakes = Files.list(root())) {
      return lakes
          .filter(lake -> Files.exists(lake.resolve("expected.json")))
          .sorted()
          .map(GoldenLake::read)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The lake of that name, such as {@code "time_travel"}. */
  public static GoldenLake load(String name) {
    return read(root().resolve(name));
  }

  /** Whether the lake has a catalog in that database. */
  public boolean has(Backend backend) {
    return find(backend).isPresent();
  }

  /** The lake's catalog in that database. */
  public CatalogCopy catalog(Backend backend) {
    return find(backend)
        .orElseThrow(() -> new IllegalArgumentException(name + " has no catalog in " + backend));
  }

  /** The address of the catalog; for DuckDB and SQLite only. */
  public String address(Backend backend) {
    return switch (backend) {
      case DUCKDB -> "ducklake:duckdb:" + catalog(backend).file();
      case SQLITE -> "ducklake:sqlite:" + catalog(backend).file();
      case POSTGRES, MARIADB -> throw new IllegalArgumentException("a dump has no address");
    };
  }

  /** Where the data files of that catalog lie, ending in a slash. */
  public String dataPath(Backend backend) {
    return directory.resolve(catalog(backend).dataPath()) + "/";
  }

  /** The lake, copied into an empty or new directory, for a test that writes to it. */
  public GoldenLake copyTo(Path target) {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Path copy = target.resolve(directory.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(copy);
        } else {
          Files.copy(file, copy);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return read(target.toAbsolutePath());
  }

  @Override
  public String toString() {
    return name;
  }

  private Optional<CatalogCopy> find(Backend backend) {
    return catalogs.stream().filter(each -> each.backend() == backend).findFirst();
  }

  /** The directory of the lakes, found by walking up from the working directory. */
  private static Path root() {
    Path start = Path.of("").toAbsolutePath();
    for (@Nullable Path at = start; at != null; at = at.getParent()) {
      Path lakes = at.resolve("golden-files").resolve("lakes");
      if (Files.isDirectory(lakes)) {
        return lakes;
      }
    }
    throw new IllegalStateException("golden-files/lakes is in no directory above " + start);
  }

  private static GoldenLake read(Path directory) {
    JsonNode lake = parse(directory.resolve("expected.json"));
    List<CatalogCopy> catalogs = new ArrayList<>();
    lake.get("catalogs").forEach(each -> catalogs.add(catalog(directory, each)));
    List<ExpectedTable> tables = new ArrayList<>();
    lake.get("tables").forEach(each -> tables.add(table(directory, each)));
    List<ExpectedView> views =
        stream(lake.get("views"))
            .map(
                each ->
                    new ExpectedView(
                        text(each, "schema"),
                        text(each, "name"),
                        text(each, "dialect"),
                        text(each, "sql")))
            .toList();
    List<String> features = stream(lake.get("features")).map(JsonNode::asText).toList();
    return new GoldenLake(
        text(lake, "lake"), directory, text(lake, "version"), catalogs, tables, views, features);
  }

  private static JsonNode parse(Path file) {
    try {
      return JSON.readTree(file.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static CatalogCopy catalog(Path directory, JsonNode node) {
    List<ExpectedSnapshot> snapshots =
        stream(node.get("snapshots"))
            .map(
                each ->
                    new ExpectedSnapshot(
                        each.get("id").asLong(),
                        TIME.parse(text(each, "time"), Instant::from),
                        each.get("schema_version").asLong()))
            .toList();
    return new CatalogCopy(
        Backend.of(text(node, "backend")),
        directory.resolve(text(node, "meta")),
        text(node, "data_path"),
        text(node, "created_by"),
        node.get("data_files").asLong(),
        node.get("delete_files").asLong(),
        snapshots);
  }

  private static ExpectedTable table(Path directory, JsonNode node) {
    List<ExpectedRead> reads =
        stream(node.get("reads")).map(each -> expectedRead(directory, each)).toList();
    return new ExpectedTable(
        text(node, "schema"),
        text(node, "table"),
        node.get("table_id").asLong(),
        node.get("current").asBoolean(),
        reads);
  }

  private static ExpectedRead expectedRead(Path directory, JsonNode node) {
    List<ExpectedColumn> columns =
        stream(node.get("columns"))
            .map(each -> new ExpectedColumn(each.get(0).asText(), each.get(1).asText()))
            .toList();
    Path arrow = directory.resolve("expected").resolve(text(node, "file"));
    Path json =
        arrow.resolveSibling(arrow.getFileName().toString().replaceFirst("[.]arrow$", ".json"));
    return new ExpectedRead(
        node.get("snapshot").asLong(),
        node.get("latest").asBoolean(),
        columns,
        node.get("rows").asLong(),
        arrow,
        Files.exists(json) ? Optional.of(json) : Optional.empty());
  }

  private static Stream<JsonNode> stream(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }

  private static String text(JsonNode node, String key) {
    return node.get(key).asText();
  }
}
