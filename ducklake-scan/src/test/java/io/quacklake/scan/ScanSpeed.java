package io.quacklake.scan;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Reading, paired with DuckDB 1.5.5 through JDBC ({@code arrowExportStream}): each engine is a
 * process of its own that stays alive, and runs alternate. The lakes are those of {@code bench/}.
 *
 * <p>{@code java … ScanSpeed duckdb_jdbc-1.5.5.1.jar ducklake.duckdb_extension LAKES [rounds=N]
 * [warm-up=N] [threads=N] [CASE …]}, where LAKES is the folder with {@code lineitem-sf1} and {@code
 * variants-sf1}. Answers are compared first. CPU is that of the whole process; ratios are Quacklake
 * / DuckDB, minimum over minimum and median of pairs.
 */
final class ScanSpeed {
  private static final String DAYS =
      "l_shipdate BETWEEN DATE '1995-01-01' AND DATE '1995-01-25'"; // one row in a hundred

  /**
   * What is read.
   *
   * @param columns comma-separated; empty for all
   * @param where empty for all rows; with {@code ?} for a random key
   * @param repeats scans that are measured as one, so that ticks of the clock do not matter
   */
  record Case(String name, String table, String columns, String where, int repeats) {
    boolean looksUp() {
      return where.contains("?");
    }
  }

  static final Map<String, Case> CASES = cases();

  private ScanSpeed() {}

  private static Map<String, Case> cases() {
    Map<String, Case> cases = new LinkedHashMap<>();
    for (Case each :
        List.of(
            new Case("full", "lineitem", "", "", 1),
            new Case("zstd", "zstd", "", "", 1),
            new Case("columns", "lineitem", "l_orderkey,l_extendedprice,l_shipdate", "", 4),
            new Case(
                "strings",
                "lineitem",
                "l_returnflag,l_linestatus,l_shipinstruct,l_shipmode,l_linenumber",
                "",
                3),
            new Case("long-strings", "lineitem", "l_orderkey,l_comment", "", 2),
            new Case("filter", "lineitem", "", DAYS, 2),
            new Case("filter-sorted", "sorted", "", DAYS, 10),
            new Case("evolved", "evolved", "", "", 1),
            new Case("nested", "nested", "", "", 2),
            new Case("look-up", "million", "", "id = ?", 200),
            new Case("look-up-parted", "parted", "", "id = ?", 10))) {
      cases.put(each.name(), each);
    }
    return cases;
  }

  public static void main(String[] arguments) throws IOException {
    if (arguments[0].equals("serve")) {
      ScanSpeedEngine.serve(arguments[1], Path.of(arguments[2]), Path.of(arguments[3]));
      return;
    }
    Map<String, Integer> options = new LinkedHashMap<>();
    List<String> names = new ArrayList<>();
    for (String word : Arrays.asList(arguments).subList(3, arguments.length)) {
      int equals = word.indexOf('=');
      if (equals < 0) {
        names.add(word);
      } else {
        options.put(word.substring(0, equals), Integer.parseInt(word.substring(equals + 1)));
      }
    }
    String ours = System.getProperty("java.class.path");
    String theirs = arguments[0] + File.pathSeparator + ours;
    try (Engine quacklake = new Engine(ours, "quacklake", arguments);
        Engine duckdb = new Engine(theirs, "duckdb", arguments)) {
      System.out.printf(
          "%-16s%9s%10s%10s%8s%8s%10s%10s%8s%8s%7s%7s%n",
          "case", "rows", "CPU ms", "DuckDB", "min", "median", "wall ms", "DuckDB", "min", "median",
          "MB", "MB");
      for (String name : names.isEmpty() ? CASES.keySet() : names) {
        compare(name, quacklake, duckdb, options);
      }
    }
  }

