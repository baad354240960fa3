package io.quacklake.scan.internal.parquet.bytes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.xerial.snappy.Snappy;

/** The same bytes as the library's, and nothing outside of them whatever is damaged. */
class SnappyBlocksTest {
  private static final byte GUARD = 0x5a;

  @Property(tries = 3000)
  void decompressesWhatTheLibraryCompressed(@ForAll long seed) throws IOException {
    byte[] plain = plain(new Random(seed));

    assertThat(decompressed(Snappy.compress(plain), plain.length)).isEqualTo(plain);
  }

  @Property(tries = 6000)
  void damageIsRefusedOrTheLengthIsStillRight(@ForAll long seed) throws IOException {
    Random random = new Random(seed);
    byte[] plain = plain(random);
    byte[] packed = Snappy.compress(plain);
    for (int i = 1 + random.nextInt(4); i > 0; i--) {
      packed[random.nextInt(packed.length)] ^= (byte) (1 << random.nextInt(8));
    }
    if (random.nextInt(4) == 0) {
      packed = Arrays.copyOf(packed, random.nextInt(packed.length + 1));
    }

    byte[] mine = decompressedOrNull(packed, plain.length);
    if (mine != null) {
      assertThat(Snappy.uncompress(packed)).isEqualTo(mine);
    }
  }

  @Test
  void everyKindOfElementIsKnown() throws IOException {
    byte[] all = {
      40, // 40 bytes
      4 << 2,
      1,
      2,
      3,
      4,
      5, // a literal of 5
      (3 << 2) | 1,
      5, // 7 bytes from 5 before
      (9 << 2) | 2,
      1,
      0, // 10 bytes from 1 before
      (7 << 2) | 3,
      8,
      0,
      0,
      0, // 8 bytes from 8 before
      (byte) (60 << 2),
      9,
      10,
      11,
      12,
      13,
      14,
      15,
      16,
      17,
      18,
      19 // 10 bytes, the length apart
    };
    byte[] expected = {
      1, 2, 3, 4, 5, 1, 2, 3, 4, 5, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 10,
      11, 12, 13, 14, 15, 16, 17, 18, 19
    };
    assertThat(decompressed(all, 40)).isEqualTo(expected);
  }

  private static byte[] plain(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> texts(random);
      case 1 -> bytes(random);
      default -> numbers(random);
    };
  }

  /** Words out of a few, each behind its length now and then, as pages hold them. */
  private static byte[] texts(Random random) {
    StringBuilder text = new StringBuilder();
    String[] words = new String[1 + random.nextInt(200)];
    for (int i = 0; i < words.length; i++) {
      words[i] = Long.toString(random.nextLong(), 36).substring(0, 1 + random.nextInt(10));
    }
    for (int i = random.nextInt(4000); i > 0; i--) {
      text.append(words[random.nextInt(words.length)]);
      text.append(random.nextInt(8) == 0 ? (char) random.nextInt(128) : ' ');
    }
    return text.toString().getBytes(StandardCharsets.US_ASCII);
  }

  /** Bytes that repeat after few or many, or never. */
  private static byte[] bytes(Random random) {
    byte[] bytes = new byte[random.nextInt(20_000)];
    random.nextBytes(bytes);
    int period = 1 + random.nextInt(1 << random.nextInt(14));
    for (int i = period; random.nextInt(5) > 0 && i < bytes.length; i++) {
      bytes[i] = bytes[i - period];
    }
    return bytes;
  }

  /** Numbers of 8 bytes mostly, as pages hold them. */
  private static byte[] numbers(Random random) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int count = random.nextInt(3000);
    long step = 1 + random.nextInt(1 << random.nextInt(20));
    int kind = random.nextInt(4);
    long value = random.nextInt();
    for (int i = 0; i < count; i++) {
      value = kind == 0 ? value + random.nextInt(3) : kind == 1 ? i * step : random.nextInt(500);
      ByteBuffer number =
          ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(kind == 3 ? -value : value);
      bytes.write(number.array(), 0, random.nextInt(50) == 0 ? random.nextInt(9) : 8);
    }
    return bytes.toByteArray();
  }

  private static byte[] decompressed(byte[] packed, int length) {
    byte[] plain = decompressedOrNull(packed, length);
    assertThat(plain).isNotNull();
    return plain;
  }

  private static byte[] decompressedOrNull(byte[] packed, int length) {
    int slack = NativeBuffer.SLACK;
    try (NativeBuffer from = new NativeBuffer();
        NativeBuffer to = new NativeBuffer()) {
      from.ensure(packed.length + 1);
      from.view(0, packed.length).put(packed);
      to.ensure(length + 3 * slack);
      byte[] guards = new byte[length + 3 * slack];
      Arrays.fill(guards, GUARD);
      to.view(0, guards.length).put(guards);
      byte[] plain = null;
      try {
        SnappyBlocks.decompress(from.address(), packed.length, to.address() + slack, length);
        plain = new byte[length];
        to.view(slack, length).get(plain);
      } catch (IOException damaged) {
        // refused
      }
      byte[] around = new byte[guards.length];
      to.view(0, guards.length).get(around);
      assertThat(Arrays.copyOf(around, slack)).containsOnly(GUARD);
      assertThat(Arrays.copyOfRange(around, length + 2 * slack, around.length)).containsOnly(GUARD);
      return plain;
    }
  }
}
