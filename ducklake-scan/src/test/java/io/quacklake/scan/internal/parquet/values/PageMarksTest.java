package io.quacklake.scan.internal.parquet.values;

import static org.assertj.core.api.Assertions.assertThat;

import io.quacklake.scan.internal.parquet.bytes.FileSite;
import io.quacklake.scan.internal.parquet.bytes.NativeBuffer;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;

/** Jumping to a mark leads to the same values as walking there. */
class PageMarksTest {
  private static final FileSite SITE = new FileSite("memory", "a page");

  @Property(tries = 60)
  void stringsBehindAJumpAreThoseOfThePage(@ForAll long seed) {
    Random random = new Random(seed);
    int count = 1 + random.nextInt(30_000);
    ByteArrayOutputStream page = new ByteArrayOutputStream();
    for (int i = 0; i < count; i++) {
      HandMadePages.string(page, text(i));
    }
    PageMarks marks = new PageMarks();
    try (BufferAllocator allocator = new RootAllocator();
        NativeBuffer memory = HandMadePages.memory(page)) {
      PlainDecoders.Var decoder = new PlainDecoders.Var(SITE);
      for (int round = 0; round < 3; round++) {
        decoder.reset(memory.address(), memory.address() + page.size(), count);
        decoder.marks(marks);
        for (int at = 0; at < count; ) {
          int skipped = random.nextInt(count - at);
          decoder.skip(skipped);
          at += skipped;
          int read = 1 + random.nextInt(Math.min(5, count - at));
          try (VarBuffer values = new VarBuffer(SITE, allocator)) {
            decoder.read(read, values);
            assertThat(HandMadePages.texts(values)).isEqualTo(texts(at, read));
          }
          at += read;
        }
      }
    }
  }

  @Property(tries = 60)
  void indexesBehindAJumpAreThoseOfThePage(@ForAll long seed) {
    Random random = new Random(seed);
    int width = 1 + random.nextInt(12);
    ByteArrayOutputStream page = new ByteArrayOutputStream();
    List<Integer> all = new ArrayList<>();
    int runs = 1 + random.nextInt(300);
    for (int run = 0; run < runs; run++) {
      if (random.nextBoolean()) {
        HandMadePages.repeated(
            page, all, random.nextInt(1 << width), 1 + random.nextInt(400), width);
      } else {
        HandMadePages.packed(page, all, 1 + random.nextInt(60), width, random);
      }
    }
    PageMarks marks = new PageMarks();
    try (NativeBuffer memory = HandMadePages.memory(page)) {
      RleReader reader = new RleReader(SITE);
      for (int round = 0; round < 3; round++) {
        reader.reset(memory.address(), memory.address() + page.size(), width);
        reader.marks(marks);
        for (int at = 0; at < all.size(); ) {
          int skipped = random.nextInt(all.size() - at);
          reader.skip(skipped);
          at += skipped;
          int[] read = new int[1 + random.nextInt(Math.min(50, all.size() - at))];
          reader.read(read, 0, read.length);
          assertThat(read)
              .containsExactly(
                  all.subList(at, at + read.length).stream().mapToInt(i -> i).toArray());
          at += read.length;
        }
      }
    }
  }

  private static String text(int i) {
    return Integer.toString(i).repeat(i % 5);
  }

  private static List<String> texts(int from, int count) {
    List<String> texts = new ArrayList<>();
    for (int i = from; i < from + count; i++) {
      texts.add(text(i));
    }
    return texts;
  }
}
