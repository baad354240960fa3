package io.quacklake.format.internal.text;

import io.quacklake.format.type.PrimitiveType;
import java.io.ByteArrayOutputStream;
import java.util.HexFormat;

/** Bytes as DuckDB writes them: printable ASCII as it is, everything else as {@code \xAA}. */
final class BlobText {
  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private BlobText() {}

  static byte[] parse(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\') {
        if (i + 3 >= text.length()
            || text.charAt(i + 1) != 'x'
            || !HexFormat.isHexDigit(text.charAt(i + 2))
            || !HexFormat.isHexDigit(text.charAt(i + 3))) {
          throw ValueFormatException.of(PrimitiveType.BLOB, text);
        }
        bytes.write(HexFormat.fromHexDigits(text, i + 2, i + 4));
        i += 3;
      } else if (c < 128) {
        bytes.write(c);
      } else {
        throw ValueFormatException.of(PrimitiveType.BLOB, text);
      }
    }
    return bytes.toByteArray();
  }

  static String print(byte[] bytes) {
    StringBuilder out = new StringBuilder(bytes.length);
    for (byte b : bytes) {
      if (b >= ' ' && b <= '~' && b != '\\' && b != '\'' && b != '"') {
        out.append((char) b);
      } else {
        out.append("\\x");
        HEX.toHexDigits(out, b);
      }
    }
    return out.toString();
  }
}
