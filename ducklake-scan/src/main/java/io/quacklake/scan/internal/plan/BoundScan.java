package io.quacklake.scan.internal.plan;

import io.quacklake.format.FieldId;
import io.quacklake.format.Snapshot;
import io.quacklake.format.internal.bind.BoundPredicate;
import io.quacklake.format.schema.Column;
import io.quacklake.format.schema.TableInfo;
import io.quacklake.format.schema.ViewInfo;
import io.quacklake.format.type.Field;
import io.quacklake.scan.VariantForm;
import io.quacklake.scan.VirtualColumn;
import io.quacklake.scan.internal.columns.VariantForms;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A request whose names are resolved against a snapshot.
 *
 * @param view the view that was asked for, null where it was the table itself
 * @param columns all columns of the table, for name mappings and files without field ids
 * @param output the columns of the result, nested ones pruned
 * @param filter null where every row passes
 * @param variants the form in which variants come out; the types of columns do not show it
 */
public record BoundScan(
    Snapshot snapshot,
    TableInfo table,
    @Nullable ViewInfo view,
    List<Column> columns,
    List<Field> output,
    List<VirtualColumn> virtualColumns,
    @Nullable BoundPredicate filter,
    VariantForm variants) {

  /** The columns whose statistics may leave files out. */
  Set<FieldId> statistics() {
    return filter == null ? Set.of() : filter.fields();
  }

  /** The fields of the result: columns, then virtual columns. */
  public List<Field> resultFields() {
    List<Field> fields = new ArrayList<>();
    for (Field each : output) {
      fields.add(VariantForms.of(each, variants));
    }
    for (VirtualColumn each : virtualColumns) {
      fields.add(Field.of(-1, each.columnName(), each.type()));
    }
    return fields;
  }
}
