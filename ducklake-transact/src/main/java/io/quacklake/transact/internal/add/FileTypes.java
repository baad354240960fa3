package io.quacklake.transact.internal.add;

import io.quacklake.format.type.DataType;
import io.quacklake.format.type.DecimalType;
import io.quacklake.format.type.GeometryType;
import io.quacklake.format.type.PrimitiveType;

/** Which types of files a column can be read from, here and by the reference. */
final class FileTypes {
  private FileTypes() {}

  static boolean fits(DataType file, DataType column) {
    if (file.equals(column)) {
      return true;
    }
    if (file instanceof DecimalType from && column instanceof DecimalType to) {
      return from.scale() <= to.scale()
          && from.precision() - from.scale() <= to.precision() - to.scale();
    }
    if (column instanceof GeometryType) {
      return file == PrimitiveType.BLOB;
    }
    return file instanceof PrimitiveType from
        && column instanceof PrimitiveType to
        && fits(from, to);
  }

  private static boolean fits(PrimitiveType file, PrimitiveType column) {
    int fileBits = bits(file);
    int columnBits = bits(column);
    if (fileBits > 0 && columnBits > 0) {
      boolean signed = isSigned(file);
      return signed == isSigned(column) ? fileBits <= columnBits : !signed && fileBits < columnBits;
    }
    return switch (column) {
      case FLOAT64 -> file == PrimitiveType.FLOAT32;
      case VARCHAR -> file == PrimitiveType.JSON;
      case JSON -> file == PrimitiveType.VARCHAR;
      case TIMESTAMP -> file == PrimitiveType.TIMESTAMP_S || file == PrimitiveType.TIMESTAMP_MS;
      // seconds lie in files as microseconds
      case TIMESTAMP_S -> file == PrimitiveType.TIMESTAMP;
      case TIMESTAMP_NS ->
          file == PrimitiveType.TIMESTAMP
              || file == PrimitiveType.TIMESTAMP_S
              || file == PrimitiveType.TIMESTAMP_MS;
      case TIMESTAMPTZ_NS -> file == PrimitiveType.TIMESTAMPTZ;
      default -> false;
    };
  }

  private static int bits(PrimitiveType type) {
    return switch (type) {
      case INT8, UINT8 -> 8;
      case INT16, UINT16 -> 16;
      case INT32, UINT32 -> 32;
      case INT64, UINT64 -> 64;
      default -> 0;
    };
  }

  private static boolean isSigned(PrimitiveType type) {
    return switch (type) {
      case INT8, INT16, INT32, INT64 -> true;
      default -> false;
    };
  }
}
