package io.quacklake.transact;

import io.quacklake.scan.LakehouseSession;
import io.quacklake.transact.ModelLake.Column;
import io.quacklake.transact.ModelLake.Row;
import io.quacklake.transact.ModelLake.Table;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One change, of a transaction and of the model. Its numbers are choices among what there is, so
 * that any action can follow any other; one that cannot be done there does nothing.
 */
sealed interface ModelAction permits ModelRowAction, ModelTableAction {

  /** A transaction at work, and the model as it will be. */
  final class Work {
    final LakehouseSession lake;
    final Transaction tx;
    final ModelLake model;

    /** Tables of the model whose rows the transaction has changed. */
    final Set<Integer> changed = new HashSet<>();

    /** Those that have other columns than at the base. */
    final Set<Integer> altered = new HashSet<>();

    /** Those that were not there. */
    final Set<Integer> made = new HashSet<>();

    Work(LakehouseSession lake, Transaction tx, ModelLake model) {
      this.lake = lake;
      this.tx = tx;
      this.model = model;
    }

    @Nullable Table table(int choice) {
      return model.tables.isEmpty() ? null : model.tables.get(choice % model.tables.size());
    }

    /** A table whose rows are those of the base. */
    @Nullable Table unchanged(int choice) {
      Table table = table(choice);
      return table == null || changed.contains(table.number) ? null : table;
    }

    /** The same, and there at the base with those columns. */
    @Nullable Table readable(int choice) {
      Table table = unchanged(choice);
      return table == null || made.contains(table.number) || altered.contains(table.number)
          ? null
          : table;
    }
  }

  void run(Work work);

  /** Which rows: a filter as SQL and as Java. */
  record Where(int kind, int operand) {
    String sql(Table table) {
      Column integers = table.integers();
      String n = integers == null ? "id" : integers.name();
      int value = operand % 20 - 3;
      return switch (kind) {
        case 0 -> "id <= " + operand;
        case 1 -> "id IN (" + operand + ", " + (operand + 3) + ", " + (operand + 40) + ")";
        case 2 -> n + " = " + value + " OR id = " + operand;
        case 3 -> "NOT (" + n + " < " + value + ")";
        case 4 -> n + " IS NULL";
        default -> "id > 0";
      };
    }

    Predicate<Row> test(Table table) {
      Column found = table.integers();
      Column n = found == null ? ModelLake.ID : found;
      long value = operand % 20 - 3;
      return row -> {
        Object number = row.get(n);
        return switch (kind) {
          case 0 -> row.id() <= operand;
          case 1 -> row.id() == operand || row.id() == operand + 3 || row.id() == operand + 40;
          case 2 -> (number != null && (Long) number == value) || row.id() == operand;
          case 3 -> number != null && (Long) number >= value;
          case 4 -> number == null;
          default -> true;
        };
      };
    }
  }
}
