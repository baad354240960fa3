package io.quacklake.scan.internal.parquet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quacklake.format.file.EncryptionKey;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/** The files of golden-files/parquet and their expected values. */
record GoldenParquet(Path file) {
  private static final Path DIRECTORY = Path.of("../golden-files/parquet");
  private static final Map<Path, JsonNode> JSON = new ConcurrentHashMap<>();
  private static final EncryptionKey KEY =
      new EncryptionKey("0123456789abcdef".getBytes(StandardCharsets.US_ASCII));

  static List<GoldenParquet> all() {
    try (Stream<Path> files = Files.list(DIRECTORY)) {
      return files
          .filter(file -> file.toString().endsWith(".parquet"))
          .sorted()
          .map(GoldenParquet::new)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static GoldenParquet named(String name) {
    return new GoldenParquet(DIRECTORY.resolve(name + ".parquet"));
  }

  ParquetDataFile open() {
    return open(ByteSource.of(file));
  }

  ParquetDataFile open(ByteSource bytes) {
    return ParquetDataFile.open(bytes, null, isEncrypted() ? KEY : null);
  }

  boolean isEncrypted() {
    return file.toString().contains("encrypted");
  }

  /** The values of a column, spelled as make_parquet.py says. */
  List<Object> expected(String column) {
    JsonNode values = json().get("columns").get(column);
    List<Object> expected = new ArrayList<>();
    values.forEach(value -> expected.add(plain(value)));
    return expected;
  }

  int rows() {
    return json().get("rows").asInt();
  }

  List<String> columns() {
    List<String> names = new ArrayList<>();
    json().get("columns").fieldNames().forEachRemaining(names::add);
    return names;
  }

  private JsonNode json() {
    String name = file.getFileName().toString();
    return JSON.computeIfAbsent(
        file.resolveSibling(name.substring(0, name.indexOf('.')) + ".json.gz"),
        GoldenParquet::parse);
  }

  private static JsonNode parse(Path json) {
    try (InputStream in = new GZIPInputStream(Files.newInputStream(json))) {
      return new ObjectMapper().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Object plain(JsonNode value) {
    if (value.isNull()) {
      return null;
    }
    if (value.isTextual()) {
      return value.textValue();
    }
    List<Object> parts = new ArrayList<>();
    value.forEach(part -> parts.add(plain(part)));
    return parts;
  }

  @Override
  public String toString() {
    return file.getFileName().toString();
  }
}
