package io.quacklake.scan.internal.feed;

import io.quacklake.format.type.Field;
import io.quacklake.format.type.PrimitiveType;
import io.quacklake.scan.internal.arrow.ArrowSchemas;
import io.quacklake.scan.internal.columns.VariantForms;
import io.quacklake.scan.internal.plan.BoundScan;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.types.pojo.Schema;

/** The columns of a feed: three of its own, then those of the table. */
public final class FeedColumns {
  static final Field SNAPSHOT_ID = Field.of(-1, "snapshot_id", PrimitiveType.INT64);
  static final Field ROW_ID = Field.of(-2, "rowid", PrimitiveType.INT64);
  static final Field CHANGE_TYPE = Field.of(-3, "change_type", PrimitiveType.VARCHAR);

  private static final List<Field> OWN = List.of(SNAPSHOT_ID, ROW_ID, CHANGE_TYPE);

  private FeedColumns() {}

  /** The schema of a feed's batches. */
  public static Schema schema(BoundScan scan) {
    List<Field> fields = new ArrayList<>(OWN);
    for (Field column : scan.output()) {
      fields.add(VariantForms.of(column, scan.variants()));
    }
    return ArrowSchemas.schema(fields);
  }

  static void requireDistinct(BoundScan scan) {
    for (Field field : scan.output()) {
      for (Field own : OWN) {
        if (field.name().equalsIgnoreCase(own.name())) {
          throw new IllegalArgumentException(
              "Table "
                  + scan.table().ref()
                  + " has a column "
                  + field.name()
                  + ", as the change feed has. Select the table's other columns.");
        }
      }
    }
  }
}
