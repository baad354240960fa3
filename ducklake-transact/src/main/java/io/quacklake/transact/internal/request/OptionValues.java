package io.quacklake.transact.internal.request;

import io.quacklake.catalog.LakeOption.Scope;
import io.quacklake.format.NotFoundException;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The options that a catalog keeps, and their texts as the reference stores them. */
public final class OptionValues {
  private static final Pattern SIZE =
      Pattern.compile("([0-9]+(?:\\.[0-9]+)?)\\s*([KMGT]I?)?B?", Pattern.CASE_INSENSITIVE);
  private static final Pattern INTERVAL =
      Pattern.compile("[0-9]+\\s+[A-Za-z]+(\\s+[0-9]+\\s+[A-Za-z]+)*");

  /** What kind of value an option has. */
  private enum Kind {
    COUNT,
    SIZE,
    TRUTH,
    FRACTION,
    INTERVAL,
    COMPRESSION,
    PARQUET_VERSION
  }

  /** What an option may be set for. */
  private enum Scopes {
    ANY,
    LAKE_ONLY
  }

  private record Option(String name, Kind kind, Scopes scopes) {
    static Option of(String name, Kind kind) {
      return new Option(name, kind, Scopes.ANY);
    }
  }

  private static final List<Option> OPTIONS =
      List.of(
          Option.of("data_inlining_row_limit", Kind.COUNT),
          Option.of("parquet_compression", Kind.COMPRESSION),
          Option.of("parquet_version", Kind.PARQUET_VERSION),
          Option.of("parquet_compression_level", Kind.COUNT),
          Option.of("parquet_row_group_size", Kind.COUNT),
          Option.of("parquet_row_group_size_bytes", Kind.SIZE),
          Option.of("target_file_size", Kind.SIZE),
          Option.of("hive_file_pattern", Kind.TRUTH),
          Option.of("per_thread_output", Kind.TRUTH),
          new Option("require_commit_message", Kind.TRUTH, Scopes.LAKE_ONLY),
          Option.of("rewrite_delete_threshold", Kind.FRACTION),
          Option.of("delete_older_than", Kind.INTERVAL),
          Option.of("expire_older_than", Kind.INTERVAL),
          Option.of("auto_compact", Kind.TRUTH),
          Option.of("write_deletion_vectors", Kind.TRUTH),
          Option.of("sort_on_insert", Kind.TRUTH));

  private static final List<String> COMPRESSIONS =
      List.of("uncompressed", "snappy", "gzip", "zstd", "brotli", "lz4", "lz4_raw");

  private OptionValues() {}

  /** The name as it is stored. */
  public static String key(String name) {
    return option(name).name();
  }

  /**
   * The text as it is stored.
   *
   * @throws NotFoundException if there is no such option
   * @throws IllegalArgumentException if the value is none of the option's
   */
  public static String checked(String name, String value, Scope scope) {
    Option option = option(name);
    if (option.scopes() == Scopes.LAKE_ONLY && scope != Scope.LAKE) {
      throw new IllegalArgumentException(
          "The option " + option.name() + " is for the lake, not for a schema or table.");
    }
    String text = value.strip();
    return switch (option.kind()) {
      case COUNT -> matching(option, text, "[0-9]{1,18}", "a whole number");
      case SIZE -> bytes(option, text);
      case TRUTH -> matching(option, text.toLowerCase(Locale.ROOT), "true|false", "true or false");
      case FRACTION -> fraction(option, text);
      case INTERVAL -> {
        if (!INTERVAL.matcher(text).matches()) {
          throw wrong(option, text, "an interval such as 7 days");
        }
        yield text;
      }
      case COMPRESSION -> {
        String codec = text.toLowerCase(Locale.ROOT);
        if (!COMPRESSIONS.contains(codec)) {
          throw wrong(option, text, String.join(", ", COMPRESSIONS));
        }
        yield codec;
      }
      case PARQUET_VERSION ->
          "V" + matching(option, text.toUpperCase(Locale.ROOT).replace("V", ""), "[12]", "1 or 2");
    };
  }

  private static Option option(String name) {
    return OPTIONS.stream()
        .filter(each -> each.name().equalsIgnoreCase(name))
        .findFirst()
        .orElseThrow(
            () ->
                NotFoundException.withSuggestions(
                    "option", name, "DuckLake", OPTIONS.stream().map(Option::name).toList()));
  }

  private static String matching(Option option, String text, String pattern, String wanted) {
    if (!text.matches(pattern)) {
      throw wrong(option, text, wanted);
    }
    return text;
  }

  private static String bytes(Option option, String text) {
    Matcher size = SIZE.matcher(text);
    if (!size.matches()) {
      throw wrong(option, text, "a size such as 128MB");
    }
    BigDecimal bytes = new BigDecimal(size.group(1));
    if (size.group(2) != null) {
      String unit = size.group(2).toUpperCase(Locale.ROOT);
      BigDecimal step = BigDecimal.valueOf(unit.endsWith("I") ? 1024 : 1000);
      bytes =
          bytes.multiply(
              step.pow(Arrays.asList("K", "M", "G", "T").indexOf(unit.substring(0, 1)) + 1));
    }
    return bytes.toBigInteger().toString();
  }

  private static String fraction(Option option, String text) {
    if (!text.matches("0(\\.[0-9]+)?|1(\\.0+)?")) {
      throw wrong(option, text, "a number from 0 to 1");
    }
    return String.format(Locale.ROOT, "%.6f", new BigDecimal(text));
  }

  private static IllegalArgumentException wrong(Option option, String value, String wanted) {
    return new IllegalArgumentException(
        "The option %s cannot be '%s': it takes %s.".formatted(option.name(), value, wanted));
  }
}
