package io.quacklake.transact.internal.add;

import io.quacklake.catalog.LakeInfo.Encryption;
import io.quacklake.format.FieldId;
import io.quacklake.format.InvalidValueException;
import io.quacklake.format.LakePath;
import io.quacklake.format.UnsupportedFeatureException;
import io.quacklake.format.file.ColumnStats;
import io.quacklake.format.internal.text.ValueCodec;
import io.quacklake.format.partition.Transform;
import io.quacklake.format.schema.Column;
import io.quacklake.scan.internal.parquet.ParquetDataFile;
import io.quacklake.transact.AddFilesOptions;
import io.quacklake.transact.internal.add.FileMatch.MatchedLeaf;
import io.quacklake.transact.internal.add.FileMatch.PathColumn;
import io.quacklake.transact.internal.partition.PartitionRouter;
import io.quacklake.transact.internal.stage.StagedFile;
import io.quacklake.transact.internal.stage.StagedFile.Origin;
import io.quacklake.transact.internal.stage.StagedFile.RowIds;
import io.quacklake.transact.internal.stage.StagedMapping;
import io.quacklake.transact.internal.stage.TableTarget;
import io.quacklake.transact.internal.write.CatalogStats;
import io.quacklake.transact.internal.write.CatalogStats.Side;
import io.quacklake.transact.internal.write.WriteContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Looks at Parquet files and says what they are as files of a table; nothing is copied. */
public final class FileAdder {
  private final TableTarget target;
  private final AddFilesOptions options;
  private final WriteContext context;

  private FileAdder(TableTarget target, AddFilesOptions options, WriteContext context) {
    this.target = target;
    this.options = options;
    this.context = context;
  }

  /**
   * The files as the table's.
   *
   * @throws InvalidValueException if a file does not go with the table
   */
  public static List<StagedFile> add(
      TableTarget target, List<String> locations, AddFilesOptions options, WriteContext context) {
    if (target.encryption() == Encryption.ENCRYPTED) {
      throw new UnsupportedFeatureException(
          "adding files to an encrypted lake",
          "The lake is encrypted, files from elsewhere are not. Append their rows.");
    }
    FileAdder adder = new FileAdder(target, options, context);
    return locations.stream().map(adder::file).toList();
  }

  private StagedFile file(String location) {
    try (ParquetDataFile parquet =
        ParquetDataFile.open(context.stores().apply(location).open(location), null, null)) {
      FileMatch match =
          FileMatch.of(location, parquet.schema().fields(), target.columns(), options);
      Map<FieldId, ColumnStats> stats = new HashMap<>();
      for (MatchedLeaf leaf : match.leaves()) {
        ColumnStats known = FooterStats.of(leaf, parquet.rowGroups());
        if (leaf.required() && known.nullCount() != null && known.nullCount() > 0) {
          throw match.refuse(
              "column " + leaf.field().name() + " is NOT NULL, and the file has NULL there");
        }
        stats.put(leaf.field().id(), known);
      }
      for (PathColumn each : match.pathColumns()) {
        stats.put(each.column().id(), stats(each, parquet.rowCount(), match));
      }
      boolean partitioned = !target.partitioning().fields().isEmpty();
      return new StagedFile(
          location,
          path(location),
          Origin.ADDED,
          RowIds.ASSIGNED,
          parquet.rowCount(),
          parquet.footer().fileSize(),
          (long) parquet.footer().byteSize(),
          partitioned ? (Long) target.partitioning().id() : null,
          partitioned ? partitionValues(location, match, stats) : Map.of(),
          null,
          new StagedMapping(match.entries()),
          stats);
    }
  }

  private LakePath path(String location) {
    return location.startsWith(target.location())
        ? new LakePath(location.substring(target.location().length()), true)
        : new LakePath(location, false);
  }

  private static ColumnStats stats(PathColumn each, long rows, FileMatch match) {
    String text = each.value().text();
    if (text == null) {
      if (!each.column().field().nullsAllowed()) {
        throw match.refuse("column " + each.column().name() + " is NOT NULL, its path says NULL");
      }
      return new ColumnStats(0L, 0L, rows, null, null, null, null);
    }
    Object value = parse(each.column(), text, match);
    return new ColumnStats(
        0L,
        rows,
        0L,
        CatalogStats.bound(each.column().type(), value, Side.LOWER),
        CatalogStats.bound(each.column().type(), value, Side.UPPER),
        null,
        null);
  }

  private static Object parse(Column column, String text, FileMatch match) {
    try {
      return ValueCodec.parse(column.type(), text);
    } catch (RuntimeException invalid) {
      throw match.refuse(
          "its path says " + column.name() + " is '" + text + "', which is no " + column.type());
    }
  }

  /** Each key has to be in the path, under the name that the table's own files have it by. */
  private Map<Integer, @Nullable String> partitionValues(
      String location, FileMatch match, Map<FieldId, ColumnStats> stats) {
    PathValues path = PathValues.of(location);
    List<String> names =
        new PartitionRouter(target.partitioning(), target.columns()).directoryNames();
    Map<Integer, @Nullable String> values = new HashMap<>();
    for (int key = 0; key < names.size(); key++) {
      String name = names.get(key);
      PathValues.Value value =
          path.named(name)
              .orElseThrow(
                  () ->
                      match.refuse(
                          "the table is partitioned, and no directory of the path is named "
                              + name
                              + "=…"));
      values.put(key, partitionValue(key, value, match, stats));
    }
    return values;
  }

  private @Nullable String partitionValue(
      int key, PathValues.Value value, FileMatch match, Map<FieldId, ColumnStats> stats) {
    String text = value.text();
    var field = target.partitioning().fields().get(key);
    if (text == null || !(field.transform() instanceof Transform.Identity)) {
      return text;
    }
    List<Column> columns = new ArrayList<>(target.columns());
    columns.removeIf(column -> !column.id().equals(field.column()));
    Column column = columns.get(0);
    Object parsed = parse(column, text, match);
    ColumnStats known = stats.get(column.id());
    String own = CatalogStats.bound(column.type(), parsed, Side.LOWER);
    if (known != null
        && own != null
        && known.min() != null
        && known.max() != null
        && !(known.min().equals(own) && known.max().equals(own))) {
      throw match.refuse(
          "its path says that "
              + column.name()
              + " is "
              + text
              + ", but the file has values from "
              + known.min()
              + " to "
              + known.max());
    }
    return ValueCodec.print(column.type(), parsed);
  }
}
