package io.quacklake.cli;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads CSV back, telling an empty field (NULL) from a quoted empty one. */
final class CsvText {
  private CsvText() {}

  /** All records, the header first; null for an empty field without quotes. */
  static List<List<@Nullable String>> parse(String text) {
    List<List<@Nullable String>> records = new ArrayList<>();
    List<@Nullable String> record = new ArrayList<>();
    int at = 0;
    while (at < text.length()) {
      StringBuilder field = new StringBuilder();
      boolean quoted = text.charAt(at) == '"';
      if (quoted) {
        at++;
        while (text.charAt(at) != '"' || text.startsWith("\"\"", at)) {
          at += text.charAt(at) == '"' ? 1 : 0;
          field.append(text.charAt(at++));
        }
        at++;
      } else {
        while (text.charAt(at) != ',' && text.charAt(at) != '\n') {
          field.append(text.charAt(at++));
        }
      }
      record.add(field.isEmpty() && !quoted ? null : field.toString());
      if (text.charAt(at++) == '\n') {
        records.add(record);
        record = new ArrayList<>();
      } else if (text.charAt(at) == '\n') {
        record.add(null);
        records.add(record);
        record = new ArrayList<>();
        at++;
      }
    }
    return records;
  }
}
