package io.quacklake.scan;

import io.quacklake.scan.ScanSpeed.Case;
import io.quacklake.scan.internal.arrow.PooledMemory;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBResultSet;

/** One of the two engines of {@link ScanSpeed}: answers a question per line. */
interface ScanSpeedEngine {
  int BATCH = 122_880;
  int KEYS = 1_000_000;

  /** Reads a case to its end, handing each batch over. */
  void read(Case each, String where, int threads, BatchUse use) throws IOException, SQLException;

  /** Takes batches. */
  interface BatchUse {
    void use(ArrowReader batch);
  }

  static void serve(String name, Path extension, Path lakes) throws IOException {
    Path lineitem = lakes.resolve("lineitem-sf1/catalog.ducklake");
    Path variants = lakes.resolve("variants-sf1/catalog.ducklake");
    Random keys = new Random(42);
    BufferedReader questions =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    try {
      ScanSpeedEngine engine =
          name.equals("duckdb")
              ? DuckDb.open(extension, lineitem, variants)
              : new Quacklake(lineitem, variants);
      for (String line = questions.readLine(); line != null; line = questions.readLine()) {
        String[] words = line.split(" ");
        Case asked = ScanSpeed.CASES.get(words[1]);
        int threads = Integer.parseInt(words[2]);
        System.out.println(
            words[0].equals("answer")
                ? answer(engine, asked, threads)
                : run(engine, asked, threads, keys));
      }
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  private static String run(ScanSpeedEngine engine, Case asked, int threads, Random keys)
      throws IOException, SQLException {
    long[] rows = new long[1];
    StringBuilder each = new StringBuilder();
    var own = ManagementFactory.getThreadMXBean();
    long cpu = cpuMillis();
    long wall = System.nanoTime();
    for (int i = 0; i < asked.repeats(); i++) {
      long begun = System.nanoTime();
      long ownBegun = own.getCurrentThreadCpuTime();
      String where = asked.where().replace("?", String.valueOf(1 + keys.nextInt(KEYS)));
      engine.read(asked, where, threads, reader -> rows[0] += rows(reader));
      if (asked.looksUp()) {
        double ownMillis = (own.getCurrentThreadCpuTime() - ownBegun) / 1e6;
        each.append(" %.3f %.3f".formatted((System.nanoTime() - begun) / 1e6, ownMillis));
      }
    }
    return "%d %f %f %d%s"
        .formatted(
            rows[0] / asked.repeats(),
            (cpuMillis() - cpu) / (double) asked.repeats(),
            (System.nanoTime() - wall) / 1e6 / asked.repeats(),
            peakMegabytes(),
            each);
  }

  private static int rows(ArrowReader reader) {
    try {
      return reader.getVectorSchemaRoot().getRowCount();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Says what the rows are, whatever their order: names, types and a sum of hashes for each. */
  private static String answer(ScanSpeedEngine engine, Case asked, int threads)
      throws IOException, SQLException {
    Map<String, Long> sums = new ConcurrentHashMap<>();
    String where = asked.looksUp() ? "id IN (1, 77777, 1000000, 2000000)" : asked.where();
    engine.read(
        asked,
        where,
        threads,
        reader -> {
          try {
            for (FieldVector vector : reader.getVectorSchemaRoot().getFieldVectors()) {
              String column = vector.getName() + ":" + vector.getField().getType();
              sums.merge(column.replace(' ', '_'), hash(vector), Long::sum);
              sums.merge("NULLs", (long) vector.getNullCount(), Long::sum);
            }
            sums.merge("rows", (long) rows(reader), Long::sum);
          } catch (IOException e) {
            throw new AssertionError(e);
          }
        });
    return sums.entrySet().stream().map(Object::toString).sorted().collect(Collectors.joining(" "));
  }

  private static long hash(FieldVector vector) {
    long sum = 0;
    for (int i = 0; i < vector.getValueCount(); i++) {
      if (vector.isNull(i)) {
        continue;
      }
      if (vector instanceof BaseVariableWidthVector texts) {
        int from = texts.getOffsetBuffer().getInt(4L * i);
        int to = texts.getOffsetBuffer().getInt(4L * (i + 1));
        sum += hash(texts.getDataBuffer().memoryAddress() + from, to - from);
      } else if (vector instanceof BaseFixedWidthVector fixed && !(vector instanceof BitVector)) {
        int width = fixed.getTypeWidth();
        sum += hash(fixed.getDataBuffer().memoryAddress() + (long) width * i, width);
      } else {
        sum += mixed(vector.getObject(i).hashCode());
      }
    }
    return sum;
  }

  private static long hash(long address, int length) {
    long hash = length;
    for (int i = 0; i < length; i++) {
      hash = hash * 0x100000001b3L + MemoryUtil.getByte(address + i);
    }
    return mixed(hash);
  }

  private static long mixed(long hash) {
    long more = (hash ^ hash >>> 32) * 0x9E3779B97F4A7C15L;
    return more ^ more >>> 29;
  }

  /** User and system time of the process, whose ticks are hundredths of a second on Linux. */
  private static long cpuMillis() throws IOException {
    String[] fields = Files.readString(Path.of("/proc/self/stat")).split("\\) ", 2)[1].split(" ");
    return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * 10;
  }

  private static long peakMegabytes() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith("VmHWM:")) {
        return Long.parseLong(line.replaceAll("\\D", "")) / 1024;
      }
    }
    return 0;
  }

  /** This library; its tables are asked for once. */
  final class Quacklake implements ScanSpeedEngine {
    private final LakehouseSession lineitem;
    private final LakehouseSession variants;

    Quacklake(Path lineitem, Path variants) {
      this.lineitem = LakehouseSession.open(lineitem.toString());
      this.variants = LakehouseSession.open(variants.toString());
    }

    @Override
    public void read(Case each, String where, int threads, BatchUse use) throws IOException {
      LakehouseSession lake = each.table().equals("lineitem") ? lineitem : variants;
      TableScan scan = lake.scan(each.table()).withThreads(threads).withBatchSize(BATCH);
      if (!each.columns().isEmpty()) {
        scan = scan.select(List.of(each.columns().split(",")));
      }
      try (ArrowReader reader = (where.isEmpty() ? scan : scan.where(where)).open()) {
        while (reader.loadNextBatch()) {
          use.use(reader);
        }
      }
    }
  }

  /** DuckDB, streaming. */
  final class DuckDb implements ScanSpeedEngine {
    private final DuckDBConnection connection;
    private final BufferAllocator allocator = PooledMemory.newRootAllocator();

    private DuckDb(DuckDBConnection connection) {
      this.connection = connection;
    }

    static DuckDb open(Path extension, Path lineitem, Path variants) throws SQLException {
      Connection connection = DriverManager.getConnection("jdbc:duckdb:");
      List<String> statements = new ArrayList<>();
      statements.add("LOAD '" + extension + "'");
      for (Path catalog : List.of(lineitem, variants)) {
        statements.add(
            "ATTACH 'ducklake:duckdb:%s' AS %s (READ_ONLY, DATA_PATH '%s/data/', OVERRIDE_DATA_PATH true)"
                .formatted(
                    catalog, catalog == lineitem ? "lake" : "variants", catalog.getParent()));
      }
      statements.add("SET jdbc_stream_results = true");
      try (Statement statement = connection.createStatement()) {
        for (String each : statements) {
          statement.execute(each);
        }
      }
      return new DuckDb(connection.unwrap(DuckDBConnection.class));
    }

    @Override
    public void read(Case each, String where, int threads, BatchUse use)
        throws IOException, SQLException {
      String lake = each.table().equals("lineitem") ? "lake" : "variants";
      String sql =
          "SELECT %s FROM %s.main.%s%s"
              .formatted(
                  each.columns().isEmpty() ? "*" : each.columns(),
                  lake,
                  each.table(),
                  where.isEmpty() ? "" : " WHERE " + where);
      try (Statement statement = connection.createStatement()) {
        statement.execute("SET threads = " + threads);
        try (DuckDBResultSet result = statement.executeQuery(sql).unwrap(DuckDBResultSet.class);
            ArrowReader reader = (ArrowReader) result.arrowExportStream(allocator, BATCH)) {
          while (reader.loadNextBatch()) {
            use.use(reader);
          }
        }
      }
    }
  }
}
