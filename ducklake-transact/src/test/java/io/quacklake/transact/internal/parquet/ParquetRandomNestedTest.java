package io.quacklake.transact.internal.parquet;

import io.quacklake.transact.internal.parquet.layout.Compression;
import io.quacklake.transact.internal.parquet.layout.ParquetWriteOptions;
import io.quacklake.transact.internal.parquet.layout.ParquetWriteOptions.DataPages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Random values of random types are read by DuckDB as DuckDB made them. */
class ParquetRandomNestedTest {
  @Property(tries = 60)
  void randomNestedValuesComeBack(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 40) int rows,
      @ForAll @IntRange(min = 1, max = 9) int pageRows,
      @ForAll @IntRange(min = 1, max = 30) int rowGroupRows,
      @ForAll DataPages pages,
      @ForAll boolean dictionaries)
      throws IOException {
    Random random = new Random(seed);
    List<String> columns = new ArrayList<>();
    for (int i = 0; i <= random.nextInt(3); i++) {
      Shape shape = Shape.random(random, 4);
      List<String> values = new ArrayList<>();
      for (int row = 0; row < rows; row++) {
        values.add(shape.literal(random));
      }
      columns.add("unnest([" + String.join(", ", values) + "]::" + shape.type() + "[]) AS c" + i);
    }
    String sql = "SELECT " + String.join(", ", columns);
    ParquetWriteOptions options =
        ParquetWriteOptions.DEFAULT
            .withPageRows(pageRows)
            .withRowGroupRows(rowGroupRows)
            .withDataPages(pages)
            .withCompression(Compression.UNCOMPRESSED)
            .withDictionaryBytes(dictionaries ? 1 << 20 : 0);
    Path file = Files.createTempFile("random", ".parquet");
    try (Reference reference = new Reference()) {
      reference.write(sql, file, options);
      reference.assertHolds(file, sql);
    } finally {
      Files.delete(file);
    }
  }

  /** A type and how to make values of it. */
  private sealed interface Shape {
    String type();

    String value(Random random);

    default String literal(Random random) {
      return random.nextInt(4) == 0 ? "NULL" : value(random);
    }

    static Shape random(Random random, int depth) {
      int kind = random.nextInt(depth == 0 ? 3 : 7);
      return switch (kind) {
        case 0 -> new Number("INTEGER");
        case 1 -> new Text();
        case 2 -> new Number(random.nextBoolean() ? "DECIMAL(25,3)" : "DOUBLE");
        case 3, 4 -> new ListOf(random(random, depth - 1));
        case 5 -> {
          List<Shape> fields = new ArrayList<>();
          for (int i = 0; i <= random.nextInt(3); i++) {
            fields.add(random(random, depth - 1));
          }
          yield new StructOf(fields);
        }
        default -> new MapOf(random(random, depth - 1));
      };
    }
  }

  private record Number(String type) implements Shape {
    @Override
    public String value(Random random) {
      return Integer.toString(random.nextInt(10) - 5);
    }
  }

  private record Text() implements Shape {
    @Override
    public String type() {
      return "VARCHAR";
    }

    @Override
    public String value(Random random) {
      return "'" + "tëxt".repeat(random.nextInt(4)) + "'";
    }
  }

  private record ListOf(Shape element) implements Shape {
    @Override
    public String type() {
      return element.type() + "[]";
    }

    @Override
    public String value(Random random) {
      List<String> values = new ArrayList<>();
      for (int i = random.nextInt(4); i > 0; i--) {
        values.add(element.literal(random));
      }
      return "[" + String.join(", ", values) + "]::" + type();
    }
  }

  private record StructOf(List<Shape> fields) implements Shape {
    @Override
    public String type() {
      List<String> parts = new ArrayList<>();
      for (int i = 0; i < fields.size(); i++) {
        parts.add("f" + i + " " + fields.get(i).type());
      }
      return "STRUCT(" + String.join(", ", parts) + ")";
    }

    @Override
    public String value(Random random) {
      List<String> parts = new ArrayList<>();
      for (int i = 0; i < fields.size(); i++) {
        parts.add("'f" + i + "': " + fields.get(i).literal(random));
      }
      return "{" + String.join(", ", parts) + "}::" + type();
    }
  }

  private record MapOf(Shape value) implements Shape {
    @Override
    public String type() {
      return "MAP(VARCHAR, " + value.type() + ")";
    }

    @Override
    public String value(Random random) {
      List<String> parts = new ArrayList<>();
      for (int i = random.nextInt(3); i > 0; i--) {
        parts.add("'k" + i + "': " + value.literal(random));
      }
      return "MAP {" + String.join(", ", parts) + "}::" + type();
    }
  }
}
