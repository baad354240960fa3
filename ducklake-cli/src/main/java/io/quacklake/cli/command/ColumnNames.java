package io.quacklake.cli.command;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** A list of names as SQL writes it: commas between, double quotes around odd ones. */
final class ColumnNames {
  private ColumnNames() {}

  /** The names, still quoted where they were. */
  static List<String> split(String text, CommandLine command) {
    List<String> names = new ArrayList<>();
    int start = 0;
    boolean quoted = false;
    for (int i = 0; i <= text.length(); i++) {
      if (i < text.length() && text.charAt(i) == '"') {
        quoted = !quoted;
      } else if (i == text.length() || (text.charAt(i) == ',' && !quoted)) {
        String name = text.substring(start, i).trim();
        if (name.isEmpty()) {
          throw new ParameterException(
              command, "An empty name at position " + (start + 1) + " of --columns " + text);
        }
        names.add(name);
        start = i + 1;
      }
    }
    if (quoted) {
      throw new ParameterException(command, "An unclosed quote in --columns " + text);
    }
    return names;
  }
}
