package io.quacklake.transact;

import io.quacklake.transact.ModelLake.Column;
import io.quacklake.transact.ModelLake.Table;
import java.util.ArrayList;
import java.util.List;

/** A change of what tables there are, and of their definitions. */
sealed interface ModelTableAction extends ModelAction {

  record Create(int columns, int keys) implements ModelTableAction {
    private static final int MOST = 3;

    @Override
    public void run(Work work) {
      if (work.model.tables.size() == MOST) {
        return;
      }
      List<Column> made = new ArrayList<>(List.of(ModelLake.ID));
      for (int i = 0; i < 1 + columns % 4; i++) {
        int number = work.model.newNumber();
        ModelType type = ModelType.NEW.get((columns / 4 + i * 3) % ModelType.NEW.size());
        made.add(new Column(number, "c" + number, type, null));
      }
      int number = work.model.newNumber();
      Table table = new Table(number, "t" + number, made, new ArrayList<>());
      List<String> partitioning = partitioning(table, keys);
      work.tx.createTable(
          TableDefinition.of(
                  table.name,
                  made.stream()
                      .map(column -> ColumnDefinition.of(column.name(), column.type().sql()))
                      .toArray(ColumnDefinition[]::new))
              .withPartitioning(partitioning));
      work.model.tables.add(table);
      work.made.add(number);
    }
  }

  /** Chooses keys and notes their columns. */
  private static List<String> partitioning(Table table, int choice) {
    Column integers = table.integers();
    Column day =
        table.columns.stream()
            .filter(column -> column.type() == ModelType.DATE)
            .findFirst()
            .orElse(null);
    table.partitionColumns = List.of();
    switch (choice % 5) {
      case 0 -> {
        table.partitionColumns = List.of(ModelLake.ID.number());
        return List.of("bucket(3, id)");
      }
      case 1 -> {
        if (integers != null) {
          table.partitionColumns = List.of(integers.number());
          return List.of(integers.name());
        }
      }
      case 2 -> {
        if (day != null) {
          table.partitionColumns = List.of(day.number());
          return List.of("year(" + day.name() + ")", "month(" + day.name() + ")");
        }
      }
      default -> {}
    }
    return List.of();
  }

  record Drop(int table) implements ModelTableAction {
    @Override
    public void run(Work work) {
      Table dropped = work.table(table);
      if (dropped != null) {
        work.tx.dropTable(dropped.name);
        work.model.tables.remove(dropped);
      }
    }
  }

  record Rename(int table) implements ModelTableAction {
    @Override
    public void run(Work work) {
      Table renamed = work.table(table);
      if (renamed != null) {
        String name = "t" + work.model.newNumber();
        work.tx.renameTable(renamed.name, name);
        renamed.name = name;
      }
    }
  }

  /** With a default for half of the types that take one. */
  record AddColumn(int table, int type, int value) implements ModelTableAction {
    @Override
    public void run(Work work) {
      Table to = work.unchanged(table);
      if (to == null || to.columns.size() > 7) {
        return;
      }
      int number = work.model.newNumber();
      ModelType kind = ModelType.NEW.get(type % ModelType.NEW.size());
      Object given = kind.isNested() || value % 2 == 0 ? null : kind.value(value);
      Column column = new Column(number, "c" + number, kind, given);
      TableAlteration.AddColumn addition = TableAlteration.addColumn(column.name(), kind.sql());
      work.tx.alter(
          to.name, given == null ? addition : addition.withDefault(kind.defaultText(given)));
      to.columns.add(column);
      to.rows.replaceAll(row -> row.with(column, given));
      work.altered.add(to.number);
    }
  }

  record DropColumn(int table, int column) implements ModelTableAction {
    @Override
    public void run(Work work) {
      Table from = work.unchanged(table);
      Column dropped = from == null ? null : other(from, column);
      if (from != null && dropped != null && !from.isKey(dropped)) {
        work.tx.alter(from.name, TableAlteration.dropColumn(dropped.name()));
        from.columns.remove(dropped);
      }
    }
  }

  record RenameColumn(int table, int column) implements ModelTableAction {
    @Override
    public void run(Work work) {
      Table of = work.unchanged(table);
      Column renamed = of == null ? null : other(of, column);
      if (of != null && renamed != null) {
        String name = "c" + work.model.newNumber();
        work.tx.alter(of.name, TableAlteration.renameColumn(renamed.name(), name));
        of.columns.replaceAll(
            each ->
                each == renamed
                    ? new Column(each.number(), name, each.type(), each.defaultValue())
                    : each);
        work.altered.add(of.number);
      }
    }
  }

  record Promote(int table, int column) implements ModelTableAction {
    @Override
    public void run(Work work) {
      Table of = work.unchanged(table);
      Column old = of == null ? null : other(of, column);
      ModelType wider = old == null ? null : old.type().wider();
      if (of != null && old != null && wider != null && !of.isKey(old)) {
        work.tx.alter(of.name, TableAlteration.setType(old.name(), wider.sql()));
        work.altered.add(of.number);
        of.columns.replaceAll(
            each ->
                each == old
                    ? new Column(each.number(), each.name(), wider, each.defaultValue())
                    : each);
      }
    }
  }

  record Partition(int table, int keys) implements ModelTableAction {
    @Override
    public void run(Work work) {
      Table of = work.unchanged(table);
      if (of != null) {
        List<String> partitioning = partitioning(of, keys);
        work.tx.alter(
            of.name, TableAlteration.setPartitioning(partitioning.toArray(String[]::new)));
      }
    }
  }

  record Sort(int table, int column) implements ModelTableAction {
    @Override
    public void run(Work work) {
      Table of = work.unchanged(table);
      if (of == null) {
        return;
      }
      Column key = of.columns.get(column % of.columns.size());
      boolean none = column % 3 == 0 || key.type().isNested();
      of.sortColumns = none ? List.of() : List.of(key.number());
      work.tx.alter(
          of.name,
          none
              ? TableAlteration.setSortOrder()
              : TableAlteration.setSortOrder(key.name() + (column % 2 == 0 ? " DESC" : "")));
    }
  }

  record Comment(int table, int text) implements ModelTableAction {
    @Override
    public void run(Work work) {
      Table of = work.unchanged(table);
      if (of != null) {
        work.tx.alter(of.name, TableAlteration.comment("number " + text));
      }
    }
  }

  private static Column other(Table table, int choice) {
    return table.columns.size() == 1
        ? null
        : table.columns.get(1 + choice % (table.columns.size() - 1));
  }
}
