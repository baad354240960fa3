package io.quacklake.transact.internal.rows;

import io.quacklake.format.type.DataType;
import io.quacklake.scan.internal.arrow.VectorValues;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.complex.ListVector;
import org.jspecify.annotations.Nullable;

/** What DuckDB asks of the keys of a map, without which it cannot read the row. */
final class MapKeys {
  private MapKeys() {}

  /**
   * @throws CastFailure at the first map with a key that is NULL or comes twice
   */
  static void require(ListVector maps, DataType type) {
    FieldVector keys = maps.getDataVector().getChildrenFromFields().get(0);
    Set<@Nullable Object> seen = new HashSet<>();
    for (int row = 0; row < maps.getValueCount(); row++) {
      if (maps.isNull(row)) {
        continue;
      }
      int end = maps.getElementEndIndex(row);
      seen.clear();
      for (int i = maps.getElementStartIndex(row); i < end; i++) {
        Object key = keys.isNull(i) ? null : VectorValues.read(keys, i, type);
        if (key == null) {
          throw CastFailure.of("the map has a key that is NULL").at(row);
        }
        if (!seen.add(comparable(key))) {
          throw CastFailure.of("the map has the key " + text(key) + " twice").at(row);
        }
      }
    }
  }

  /** One that equals another where SQL says so. */
  private static @Nullable Object comparable(@Nullable Object key) {
    if (key instanceof Double number) {
      return number == 0 ? 0.0 : number;
    }
    if (key instanceof Float number) {
      return number == 0 ? 0.0f : number;
    }
    if (key instanceof byte[] bytes) {
      return ByteBuffer.wrap(bytes);
    }
    if (key instanceof List<?> list) {
      List<@Nullable Object> all = new ArrayList<>();
      list.forEach(each -> all.add(comparable(each)));
      return all;
    }
    return key;
  }

  private static String text(Object key) {
    return key instanceof byte[] bytes ? Arrays.toString(bytes) : key.toString();
  }
}
