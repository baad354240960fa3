package io.quacklake.scan.internal.read;

import io.quacklake.format.CorruptLakeException;
import io.quacklake.format.file.InlinedRow;
import io.quacklake.format.file.InlinedRowSet;
import io.quacklake.format.file.InlinedTable;
import io.quacklake.format.internal.bind.BoundPredicate;
import io.quacklake.format.type.Field;
import io.quacklake.scan.ScanTask.InlinedDataTask;
import io.quacklake.scan.VirtualColumn;
import io.quacklake.scan.internal.arrow.ArrowSchemas;
import io.quacklake.scan.internal.arrow.Gather;
import io.quacklake.scan.internal.arrow.VectorValues;
import io.quacklake.scan.internal.batches.Batch;
import io.quacklake.scan.internal.batches.BatchSource;
import io.quacklake.scan.internal.columns.ColumnResolver;
import io.quacklake.scan.internal.columns.ColumnSource;
import io.quacklake.scan.internal.columns.SourceField;
import io.quacklake.scan.internal.filter.RowMask;
import io.quacklake.scan.internal.filter.VectorFilter;
import io.quacklake.scan.internal.variant.InlinedVariants;
import io.quacklake.scan.internal.variant.VariantFormatException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.arrow.util.AutoCloseables;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/** Rows out of the catalog, a page at a time; evolved and filtered like those of files. */
public final class InlinedBatches implements BatchSource {
  private final InlinedTable table;
  private final InlinedRowSet set;
  private final ScanContext context;
  private final int fileIndex;
  private final ColumnResolver resolver;
  private @Nullable InlinedRow last;
  private long seen;

  InlinedBatches(InlinedDataTask task, int fileIndex, ScanContext context) {
    this(task.table(), new InlinedRowSet.VisibleAt(task.snapshot()), fileIndex, context);
  }

  /**
   * @param table with the number of its rows that are in {@code set}
   */
  public InlinedBatches(InlinedTable table, InlinedRowSet set, int fileIndex, ScanContext context) {
    this.table = table;
    this.set = set;
    this.fileIndex = fileIndex;
    this.context = context;
    this.resolver =
        new ColumnResolver(
            table.fields().stream().map(SourceField::of).toList(),
            Map.of(),
            ColumnResolver.Pruning.NONE,
            context.scan().variants(),
            "the inlined table " + table.tableName());
  }

  @Override
  public @Nullable Batch next() {
    while (seen < table.visibleRows()) {
      List<InlinedRow> rows =
          context
              .catalog()
              .read(
                  reader ->
                      reader.inlinedRows(table, set, table.fields(), last, context.batchSize()));
      if (rows.isEmpty()) {
        throw gone();
      }
      seen += rows.size();
      last = rows.get(rows.size() - 1);
      Batch batch = batch(rows);
      if (batch != null) {
        return batch;
      }
    }
    return null;
  }

  private CorruptLakeException gone() {
    return new CorruptLakeException(
        "Of the "
            + table.visibleRows()
            + " rows that "
            + context.scan().table().ref()
            + " had in the catalog table "
            + table.tableName()
            + " when the scan was planned, "
            + seen
            + " are left: they were flushed to files meanwhile. Read again.");
  }

  private @Nullable Batch batch(List<InlinedRow> rows) {
    BoundPredicate filter = context.rowFilterApplies() ? context.scan().filter() : null;
    Set<Field> wanted = new LinkedHashSet<>(context.scan().output());
    if (filter != null) {
      wanted.addAll(VectorFilter.columns(filter));
    }
    Map<Field, FieldVector> vectors = new HashMap<>();
    List<FieldVector> result = new ArrayList<>();
    try {
      for (Field field : wanted) {
        vectors.put(field, column(field, rows));
      }
      int[] selected = null;
      if (filter != null) {
        RowMask matches = VectorFilter.evaluate(filter, rows.size(), vectors::get);
        if (matches.cardinality() == 0) {
          return null;
        }
        selected = matches.cardinality() == rows.size() ? null : matches.rows();
      }
      ChosenRows chosen = context.chosen();
      if (chosen != null) {
        selected =
            chosen.among(
                chosen.fields(context.scan().output()).stream()
                    .map(field -> Objects.requireNonNull(vectors.get(field)))
                    .toList(),
                rows.size());
        if (selected != null && selected.length == 0) {
          return null;
        }
      }
      for (Field field : context.scan().output()) {
        FieldVector vector = Objects.requireNonNull(vectors.remove(field));
        if (selected == null) {
          result.add(vector);
        } else {
          try (vector) {
            result.add(Gather.take(vector, selected, context.allocator()));
          }
        }
      }
      for (VirtualColumn virtual : context.scan().virtualColumns()) {
        result.add(virtual(virtual, rows, selected));
      }
      return new Batch(result, selected == null ? rows.size() : selected.length);
    } catch (RuntimeException failure) {
      closeAll(result);
      throw failure;
    } finally {
      closeAll(vectors.values());
    }
  }

  private FieldVector column(Field field, List<InlinedRow> rows) {
    ColumnSource source = resolver.resolve(field);
    if (source instanceof ColumnSource.Constant constant) {
      return constant.vector(rows.size(), context.allocator());
    }
    ColumnSource.FromSource from = (ColumnSource.FromSource) source;
    int index = indexOf(field);
    Field inlined = table.fields().get(index);
    FieldVector vector = ArrowSchemas.field(inlined).createVector(context.allocator());
    try {
      vector.setInitialCapacity(rows.size());
      vector.allocateNew();
      for (int i = 0; i < rows.size(); i++) {
        Object value = InlinedVariants.encoded(inlined.type(), rows.get(i).values().get(index));
        VectorValues.write(vector, i, inlined.type(), value);
      }
      vector.setValueCount(rows.size());
    } catch (VariantFormatException failure) {
      vector.close();
      throw new CorruptLakeException(
          "Cannot read a variant of the inlined table "
              + table.tableName()
              + ": "
              + failure.getMessage()
              + ".",
          failure);
    } catch (RuntimeException failure) {
      vector.close();
      throw failure;
    }
    return from.convert(vector, context.allocator());
  }

  private int indexOf(Field field) {
    for (int i = 0; i < table.fields().size(); i++) {
      if (table.fields().get(i).id().equals(field.id())) {
        return i;
      }
    }
    throw new IllegalStateException("No inlined column for field " + field.id());
  }

  private FieldVector virtual(
      VirtualColumn column, List<InlinedRow> rows, int @Nullable [] selected) {
    FieldVector vector = VirtualVectors.empty(column, context.allocator());
    int count = selected == null ? rows.size() : selected.length;
    vector.setInitialCapacity(count);
    vector.allocateNew();
    for (int i = 0; i < count; i++) {
      InlinedRow row = rows.get(selected == null ? i : selected[i]);
      Object value =
          switch (column) {
            case ROW_ID -> row.rowId();
            case SNAPSHOT_ID -> snapshot(row);
            case FILE_INDEX -> (long) fileIndex;
            case FILENAME, FILE_ROW_NUMBER -> null;
          };
      VectorValues.write(vector, i, column.type(), value);
    }
    vector.setValueCount(count);
    return vector;
  }

  /** The snapshot that brought the row into the set. */
  private long snapshot(InlinedRow row) {
    return set instanceof InlinedRowSet.EndedIn
        ? Objects.requireNonNull(row.end()).value()
        : row.begin().value();
  }

  private static void closeAll(Iterable<FieldVector> vectors) {
    AutoCloseables.closeNoChecked(() -> AutoCloseables.close(vectors));
  }

  @Override
  public void close() {}
}
