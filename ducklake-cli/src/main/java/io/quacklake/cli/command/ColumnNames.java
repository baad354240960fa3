package io.quacklake.cli.command;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A list of names as SQL writes it: commas between, double quotes around odd ones.
 *
 * @param names still quoted where they were
 */
public record ColumnNames(List<String> names) {
  public ColumnNames {
    names = List.copyOf(names);
  }

  /** Reads the list. */
  public static final class Converter implements ITypeConverter<ColumnNames> {
    @Override
    public ColumnNames convert(String text) {
      List<String> names = new ArrayList<>();
      int start = 0;
      boolean quoted = false;
      for (int i = 0; i <= text.length(); i++) {
        if (i < text.length() && text.charAt(i) == '"') {
          quoted = !quoted;
        } else if (i == text.length() || (text.charAt(i) == ',' && !quoted)) {
          String name = text.substring(start, i).trim();
          if (name.isEmpty()) {
            throw new TypeConversionException(
                "there is an empty name at position " + (start + 1) + " of " + text);
          }
          names.add(name);
          start = i + 1;
        }
      }
      if (quoted) {
        throw new TypeConversionException("there is an unclosed quote in " + text);
      }
      return new ColumnNames(names);
    }
  }
}
