package io.quacklake.cli.text;

import io.quacklake.format.CorruptLakeException;
import io.quacklake.format.UnsupportedFeatureException;
import io.quacklake.format.internal.text.ValueCodec;
import io.quacklake.format.type.PrimitiveType;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Well-known binary as well-known text, spaced as DuckDB does. */
final class WellKnownText {
  private static final int HAS_Z = 0x80000000;
  private static final int HAS_M = 0x40000000;
  private static final int HAS_SRID = 0x20000000;
  private static final String[] NAMES = {
    "POINT",
    "LINESTRING",
    "POLYGON",
    "MULTIPOINT",
    "MULTILINESTRING",
    "MULTIPOLYGON",
    "GEOMETRYCOLLECTION"
  };

  private final ByteBuffer in;
  private final StringBuilder out = new StringBuilder();

  private WellKnownText(byte[] bytes) {
    in = ByteBuffer.wrap(bytes);
  }

  static String of(byte[] bytes) {
    WellKnownText text = new WellKnownText(bytes);
    try {
      Header header = text.header();
      text.named(header);
    } catch (BufferUnderflowException e) {
      throw new CorruptLakeException(
          "A geometry of " + bytes.length + " bytes ends before its last coordinate.", e);
    }
    return text.out.toString();
  }

  private record Header(int kind, String dimensions, int ordinates) {}

  private Header header() {
    in.order(in.get() == 0 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    int code = in.getInt();
    if ((code & HAS_SRID) != 0) {
      in.getInt();
    }
    int plain = code & ~(HAS_Z | HAS_M | HAS_SRID);
    boolean z = (code & HAS_Z) != 0 || plain / 1000 == 1 || plain / 1000 == 3;
    boolean m = (code & HAS_M) != 0 || plain / 1000 == 2 || plain / 1000 == 3;
    int kind = plain % 1000;
    if (kind < 1 || kind > NAMES.length || plain / 1000 > 3) {
      throw new UnsupportedFeatureException(
          "geometry kind " + Integer.toUnsignedString(code),
          "A geometry is of kind "
              + Integer.toUnsignedString(code)
              + ", which cannot be printed; --format arrow or parquet gives its bytes.");
    }
    return new Header(kind, (z ? "Z" : "") + (m ? "M" : ""), 2 + (z ? 1 : 0) + (m ? 1 : 0));
  }

  private void named(Header header) {
    out.append(NAMES[header.kind() - 1]).append(' ');
    if (!header.dimensions().isEmpty()) {
      out.append(header.dimensions()).append(' ');
    }
    body(header);
  }

  private void body(Header header) {
    switch (header.kind()) {
      case 1 -> point(header);
      case 2 -> list(() -> coordinates(header));
      case 3 -> list(() -> list(() -> coordinates(header)));
      // A point of a multipoint stands without parentheses of its own.
      case 4 -> list(() -> bare(header()));
      case 5, 6 -> list(() -> body(header()));
      default -> list(() -> named(header()));
    }
  }

  private void list(Runnable item) {
    int count = in.getInt();
    if (count < 0 || count > in.remaining()) {
      throw new CorruptLakeException(
          "A geometry says it has "
              + Integer.toUnsignedString(count)
              + " parts in "
              + in.remaining()
              + " bytes.");
    }
    if (count == 0) {
      out.append("EMPTY");
      return;
    }
    out.append('(');
    for (int i = 0; i < count; i++) {
      out.append(i == 0 ? "" : ", ");
      item.run();
    }
    out.append(')');
  }

  private void point(Header header) {
    int start = out.length();
    if (coordinates(header)) {
      out.insert(start, '(').append(')');
    }
  }

  private void bare(Header header) {
    coordinates(header);
  }

  /** An empty point has NaN for each ordinate. */
  private boolean coordinates(Header header) {
    double[] ordinates = new double[header.ordinates()];
    boolean empty = true;
    for (int i = 0; i < ordinates.length; i++) {
      ordinates[i] = in.getDouble();
      empty &= Double.isNaN(ordinates[i]);
    }
    if (empty) {
      out.append("EMPTY");
      return false;
    }
    for (int i = 0; i < ordinates.length; i++) {
      String text = ValueCodec.print(PrimitiveType.FLOAT64, ordinates[i]);
      out.append(i == 0 ? "" : " ")
          .append(text.endsWith(".0") ? text.substring(0, text.length() - 2) : text);
    }
    return true;
  }
}
