package io.quacklake.transact.internal.request;

import io.quacklake.catalog.LakeOption.Scope;
import io.quacklake.format.NotFoundException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The options that a lake keeps, and the texts of their values. */
public final class OptionValues {
  private enum Kind {
    COUNT,
    BYTES,
    FLAG,
    FRACTION,
    AGE,
    COMPRESSION,
    PARQUET_VERSION
  }

  private static final Map<String, Kind> KINDS =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("data_inlining_row_limit", Kind.COUNT),
              Map.entry("parquet_compression", Kind.COMPRESSION),
              Map.entry("parquet_version", Kind.PARQUET_VERSION),
              Map.entry("parquet_compression_level", Kind.COUNT),
              Map.entry("parquet_row_group_size", Kind.COUNT),
              Map.entry("parquet_row_group_size_bytes", Kind.BYTES),
              Map.entry("target_file_size", Kind.BYTES),
              Map.entry("hive_file_pattern", Kind.FLAG),
              Map.entry("per_thread_output", Kind.FLAG),
              Map.entry("require_commit_message", Kind.FLAG),
              Map.entry("rewrite_delete_threshold", Kind.FRACTION),
              Map.entry("delete_older_than", Kind.AGE),
              Map.entry("expire_older_than", Kind.AGE),
              Map.entry("auto_compact", Kind.FLAG),
              Map.entry("write_deletion_vectors", Kind.FLAG),
              Map.entry("sort_on_insert", Kind.FLAG)));
  private static final Set<String> OF_THE_LAKE_ONLY =
      Set.of("require_commit_message", "delete_older_than", "expire_older_than");
  private static final List<String> COMPRESSIONS =
      List.of("uncompressed", "snappy", "gzip", "zstd", "brotli", "lz4", "lz4_raw");
  private static final Pattern BYTES =
      Pattern.compile("(\\d{1,15}(?:\\.\\d{1,6})?)\\s*([kmgt]?i?b)?", Pattern.CASE_INSENSITIVE);

  private OptionValues() {}

  /** The name of an option as the catalog has it. */
  public static String key(String name) {
    return name.strip().toLowerCase(Locale.ROOT);
  }

  /**
   * The text that the catalog keeps for a value.
   *
   * @throws NotFoundException if there is no such option
   * @throws IllegalArgumentException if the option does not take the value, or not there
   */
  public static String checked(String name, String value, Scope scope) {
    String key = key(name);
    Kind kind = KINDS.get(key);
    if (kind == null) {
      throw NotFoundException.withSuggestions("option", name, "what a lake keeps", KINDS.keySet());
    }
    if (scope != Scope.LAKE && OF_THE_LAKE_ONLY.contains(key)) {
      throw new IllegalArgumentException("The option " + key + " is for the whole lake only.");
    }
    String text = value.strip();
    return switch (kind) {
      case COUNT -> number(key, text, "\\d{1,18}", "a whole number");
      case BYTES -> bytes(key, text);
      case FLAG -> oneOf(key, text.toLowerCase(Locale.ROOT), List.of("true", "false"));
      case FRACTION -> fraction(key, text);
      case AGE -> number(key, text, "(?i)\\d{1,9}\\s+[a-z]+(\\s+\\d{1,9}\\s+[a-z]+)*", "as 2 days");
      case COMPRESSION -> oneOf(key, text.toLowerCase(Locale.ROOT), COMPRESSIONS);
      case PARQUET_VERSION -> "V" + oneOf(key, text.replaceFirst("^[vV]", ""), List.of("1", "2"));
    };
  }

  private static String number(String key, String text, String pattern, String form) {
    if (!text.matches(pattern)) {
      throw refused(key, text, form);
    }
    return text;
  }

  private static String oneOf(String key, String text, List<String> allowed) {
    if (!allowed.contains(text)) {
      throw refused(key, text, String.join(" or ", allowed));
    }
    return text;
  }

  /** {@code 10MB} is a thousand thousands, {@code 10MiB} is of the powers of two. */
  private static String bytes(String key, String text) {
    Matcher matcher = BYTES.matcher(text);
    if (!matcher.matches()) {
      throw refused(key, text, "a number of bytes, as 512MB");
    }
    String unit = matcher.group(2) == null ? "b" : matcher.group(2).toLowerCase(Locale.ROOT);
    int step = unit.contains("i") ? 1024 : 1000;
    int power = "bkmgt".indexOf(unit.charAt(0));
    BigDecimal bytes =
        new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(step).pow(power));
    return bytes.toBigInteger().toString();
  }

  private static String fraction(String key, String text) {
    try {
      BigDecimal value = new BigDecimal(text);
      if (value.signum() >= 0 && value.compareTo(BigDecimal.ONE) <= 0) {
        return value.setScale(6, RoundingMode.HALF_UP).toPlainString();
      }
    } catch (NumberFormatException notANumber) {
      throw refused(key, text, "a number from 0 to 1");
    }
    throw refused(key, text, "a number from 0 to 1");
  }

  private static IllegalArgumentException refused(String key, String text, String form) {
    return new IllegalArgumentException(
        "The option " + key + " has to be " + form + ", not '" + text + "'.");
  }
}
