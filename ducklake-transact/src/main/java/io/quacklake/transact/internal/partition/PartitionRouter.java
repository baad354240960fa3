package io.quacklake.transact.internal.partition;

import io.quacklake.format.CorruptLakeException;
import io.quacklake.format.FieldId;
import io.quacklake.format.partition.PartitionField;
import io.quacklake.format.partition.PartitionSpec;
import io.quacklake.format.schema.Column;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/** Finds the partition of each row; partitions are numbered from 0 as they are met. */
public final class PartitionRouter {
  private final List<PartitionKey> keys = new ArrayList<>();
  private final HiveDirectories directories;
  private final List<LongCodes> pairs = new ArrayList<>();
  private final Map<Integer, Partition> partitions = new HashMap<>();

  /**
   * A partition.
   *
   * @param values texts by key index; a null value is NULL
   * @param directory below the table's, with a separator at its end; of Hive's kind
   */
  public record Partition(Map<Integer, @Nullable String> values, String directory) {
    public Partition {
      values = Collections.unmodifiableMap(new HashMap<>(values));
    }
  }

  public PartitionRouter(PartitionSpec spec, List<Column> columns) {
    for (PartitionField field :
        spec.fields().stream().sorted(Comparator.comparingInt(PartitionField::index)).toList()) {
      int place = place(field.column(), columns);
      keys.add(new PartitionKey(field, columns.get(place), place));
      pairs.add(new LongCodes());
    }
    directories = new HiveDirectories(keys);
  }

  /** What the directories of each key are named by, unescaped. */
  public List<String> directoryNames() {
    return directories.plainNames();
  }

  private static int place(FieldId id, List<Column> columns) {
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).id().equals(id)) {
        return i;
      }
    }
    throw new CorruptLakeException(
        "The partition spec names column " + id.value() + ", which the table does not have.");
  }

  /** The partition of each row of a batch. */
  public int[] route(List<FieldVector> vectors, int rows) {
    int[] partitionOfRow = new int[rows];
    keys.get(0).codes(vectors.get(keys.get(0).place()), rows, partitionOfRow);
    int[] codes = new int[keys.size() > 1 ? rows : 0];
    for (int key = 1; key < keys.size(); key++) {
      keys.get(key).codes(vectors.get(keys.get(key).place()), rows, codes);
      LongCodes pair = pairs.get(key);
      for (int row = 0; row < rows; row++) {
        long both = ((long) partitionOfRow[row] << 32) | codes[row];
        partitionOfRow[row] = pair.codeOf(both);
      }
    }
    return partitionOfRow;
  }

  /** The partition with that number. */
  public Partition partition(int number) {
    return partitions.computeIfAbsent(number, this::describe);
  }

  private Partition describe(int number) {
    List<@Nullable String> texts = new ArrayList<>();
    int code = number;
    for (int key = keys.size() - 1; key > 0; key--) {
      long both = pairs.get(key).keyOf(code);
      texts.add(0, keys.get(key).text((int) both));
      code = (int) (both >>> 32);
    }
    texts.add(0, keys.get(0).text(code));
    Map<Integer, @Nullable String> values = new HashMap<>();
    for (int key = 0; key < texts.size(); key++) {
      values.put(key, texts.get(key));
    }
    return new Partition(values, directories.of(texts));
  }
}
