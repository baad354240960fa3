package io.quacklake.scan.internal.parquet.bytes;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.ArrayBlockingQueue;
import org.apache.arrow.memory.util.MemoryUtil;
import org.jspecify.annotations.Nullable;

/**
 * Scratch memory outside the heap, with an address. There are always {@link #SLACK} readable bytes
 * beyond what was asked for, so that a decoder may load a whole word at the last byte.
 *
 * <p>It is a direct byte buffer and not an Arrow one because stores and codecs want byte buffers,
 * and those of Arrow need an opened JDK module. Buffers of usual sizes are kept for reuse.
 */
public final class NativeBuffer implements AutoCloseable {
  public static final int SLACK = 64;

  private static final int SMALLEST = 1 << 12;
  private static final int LARGEST_KEPT = 1 << 22;
  private static final int MOST_KEPT_OF_A_SIZE = 16;
  private static final int BYTES_KEPT_OF_A_SIZE = 1 << 23;
  private static final Unsafe UNSAFE = Unsafe.find();
  private static final ArrayBlockingQueue<ByteBuffer>[] KEPT = pools();

  private @Nullable ByteBuffer buffer;
  private long address;
  private int capacity;

  /** Makes room for {@code size} bytes; what it held is lost. */
  public long ensure(int size) {
    if (size > capacity) {
      close();
      allocate(size);
    }
    return address;
  }

  /** Makes room for {@code size} bytes and keeps the first {@code keep}. */
  public long ensureKeeping(int size, int keep) {
    if (size > capacity) {
      ByteBuffer old = buffer;
      long from = address;
      allocate((int) Math.max(size, Math.min(2L * capacity, Integer.MAX_VALUE - 2L * SLACK)));
      if (old != null) {
        MemoryUtil.copyMemory(from, address, keep);
        release(old);
      }
    }
    return address;
  }

  public long address() {
    return address;
  }

  public int capacity() {
    return capacity;
  }

  /** The bytes from {@code offset} on, as a byte buffer. */
  public ByteBuffer view(int offset, int length) {
    ByteBuffer whole = buffer;
    if (whole == null) {
      throw new IllegalStateException("no memory was asked for");
    }
    return whole.slice(offset, length).order(ByteOrder.LITTLE_ENDIAN);
  }

  @Override
  public void close() {
    ByteBuffer old = buffer;
    buffer = null;
    address = 0;
    capacity = 0;
    if (old != null) {
      release(old);
    }
  }

  private void allocate(int size) {
    long wanted = Math.max(SMALLEST, (long) size + SLACK);
    int bytes = (int) Math.min(Integer.MAX_VALUE, wanted);
    if (bytes < wanted) {
      throw new OutOfMemoryError("a buffer of " + wanted + " bytes");
    }
    ByteBuffer found = null;
    if (bytes <= LARGEST_KEPT) {
      bytes = Integer.highestOneBit(bytes - 1) << 1;
      found = KEPT[Integer.numberOfTrailingZeros(bytes)].poll();
    }
    ByteBuffer fresh = found != null ? found : ByteBuffer.allocateDirect(bytes);
    buffer = fresh;
    address = addressOf(fresh);
    capacity = bytes - SLACK;
  }

  private static void release(ByteBuffer old) {
    int bytes = old.capacity();
    if (bytes <= LARGEST_KEPT && KEPT[Integer.numberOfTrailingZeros(bytes)].offer(old)) {
      return;
    }
    try {
      UNSAFE.free().invokeExact(old);
    } catch (Throwable e) {
      throw new IllegalStateException("cannot free native memory", e);
    }
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static ArrayBlockingQueue<ByteBuffer>[] pools() {
    ArrayBlockingQueue<ByteBuffer>[] pools = new ArrayBlockingQueue[32];
    for (int i = 0; i < pools.length; i++) {
      int fitting = BYTES_KEPT_OF_A_SIZE >>> i;
      pools[i] = new ArrayBlockingQueue<>(Math.max(1, Math.min(MOST_KEPT_OF_A_SIZE, fitting)));
    }
    return pools;
  }

  /** The address of the byte at the position of a direct buffer. */
  public static long addressOf(ByteBuffer direct) {
    if (!direct.isDirect()) {
      throw new IllegalArgumentException("a buffer on the heap has no address");
    }
    try {
      return (long) UNSAFE.address().invokeExact((Object) direct) + direct.position();
    } catch (Throwable e) {
      throw new IllegalStateException("cannot tell the address of native memory", e);
    }
  }

  /** Two methods of sun.misc.Unsafe; they work without opening any package of the JDK. */
  private record Unsafe(MethodHandle address, MethodHandle free) {
    static Unsafe find() {
      try {
        Class<?> type = Class.forName("sun.misc.Unsafe");
        Field instance = type.getDeclaredField("theUnsafe");
        instance.setAccessible(true);
        Object unsafe = instance.get(null);
        MethodHandles.Lookup lookup = MethodHandles.lookup();
        MethodType fieldOffset = MethodType.methodType(long.class, Field.class);
        long offset =
            (long)
                lookup
                    .findVirtual(type, "objectFieldOffset", fieldOffset)
                    .invoke(unsafe, Buffer.class.getDeclaredField("address"));
        MethodType getLong = MethodType.methodType(long.class, Object.class, long.class);
        MethodType free = MethodType.methodType(void.class, ByteBuffer.class);
        return new Unsafe(
            MethodHandles.insertArguments(
                lookup.findVirtual(type, "getLong", getLong).bindTo(unsafe), 1, offset),
            lookup.findVirtual(type, "invokeCleaner", free).bindTo(unsafe));
      } catch (Throwable e) {
        throw new IllegalStateException("this JDK gives no access to native memory", e);
      }
    }
  }
}
