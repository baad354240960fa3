package io.quacklake.py;

import java.lang.ref.PhantomReference;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Leaves a pause between the collections of Python's garbage that Java asks for.
 *
 * <p>JPype has Python collect all its garbage after each collection of Java's, so that objects of
 * Java that only Python's garbage holds are let go of. Java's young generation is small and is
 * collected often, in a millisecond or two; Python then looks at all of its objects, 10 ms of a
 * program that has imported pandas. Once in a while is enough for the purpose.
 *
 * <p>JPype has no switch for that. Its reference to an object that dies with the next collection is
 * cleared, and a thread here that has such a reference of its own does what JPype would have done,
 * then pauses. Where JPype's parts are others, all stays as JPype does it.
 */
public final class PythonCollections {
  /** The least time from the end of one such collection of Python's to the next. */
  public static final Duration PAUSE = Duration.ofSeconds(10);

  private static @Nullable Thread thread;

  private PythonCollections() {}

  /** Takes the place of JPype; does nothing if it did so before. */
  public static synchronized void paceThem() {
    if (thread != null) {
      return;
    }
    JPypeParts parts;
    try {
      parts = JPypeParts.find();
      parts.keepQuiet();
    } catch (ReflectiveOperationException | RuntimeException otherParts) {
      return;
    }
    thread = new Thread(() -> collectAfterJava(parts), "ducklake-python-collections");
    thread.setDaemon(true);
    thread.start();
  }

  /** Ends the thread, and waits until it no longer is in Python, which must not end before that. */
  public static synchronized void stop() throws InterruptedException {
    if (thread != null) {
      thread.interrupt();
      thread.join(PAUSE.toMillis());
    }
  }

  private static void collectAfterJava(JPypeParts jpype) {
    ReferenceQueue<Object> dead = new ReferenceQueue<>();
    try {
      while (true) {
        Reference<?> untilNextCollection = new PhantomReference<>(new Object(), dead);
        if (dead.remove() == untilNextCollection) {
          jpype.collect();
        }
        Thread.sleep(PAUSE.toMillis());
        jpype.keepQuiet(); // it had a new reference if the first was on its way already
      }
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    } catch (ReflectiveOperationException unlikely) {
      throw new IllegalStateException(unlikely);
    }
  }

  /**
   * What is used of JPype.
   *
   * @param queue its references to objects of Java
   * @param sentinel the field of the one that dies with the next collection
   * @param wake collects Python's garbage
   */
  private record JPypeParts(Object queue, Field sentinel, Method wake) {
    static JPypeParts find() throws ReflectiveOperationException {
      Class<?> queues = Class.forName("org.jpype.ref.JPypeReferenceQueue");
      Field sentinel = queues.getDeclaredField("sentinel");
      sentinel.setAccessible(true);
      Method wake = Class.forName("org.jpype.ref.JPypeReferenceNative").getMethod("wake");
      return new JPypeParts(queues.getMethod("getInstance").invoke(null), sentinel, wake);
    }

    void keepQuiet() throws ReflectiveOperationException {
      ((Reference<?>) sentinel.get(queue)).clear();
    }

    void collect() throws ReflectiveOperationException {
      wake.invoke(null);
    }
  }
}