  private static void compare(
      String name, Engine quacklake, Engine duckdb, Map<String, Integer> options) {
    int threads = options.getOrDefault("threads", 1);
    String mine = quacklake.ask("answer " + name + " " + threads);
    String theirs = duckdb.ask("answer " + name + " " + threads);
    if (!mine.equals(theirs)) {
      throw new AssertionError(name + ": Quacklake answers\n" + mine + "\nDuckDB\n" + theirs);
    }
    String request = "run " + name + " " + threads;
    for (int i = 0; i < options.getOrDefault("warm-up", 6); i++) {
      quacklake.ask(request);
      duckdb.ask(request);
    }
    List<Run> ours = new ArrayList<>();
    List<Run> others = new ArrayList<>();
    for (int i = 0; i < options.getOrDefault("rounds", 7); i++) {
      if (i % 2 == 0) {
        ours.add(Run.of(quacklake.ask(request)));
      }
      others.add(Run.of(duckdb.ask(request)));
      if (i % 2 == 1) {
        ours.add(Run.of(quacklake.ask(request)));
      }
    }
    System.out.printf(
        "%-16s%9d%s%s%7d%7d%n",
        name,
        ours.get(0).rows,
        ratios(ours, others, run -> run.cpuMillis),
        ratios(ours, others, run -> run.wallMillis),
        ours.get(ours.size() - 1).megabytes,
        others.get(others.size() - 1).megabytes);
    if (CASES.get(name).looksUp()) {
      System.out.printf("%16s ours   %s%n%16s DuckDB %s%n", "", each(ours), "", each(others));
    }
  }

  private static String ratios(List<Run> ours, List<Run> theirs, ToDoubleFunction<Run> measure) {
    List<Double> pairs = new ArrayList<>();
    for (int i = 0; i < ours.size(); i++) {
      pairs.add(measure.applyAsDouble(ours.get(i)) / measure.applyAsDouble(theirs.get(i)));
    }
    Collections.sort(pairs);
    double mine = ours.stream().mapToDouble(measure).min().orElseThrow();
    double others = theirs.stream().mapToDouble(measure).min().orElseThrow();
    double median = (pairs.get((pairs.size() - 1) / 2) + pairs.get(pairs.size() / 2)) / 2;
    return "%10.1f%10.1f%8.2f%8.2f".formatted(mine, others, mine / others, median);
  }

  /** Percentiles of single look-ups: wall time, and CPU time of the thread that asks. */
  private static String each(List<Run> runs) {
    StringBuilder text = new StringBuilder();
    for (int kind = 0; kind < 2; kind++) {
      int own = kind;
      double[] sorted =
          runs.stream()
              .flatMap(run -> run.each.stream())
              .mapToDouble(e -> e[own])
              .sorted()
              .toArray();
      text.append(kind == 0 ? "wall" : "; CPU of the asking thread")
          .append(
              " p50 %.2f p99 %.2f ms"
                  .formatted(sorted[sorted.length / 2], sorted[sorted.length * 99 / 100]));
    }
    return text.toString();
  }

  /** One measurement: times are per scan; of look-ups also those of each. */
  record Run(long rows, double cpuMillis, double wallMillis, long megabytes, List<double[]> each) {
    static Run of(String line) {
      String[] words = line.split(" ");
      List<double[]> each = new ArrayList<>();
      for (int i = 4; i < words.length; i += 2) {
        each.add(new double[] {Double.parseDouble(words[i]), Double.parseDouble(words[i + 1])});
      }
      return new Run(
          Long.parseLong(words[0]),
          Double.parseDouble(words[1]),
          Double.parseDouble(words[2]),
          Long.parseLong(words[3]),
          each);
    }
  }

  /** An engine at work in another process. */
  private static final class Engine implements AutoCloseable {
    private final String name;
    private final Process process;
    private final PrintWriter questions;
    private final BufferedReader answers;

    Engine(String classPath, String name, String[] arguments) throws IOException {
      this.name = name;
      List<String> command = new ArrayList<>();
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.add("--add-opens=java.base/java.nio=ALL-UNNAMED");
      command.addAll(Arrays.asList(System.getProperty("jvm", "").split(" ")));
      command.removeIf(String::isEmpty);
      command.addAll(List.of("-cp", classPath, ScanSpeed.class.getName(), "serve", name));
      command.addAll(List.of(arguments[1], arguments[2]));
      process = new ProcessBuilder(command).redirectError(Redirect.INHERIT).start();
      questions =
          new PrintWriter(
              new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8), true);
      answers =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    String ask(String question) {
      questions.println(question);
      try {
        String answer = answers.readLine();
        if (answer == null) {
          throw new AssertionError(name + " ended: see its message above");
        }
        return answer;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void close() throws IOException {
      questions.close();
      answers.close();
    }
  }
}
