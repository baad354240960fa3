package io.quacklake.scan.internal.parquet.values;

import static org.assertj.core.api.Assertions.assertThat;

import io.quacklake.scan.internal.parquet.bytes.FileSite;
import io.quacklake.scan.internal.parquet.bytes.NativeBuffer;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.memory.util.MemoryUtil;

/** Picked values are those at their places, whatever lies between them. */
class PicksTest {
  private static final FileSite SITE = new FileSite("memory", "a page");

  @Property(tries = 300)
  void pickedIndexesAreThoseOfThePage(@ForAll long seed) {
    Random random = new Random(seed);
    int width = 1 + random.nextInt(32);
    ByteArrayOutputStream page = new ByteArrayOutputStream();
    List<Integer> all = indexes(page, width, random);
    PageMarks marks = random.nextBoolean() ? new PageMarks() : null;
    try (NativeBuffer memory = HandMadePages.memory(page)) {
      RleReader reader = new RleReader(SITE);
      reader.reset(memory.address(), memory.address() + page.size(), width);
      reader.marks(marks);
      int first = random.nextInt(1000);
      int[] places = places(all.size(), first, random);
      Picks picks = new Picks(places, 0, places.length, first);
      int[] read = new int[places.length];
      for (int done = 0; done < places.length; ) {
        int n = 1 + random.nextInt(Math.min(1024, places.length - done));
        int[] block = new int[n];
        reader.pick(block, picks, n);
        System.arraycopy(block, 0, read, done, n);
        done += n;
        assertThat(picks.left()).isEqualTo(places.length - done);
      }
      assertThat(read).containsExactly(IntStream.of(places).map(i -> all.get(i - first)).toArray());
      if (places.length > 0 && picks.at() - first < all.size()) {
        int[] next = new int[1];
        reader.read(next, 0, 1);
        assertThat(next[0]).isEqualTo(all.get(picks.at() - first));
      }
    }
  }

  @Property(tries = 200)
  void pickedValuesOfADictionaryAreThoseOfThePage(@ForAll long seed) {
    Random random = new Random(seed);
    int bits = 1 + random.nextInt(9);
    ByteArrayOutputStream page = new ByteArrayOutputStream();
    page.write(bits);
    List<Integer> all = indexes(page, bits, random);
    List<String> values = strings(1 << bits, 1 + random.nextInt(50), random);
    int[] places = places(all.size(), 0, random);
    try (BufferAllocator allocator = new RootAllocator();
        VarBuffer dictionary = plain(values, allocator);
        NativeBuffer memory = HandMadePages.memory(page);
        VarBuffer picked = new VarBuffer(SITE, allocator);
        VarBuffer whole = new VarBuffer(SITE, allocator)) {
      DictionaryDecoders.Var decoder = new DictionaryDecoders.Var(SITE, dictionary);
      decoder.reset(memory.address(), memory.address() + page.size(), all.size());
      decoder.pick(new Picks(places, 0, places.length, 0), places.length, picked);
      assertThat(HandMadePages.texts(picked))
          .isEqualTo(IntStream.of(places).mapToObj(i -> values.get(all.get(i))).toList());

      decoder.reset(memory.address(), memory.address() + page.size(), all.size());
      decoder.read(all.size(), whole);
      assertThat(HandMadePages.texts(whole)).isEqualTo(all.stream().map(values::get).toList());
    }
  }

  @Property(tries = 200)
  void pickedStringsAreThoseOfThePage(@ForAll long seed) {
    Random random = new Random(seed);
    List<String> values = strings(1 + random.nextInt(5000), 1 + random.nextInt(100), random);
    ByteArrayOutputStream page = new ByteArrayOutputStream();
    values.forEach(value -> HandMadePages.string(page, value));
    int[] places = places(values.size(), 0, random);
    try (BufferAllocator allocator = new RootAllocator();
        NativeBuffer memory = HandMadePages.memory(page);
        VarBuffer picked = new VarBuffer(SITE, allocator)) {
      PlainDecoders.Var decoder = new PlainDecoders.Var(SITE);
      decoder.reset(memory.address(), memory.address() + page.size(), values.size());
      decoder.marks(random.nextBoolean() ? new PageMarks() : null);
      decoder.pick(new Picks(places, 0, places.length, 0), places.length, picked);
      assertThat(HandMadePages.texts(picked))
          .isEqualTo(IntStream.of(places).mapToObj(values::get).toList());
    }
  }

  @Property(tries = 200)
  void pickedNumbersAreThoseOfThePage(@ForAll long seed) {
    Random random = new Random(seed);
    int width = List.of(4, 8, 12, 16).get(random.nextInt(4));
    byte[] bytes = new byte[width * (1 + random.nextInt(5000))];
    random.nextBytes(bytes);
    ByteArrayOutputStream page = new ByteArrayOutputStream();
    page.writeBytes(bytes);
    int[] places = places(bytes.length / width, 0, random);
    try (NativeBuffer memory = HandMadePages.memory(page);
        NativeBuffer target = new NativeBuffer()) {
      target.ensure(Math.max(1, places.length * width));
      PlainDecoders.Fixed decoder = new PlainDecoders.Fixed(SITE, width);
      decoder.reset(memory.address(), memory.address() + page.size(), bytes.length / width);
      if (places.length > 0) {
        decoder.pick(
            new Picks(places, 0, places.length, 0), places.length, width, target.address());
      }
      for (int i = 0; i < places.length * width; i++) {
        assertThat(MemoryUtil.getByte(target.address() + i))
            .isEqualTo(bytes[places[i / width] * width + i % width]);
      }
    }
  }

  /** Runs of both kinds. */
  private static List<Integer> indexes(ByteArrayOutputStream page, int width, Random random) {
    List<Integer> all = new ArrayList<>();
    for (int runs = 1 + random.nextInt(100); runs > 0; runs--) {
      if (random.nextBoolean()) {
        int value = random.nextInt() & (int) ((1L << width) - 1);
        HandMadePages.repeated(page, all, value, 1 + random.nextInt(200), width);
      } else {
        HandMadePages.packed(page, all, 1 + random.nextInt(100), width, random);
      }
    }
    return all;
  }

  private static List<String> strings(int count, int longest, Random random) {
    return random
        .ints(count, 0, longest)
        .mapToObj(length -> Long.toString(random.nextLong(), 36).repeat(100).substring(0, length))
        .toList();
  }

  /** Some of {@code count} places, dense or far apart, the first of all being {@code first}. */
  private static int[] places(int count, int first, Random random) {
    int density = random.nextInt(3) == 0 ? random.nextInt(20) : random.nextInt(1001);
    return IntStream.range(0, count)
        .filter(i -> random.nextInt(1000) < density)
        .map(i -> i + first)
        .toArray();
  }

  private static VarBuffer plain(List<String> values, BufferAllocator allocator) {
    ByteArrayOutputStream page = new ByteArrayOutputStream();
    values.forEach(value -> HandMadePages.string(page, value));
    VarBuffer all = new VarBuffer(SITE, allocator);
    try (NativeBuffer memory = HandMadePages.memory(page)) {
      PlainDecoders.Var decoder = new PlainDecoders.Var(SITE);
      decoder.reset(memory.address(), memory.address() + page.size(), values.size());
      decoder.read(values.size(), all);
    }
    return all;
  }
}
