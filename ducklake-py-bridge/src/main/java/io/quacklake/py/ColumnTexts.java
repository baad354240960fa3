package io.quacklake.py;

import io.quacklake.format.predicate.ColumnPath;
import io.quacklake.transact.ColumnDefinition;
import io.quacklake.transact.TableAlteration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Changes of tables as Python names them. */
final class ColumnTexts {
  private ColumnTexts() {}

  /**
   * @param type such as {@code BIGINT} or {@code BIGINT NOT NULL}
   */
  static ColumnDefinition column(String name, String type) {
    return ColumnDefinition.parse('"' + name.replace("\"", "\"\"") + "\" " + type);
  }

  static TableAlteration alteration(String change, @Nullable String[] arguments) {
    return switch (change) {
      case "add_column" -> added(required(arguments[0]), required(arguments[1]), arguments[2]);
      case "drop_column" -> TableAlteration.dropColumn(required(arguments[0]));
      case "rename_column" ->
          TableAlteration.renameColumn(required(arguments[0]), required(arguments[1]));
      case "set_type" -> TableAlteration.setType(required(arguments[0]), required(arguments[1]));
      case "set_default" ->
          arguments[1] == null
              ? TableAlteration.dropDefault(required(arguments[0]))
              : TableAlteration.setDefault(required(arguments[0]), arguments[1]);
      case "set_not_null" -> TableAlteration.setNotNull(required(arguments[0]));
      case "drop_not_null" -> TableAlteration.dropNotNull(required(arguments[0]));
      case "set_partitioning" -> new TableAlteration.SetPartitioning(texts(arguments));
      case "set_sort" -> new TableAlteration.SetSortOrder(texts(arguments));
      case "comment" ->
          arguments[1] == null
              ? TableAlteration.comment(arguments[0])
              : TableAlteration.columnComment(arguments[1], arguments[0]);
      default -> throw new IllegalArgumentException("There is no change " + change);
    };
  }

  private static TableAlteration added(String name, String type, @Nullable String defaultValue) {
    List<String> names = ColumnPath.parse(name).names();
    int last = names.size() - 1;
    return new TableAlteration.AddColumn(
        last == 0 ? null : new ColumnPath(names.subList(0, last)),
        withDefault(column(names.get(last), type), defaultValue));
  }

  private static ColumnDefinition withDefault(ColumnDefinition column, @Nullable String value) {
    return value == null ? column : column.withDefault(value);
  }

  private static List<String> texts(@Nullable String[] arguments) {
    List<String> texts = new ArrayList<>();
    for (String each : arguments) {
      texts.add(required(each));
    }
    return texts;
  }

  static String required(@Nullable String argument) {
    return Objects.requireNonNull(argument, "an argument is missing");
  }
}
