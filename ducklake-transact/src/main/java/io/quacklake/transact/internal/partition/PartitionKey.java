package io.quacklake.transact.internal.partition;

import io.quacklake.format.UnsupportedFeatureException;
import io.quacklake.format.internal.prune.BucketHash;
import io.quacklake.format.internal.text.ValueCodec;
import io.quacklake.format.partition.PartitionField;
import io.quacklake.format.partition.Transform;
import io.quacklake.format.schema.Column;
import io.quacklake.format.type.DataType;
import io.quacklake.format.type.PrimitiveType;
import io.quacklake.scan.internal.arrow.VectorValues;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/** One key of a partition spec: gives rows codes, and codes the texts that the catalog keeps. */
final class PartitionKey {
  private final Column column;
  private final int place;
  private final Transform transform;
  private final @Nullable CalendarField calendar;
  private final int width;
  private final List<@Nullable String> texts = new ArrayList<>();
  private final LongCodes numbers = new LongCodes();
  private final List<Integer> codesOfNumbers = new ArrayList<>();
  private final Map<String, Integer> codesOfTexts = new HashMap<>();
  private int nullCode = -1;

  /**
   * @param place of the column in batches
   */
  PartitionKey(PartitionField field, Column column, int place) {
    this.column = column;
    this.place = place;
    transform = field.transform();
    if (transform instanceof Transform.Unknown || column.type().isNested()) {
      throw new UnsupportedFeatureException(
          "partitioning by " + transform + " of " + column.type(),
          "The table is partitioned by "
              + transform
              + " of column "
              + column.name()
              + " ("
              + column.type()
              + "), which cannot be written.");
    }
    boolean dated = transform instanceof Transform.Calendar || transform instanceof Transform.Epoch;
    calendar = dated ? CalendarField.of(transform, column.type(), column.name()) : null;
    width = width(column.type());
  }

  int place() {
    return place;
  }

  Transform transform() {
    return transform;
  }

  String column() {
    return column.name();
  }

  /** The catalog's text for a code; null for NULL. */
  @Nullable String text(int code) {
    return texts.get(code);
  }

  /** Bytes of a value that is a number in its vector; 0 for others. */
  private static int width(DataType type) {
    if (!(type instanceof PrimitiveType primitive)) {
      return 0;
    }
    return switch (primitive) {
      case INT8, UINT8 -> 1;
      case INT16, UINT16 -> 2;
      case INT32, UINT32, DATE -> 4;
      case INT64, UINT64, TIME, TIME_NS -> 8;
      case TIMESTAMP_S, TIMESTAMP_MS, TIMESTAMP, TIMESTAMP_NS, TIMESTAMPTZ, TIMESTAMPTZ_NS -> 8;
      default -> 0;
    };
  }

  /** A code for each row. */
  void codes(FieldVector vector, int rows, int[] into) {
    boolean nulls = vector.getNullCount() > 0;
    ArrowBuf data = width == 0 ? null : vector.getDataBuffer();
    long last = 0;
    int lastCode = -1;
    for (int row = 0; row < rows; row++) {
      if (nulls && vector.isNull(row)) {
        into[row] = codeOfNull();
      } else if (data == null) {
        into[row] = codeOf(textOf(vector, row));
      } else {
        long raw = number(data, row);
        if (lastCode < 0 || raw != last) {
          last = raw;
          lastCode = codeOf(raw, vector, row);
        }
        into[row] = lastCode;
      }
    }
  }

  private long number(ArrowBuf data, int row) {
    return switch (width) {
      case 1 -> data.getByte(row);
      case 2 -> data.getShort(2L * row);
      case 4 -> data.getInt(4L * row);
      default -> data.getLong(8L * row);
    };
  }

  private int codeOf(long raw, FieldVector vector, int row) {
    int number = numbers.codeOf(calendar == null ? raw : calendar.slot(raw));
    if (number == codesOfNumbers.size()) {
      codesOfNumbers.add(newCodeOf(raw, vector, row));
    }
    return codesOfNumbers.get(number);
  }

  private int newCodeOf(long raw, FieldVector vector, int row) {
    if (calendar == null) {
      return codeOf(textOf(vector, row));
    }
    long key = calendar.of(raw);
    return key == CalendarField.NONE ? codeOfNull() : codeOf(Long.toString(key));
  }

  private String textOf(FieldVector vector, int row) {
    Object value = VectorValues.read(vector, row, column.type());
    if (value == null) {
      throw new IllegalStateException("NULL has no text");
    }
    if (transform instanceof Transform.Bucket bucket) {
      return Integer.toString(BucketHash.bucket(column.type(), value, bucket.buckets()));
    }
    return ValueCodec.print(column.type(), value);
  }

  private int codeOf(String text) {
    Integer known = codesOfTexts.get(text);
    if (known == null) {
      known = texts.size();
      texts.add(text);
      codesOfTexts.put(text, known);
    }
    return known;
  }

  private int codeOfNull() {
    if (nullCode < 0) {
      nullCode = texts.size();
      texts.add(null);
    }
    return nullCode;
  }
}
