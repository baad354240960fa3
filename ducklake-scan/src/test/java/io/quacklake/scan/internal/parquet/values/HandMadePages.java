package io.quacklake.scan.internal.parquet.values;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.quacklake.scan.internal.parquet.bytes.NativeBuffer;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.arrow.memory.ArrowBuf;

/** Values of pages written by the specification's rules, byte by byte. */
final class HandMadePages {
  private HandMadePages() {}

  /** A value of encoding PLAIN, of strings. */
  static void string(ByteArrayOutputStream page, String value) {
    byte[] text = value.getBytes(UTF_8);
    page.writeBytes(
        ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(text.length).array());
    page.writeBytes(text);
  }

  static NativeBuffer memory(ByteArrayOutputStream page) {
    NativeBuffer memory = new NativeBuffer();
    memory.ensure(page.size());
    memory.view(0, page.size()).put(page.toByteArray());
    return memory;
  }

  static List<String> texts(VarBuffer values) {
    List<String> texts = new ArrayList<>();
    int count = values.count();
    try (ArrowBuf offsets = values.takeOffsets();
        ArrowBuf data = values.takeData()) {
      for (int i = 0; i < count; i++) {
        int start = offsets.getInt(4L * i);
        byte[] text = new byte[offsets.getInt(4L * i + 4) - start];
        data.getBytes(start, text);
        texts.add(new String(text, UTF_8));
      }
    }
    return texts;
  }

  static void repeated(
      ByteArrayOutputStream page, List<Integer> all, int value, int count, int width) {
    varint(page, count << 1);
    for (int i = 0; i < (width + 7) / 8; i++) {
      page.write(value >>> 8 * i);
    }
    for (int i = 0; i < count; i++) {
      all.add(value);
    }
  }

  static void packed(
      ByteArrayOutputStream page, List<Integer> all, int groups, int width, Random random) {
    varint(page, groups << 1 | 1);
    byte[] bits = new byte[groups * width];
    for (int i = 0; i < groups * 8; i++) {
      int value = random.nextInt() & (int) ((1L << width) - 1);
      all.add(value);
      for (int b = 0; b < width; b++) {
        int bit = i * width + b;
        bits[bit / 8] |= (byte) ((value >>> b & 1) << bit % 8);
      }
    }
    page.writeBytes(bits);
  }

  private static void varint(ByteArrayOutputStream page, int value) {
    int rest = value;
    while (rest >= 0x80) {
      page.write(rest | 0x80);
      rest >>>= 7;
    }
    page.write(rest);
  }
}
