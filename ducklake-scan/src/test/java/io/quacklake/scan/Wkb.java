package io.quacklake.scan;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.List;
import java.util.StringJoiner;

/** Well-known binary as the text that DuckDB prints, for coordinates of few digits. */
final class Wkb {
  private static final List<String> NAMES =
      List.of(
          "",
          "POINT",
          "LINESTRING",
          "POLYGON",
          "MULTIPOINT",
          "MULTILINESTRING",
          "MULTIPOLYGON",
          "GEOMETRYCOLLECTION");
  private static final List<String> DIMENSIONS = List.of("", " Z", " M", " ZM");

  private final ByteBuffer bytes;

  private Wkb(ByteBuffer bytes) {
    this.bytes = bytes;
  }

  static String text(String hex) {
    Wkb geometry = new Wkb(ByteBuffer.wrap(HexFormat.of().parseHex(hex)));
    int type = geometry.type();
    String body = geometry.body(type);
    if (geometry.bytes.hasRemaining()) {
      throw new IllegalArgumentException("trailing bytes in " + hex);
    }
    return NAMES.get(type % 1000) + DIMENSIONS.get(type / 1000) + " " + body;
  }

  private int type() {
    bytes.order(bytes.get() == 1 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    return bytes.getInt();
  }

  private String body(int type) {
    int ordinates = type < 1000 ? 2 : type < 3000 ? 3 : 4;
    switch (type % 1000) {
      case 1:
        String point = point(ordinates);
        return point.contains("NaN") ? "EMPTY" : "(" + point + ")";
      case 2:
        return points(ordinates);
      case 3:
        StringJoiner rings = new StringJoiner(", ", "(", ")").setEmptyValue("EMPTY");
        for (int left = bytes.getInt(); left > 0; left--) {
          rings.add(points(ordinates));
        }
        return rings.toString();
      default:
        StringJoiner parts = new StringJoiner(", ", "(", ")").setEmptyValue("EMPTY");
        for (int left = bytes.getInt(); left > 0; left--) {
          String part = body(type());
          parts.add(type % 1000 == 4 ? part.substring(1, part.length() - 1) : part);
        }
        return parts.toString();
    }
  }

  private String points(int ordinates) {
    StringJoiner points = new StringJoiner(", ", "(", ")").setEmptyValue("EMPTY");
    for (int left = bytes.getInt(); left > 0; left--) {
      points.add(point(ordinates));
    }
    return points.toString();
  }

  private String point(int ordinates) {
    StringJoiner point = new StringJoiner(" ");
    for (int i = 0; i < ordinates; i++) {
      double value = bytes.getDouble();
      point.add(value == Math.rint(value) ? String.valueOf((long) value) : String.valueOf(value));
    }
    return point.toString();
  }
}
