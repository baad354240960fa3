package io.quacklake.transact;

import static org.assertj.core.api.Assertions.assertThat;

import io.quacklake.format.TableRef;
import io.quacklake.transact.MergeOptions.Absent;
import io.quacklake.transact.MergeOptions.Matched;
import io.quacklake.transact.MergeOptions.Unmatched;
import io.quacklake.transact.ModelLake.Column;
import io.quacklake.transact.ModelLake.Row;
import io.quacklake.transact.ModelLake.Table;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.jspecify.annotations.Nullable;

/** A change of rows. */
sealed interface ModelRowAction extends ModelAction {

  /** What comes in leaves out this column, unless it is the first. */
  private static List<Column> given(Table table, int without) {
    List<Column> given = new ArrayList<>(table.columns);
    int place = without % given.size();
    if (place > 0) {
      given.remove(place);
    }
    return given;
  }

  /** Rows as they are in the table when only some columns come in. */
  private static Row filled(Table table, Row row, List<Column> given) {
    Row whole = row;
    for (Column column : table.columns) {
      whole = given.contains(column) ? whole : whole.with(column, column.defaultValue());
    }
    return whole;
  }

  private static <R> R incoming(
      Work work, List<Column> columns, List<Row> rows, Function<ArrowReader, R> use) {
    try (ArrowReader reader = new ModelRows(work.lake.allocator(), columns, rows)) {
      return use.apply(reader);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  record Append(int table, int count, int values, int without) implements ModelRowAction {
    @Override
    public void run(Work work) {
      Table into = work.table(table);
      if (into == null) {
        return;
      }
      List<Column> given = given(into, without);
      List<Row> rows = work.model.newRows(into, count, values);
      long written = incoming(work, given, rows, reader -> work.tx.append(into.name, reader));
      assertThat(written).isEqualTo(count);
      rows.forEach(row -> into.rows.add(filled(into, row, given)));
      if (count > 0) {
        work.changed.add(into.number);
      }
    }
  }

  record Delete(int table, Where where) implements ModelRowAction {
    @Override
    public void run(Work work) {
      Table from = work.readable(table);
      if (from == null) {
        return;
      }
      int before = from.rows.size();
      long deleted = work.tx.delete(from.name, where.sql(from));
      from.rows.removeIf(where.test(from));
      assertThat(deleted).isEqualTo(before - from.rows.size());
      if (deleted > 0) {
        work.changed.add(from.number);
      }
    }
  }

  /** A constant, NULL, or for integers the sum with a constant. */
  record Update(int table, int column, Where where, int value) implements ModelRowAction {
    @Override
    public void run(Work work) {
      Table in = work.readable(table);
      if (in == null || in.columns.size() == 1) {
        return;
      }
      Column set = in.columns.get(1 + column % (in.columns.size() - 1));
      boolean adds = set.type().isInteger() && value % 2 == 0;
      Object constant = set.type().isNested() ? null : set.type().value(value);
      Assignment assignment =
          adds ? Assignment.parse(set.name() + " + 1") : Assignment.value(constant);
      long updated =
          work.tx.update(
              TableRef.parse(in.name),
              Map.of(set.name(), assignment),
              io.quacklake.format.predicate.Predicate.parse(where.sql(in)));
      long expected = in.rows.stream().filter(where.test(in)).count();
      assertThat(updated).isEqualTo(expected);
      var test = where.test(in);
      in.rows.replaceAll(
          row -> {
            Object old = row.get(set);
            Object sum = old == null ? null : old instanceof Long n ? n + 1 : old;
            return test.test(row) ? row.with(set, adds ? sum : constant) : row;
          });
      if (updated > 0) {
        work.changed.add(in.number);
      }
    }
  }

  /** Some ids that are there and some new ones. */
  record Merge(int table, int kind, int known, int fresh, int values, int without)
      implements ModelRowAction {
    private MergeOptions options() {
      return switch (kind) {
        case 0 -> MergeOptions.UPSERT.withUnmatched(Unmatched.IGNORE);
        case 1 -> MergeOptions.UPSERT.withMatched(Matched.KEEP);
        case 2 -> MergeOptions.UPSERT.withMatched(Matched.DELETE);
        case 3 -> MergeOptions.UPSERT.withAbsent(Absent.DELETE);
        default -> MergeOptions.UPSERT;
      };
    }

    @Override
    public void run(Work work) {
      Table into = work.readable(table);
      if (into == null) {
        return;
      }
      Random chance = new Random(values);
      List<Row> shuffled = new ArrayList<>(into.rows);
      Collections.shuffle(shuffled, chance);
      List<Row> coming = new ArrayList<>(work.model.newRows(into, fresh, values));
      for (Row row : shuffled.subList(0, Math.min(known, shuffled.size()))) {
        coming.add(ModelLake.row(into, row.id(), chance));
      }
      Collections.shuffle(coming, chance);
      List<Column> given = given(into, without);
      MergeOptions options = options();
      MergeResult result =
          incoming(
              work,
              given,
              coming,
              reader -> work.tx.merge(TableRef.parse(into.name), reader, List.of("id"), options));
      assertThat(result).isEqualTo(merged(into, coming, given, options));
      if (result.inserted() + result.updated() + result.deleted() > 0) {
        work.changed.add(into.number);
      }
    }

    private static MergeResult merged(
        Table into, List<Row> coming, List<Column> given, MergeOptions options) {
      Map<Long, Row> byId = new HashMap<>();
      coming.forEach(row -> byId.put(row.id(), row));
      List<Row> after = new ArrayList<>();
      long updated = 0;
      long deleted = 0;
      for (Row row : into.rows) {
        Row source = byId.remove(row.id());
        boolean deletes =
            source == null
                ? options.absent() == Absent.DELETE
                : options.matched() == Matched.DELETE;
        if (deletes) {
          deleted++;
        } else if (source != null && options.matched() == Matched.UPDATE) {
          updated++;
          after.add(overlaid(row, source, given));
        } else {
          after.add(row);
        }
      }
      long inserted = 0;
      if (options.unmatched() == Unmatched.INSERT) {
        for (Row row : byId.values()) {
          after.add(filled(into, row, given));
          inserted++;
        }
      }
      into.rows = after;
      return new MergeResult(inserted, updated, deleted);
    }

    private static Row overlaid(Row row, Row source, List<Column> given) {
      Row result = row;
      for (Column column : given) {
        result = result.with(column, source.get(column));
      }
      return result;
    }
  }

  record Overwrite(int table, @Nullable Where where, int count, int values)
      implements ModelRowAction {
    @Override
    public void run(Work work) {
      Table in = work.readable(table);
      if (in == null) {
        return;
      }
      List<Row> rows = work.model.newRows(in, count, values);
      var predicate =
          where == null ? null : io.quacklake.format.predicate.Predicate.parse(where.sql(in));
      incoming(
          work,
          in.columns,
          rows,
          reader ->
              work.tx.overwrite(TableRef.parse(in.name), reader, predicate, WriteOptions.DEFAULT));
      int before = in.rows.size();
      in.rows.removeIf(where == null ? row -> true : where.test(in));
      if (before > in.rows.size() || count > 0) {
        work.changed.add(in.number);
      }
      in.rows.addAll(rows);
    }
  }
}
