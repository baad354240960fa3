package io.quacklake.golden;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quacklake.golden.GoldenLake.ExpectedColumn;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * What the reference's change feed returns for one table of a golden lake, for the pairs of
 * snapshots at whose end the table has these columns.
 *
 * @param columns of the table, behind those of the feed
 * @param rows the different rows of all pairs as an Arrow IPC file; empty where there are none
 * @param pairs each with the rows, by number, that it has
 */
public record GoldenChanges(
    String schema,
    String table,
    List<ExpectedColumn> columns,
    Optional<Path> rows,
    List<Pair> pairs) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** A first and a last snapshot and the rows between them. */
  public record Pair(long from, long to, BitSet rows) {}

  /** Those of a lake; empty where the reference does not read the lake. */
  public static List<GoldenChanges> of(GoldenLake lake) {
    Path changes = lake.directory().resolve("../../changes").normalize();
    Path file = changes.resolve(lake.name() + ".json");
    List<GoldenChanges> tables = new ArrayList<>();
    if (!Files.exists(file)) {
      return tables;
    }
    try {
      for (JsonNode table : JSON.readTree(file.toFile()).get("tables")) {
        List<ExpectedColumn> columns = new ArrayList<>();
        table
            .get("columns")
            .forEach(
                each ->
                    columns.add(new ExpectedColumn(each.get(0).asText(), each.get(1).asText())));
        List<Pair> pairs = new ArrayList<>();
        table
            .get("pairs")
            .forEach(
                each ->
                    pairs.add(
                        new Pair(
                            each.get(0).asLong(),
                            each.get(1).asLong(),
                            numbers(each.get(2).asText()))));
        tables.add(
            new GoldenChanges(
                table.get("schema").asText(),
                table.get("table").asText(),
                columns,
                table.get("rows").isNull()
                    ? Optional.empty()
                    : Optional.of(changes.resolve(lake.name()).resolve(table.get("rows").asText())),
                pairs));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return tables;
  }

  /** {@code "0-2 5"} is 0, 1, 2 and 5. */
  private static BitSet numbers(String text) {
    BitSet numbers = new BitSet();
    for (String range : text.isEmpty() ? new String[0] : text.split(" ")) {
      int dash = range.indexOf('-');
      int first = Integer.parseInt(dash < 0 ? range : range.substring(0, dash));
      numbers.set(first, Integer.parseInt(range.substring(dash + 1)) + 1);
    }
    return numbers;
  }
}
