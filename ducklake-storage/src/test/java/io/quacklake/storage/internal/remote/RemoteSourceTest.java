package io.quacklake.storage.internal.remote;

import static org.assertj.core.api.Assertions.assertThat;

import io.quacklake.storage.ByteRange;
import io.quacklake.storage.ObjectInfo;
import io.quacklake.storage.ObjectSource;
import io.quacklake.storage.StorageOptions;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class RemoteSourceTest {
  private static final int MIB = 1 << 20;

  /** One object in memory, and which ranges of it were asked for. */
  private static final class Memory implements Blobs {
    private final byte[] content;
    private final List<ByteRange> asked = Collections.synchronizedList(new ArrayList<>());

    Memory(int size) {
      content = new byte[size];
      new Random(size).nextBytes(content);
    }

    @Override
    public byte[] read(String location, long offset, int length) {
      asked.add(new ByteRange(offset, length));
      return Arrays.copyOfRange(content, (int) offset, (int) offset + length);
    }

    @Override
    public ObjectInfo info(String location) {
      return new ObjectInfo(location, content.length, Instant.EPOCH, null);
    }

    @Override
    public List<ObjectInfo> list(String directory) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void put(String location, byte[] bytes) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Upload upload(String location) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void delete(String location) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
  }

  private static byte[] read(ObjectSource source, long offset, int length) {
    ByteBuffer into = ByteBuffer.allocate(length);
    source.read(offset, into);
    return into.array();
  }

  @Test
  void aSmallObjectIsOneRequestHoweverItIsRead() {
    Memory memory = new Memory(MIB / 2);
    try (RemoteObjectStore store = new RemoteObjectStore(memory, StorageOptions.NONE);
        ObjectSource source = store.open("x", MIB / 2)) {
      source.willRead(List.of(new ByteRange(500_000, 100)));
      for (int offset : new int[] {500_000, 4, 100_000}) {
        assertThat(read(source, offset, 100))
            .isEqualTo(Arrays.copyOfRange(memory.content, offset, offset + 100));
      }
    }
    assertThat(memory.asked).containsExactly(new ByteRange(0, MIB / 2));
  }

  @Test
  void whatWasSaidToBeReadIsAskedForOnceAndTogether() {
    Memory memory = new Memory(40 * MIB);
    try (RemoteObjectStore store = new RemoteObjectStore(memory, StorageOptions.NONE);
        ObjectSource source = store.open("x", 40 * MIB)) {
      source.willRead(
          List.of(
              new ByteRange(4, MIB),
              new ByteRange(MIB + MIB / 2, MIB), // near the first
              new ByteRange(20 * MIB, 12 * MIB))); // far, and too large for one
      for (long offset = 20 * MIB; offset < 32 * MIB; offset += 3 * MIB) {
        assertThat(read(source, offset, 3 * MIB))
            .isEqualTo(Arrays.copyOfRange(memory.content, (int) offset, (int) offset + 3 * MIB));
      }
      read(source, 4, MIB);
      read(source, MIB + MIB / 2, MIB);
    }
    assertThat(memory.asked)
        .containsExactlyInAnyOrder(
            new ByteRange(4, 2 * MIB + MIB / 2 - 4),
            new ByteRange(20 * MIB, 6 * MIB),
            new ByteRange(26 * MIB, 6 * MIB));
  }

  @Test
  void whatIsReadTwiceIsAskedForOnce() {
    Memory memory = new Memory(4 * MIB);
    try (RemoteObjectStore store = new RemoteObjectStore(memory, StorageOptions.NONE);
        ObjectSource source = store.open("x", 4 * MIB)) {
      source.willRead(List.of(new ByteRange(0, 3 * MIB)));
      read(source, 0, MIB); // to look at a header
      read(source, 100, 2 * MIB);
      read(source, 2 * MIB, MIB / 2);
      read(source, 100, MIB);
      read(source, 5 * MIB / 2, MIB / 2);
    }
    assertThat(memory.asked).containsExactly(new ByteRange(0, 3 * MIB));
  }

  @Property(tries = 200)
  void requestsHoldAllThatIsWantedAndDoNotOverlap(
      @ForAll @Size(max = 12) List<@LongRange(min = 0, max = 60L << 20) Long> offsets,
      @ForAll @LongRange(min = 1, max = 20L << 20) long length,
      @ForAll @LongRange(min = 1, max = 50L << 20) long size) {
    List<ByteRange> wanted = offsets.stream().map(at -> new ByteRange(at, length)).toList();

    List<ByteRange> requests = RangeCoalescer.requests(wanted, size);

    long before = 0;
    for (ByteRange request : requests) {
      assertThat(request.offset()).isGreaterThanOrEqualTo(before);
      assertThat(request.length()).isBetween(1L, RangeCoalescer.CHUNK);
      before = request.end();
      assertThat(before).isLessThanOrEqualTo(size);
    }
    for (ByteRange range : wanted) {
      long end = Math.min(range.end(), size);
      for (long at = range.offset(); at < end; ) {
        long here = at;
        ByteRange holding =
            requests.stream()
                .filter(each -> each.offset() <= here && here < each.end())
                .findFirst()
                .orElseThrow();
        at = holding.end();
      }
    }
  }
}
