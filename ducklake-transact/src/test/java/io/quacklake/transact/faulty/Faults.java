package io.quacklake.transact.faulty;

import io.quacklake.storage.StorageException;
import io.quacklake.storage.StorageException.Reason;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which call of the store fails, and how. Calls are counted from 1 once a fault is set. */
public final class Faults {
  /** What happens at a call, of those that are counted. */
  public enum Fault {
    /** Nothing is done. */
    BEFORE(EnumSet.complementOf(EnumSet.of(Call.WRITE))),
    /** It is done, but says that it failed. */
    AFTER(EnumSet.of(Call.CLOSE, Call.DELETE)),
    /** Half of the bytes are written. */
    DISK_FULL(EnumSet.of(Call.WRITE)),
    /** This call fails and so do all after it, of any kind. */
    DOWN(EnumSet.of(Call.OPEN, Call.CREATE, Call.CLOSE, Call.DELETE)),
    /** The process ends before the call. */
    HALT(EnumSet.allOf(Call.class));

    private final Set<Call> counted;

    Fault(Set<Call> counted) {
      this.counted = counted;
    }
  }

  /** What a call does. */
  public enum Call {
    OPEN,
    READ,
    CREATE,
    WRITE,
    CLOSE,
    DELETE,
    LOOK
  }

  private static @Nullable Fault fault;
  private static int failing;
  private static int calls;
  private static @Nullable Call failed;
  private static @Nullable Call awaited;
  private static Runnable meanwhile = () -> {};

  private Faults() {}

  public static synchronized void set(Fault what, int call) {
    fault = what;
    failing = call;
    calls = 0;
    failed = null;
  }

  public static synchronized void clear() {
    fault = null;
  }

  /** What others do before the next call of a kind. */
  public static synchronized void beforeNext(Call call, Runnable work) {
    awaited = call;
    meanwhile = work;
  }

  /** Called before each call, without the lock, since others may come to the store themselves. */
  private static void meanwhile(Call call) {
    Runnable work;
    synchronized (Faults.class) {
      if (call != awaited) {
        return;
      }
      awaited = null;
      work = meanwhile;
    }
    work.run();
  }

  /** The call that failed, if it has come to that. */
  public static synchronized @Nullable Call failed() {
    return failed;
  }

  /** What to do at a call: nothing, for most of them. */
  static @Nullable Fault at(Call call) {
    meanwhile(call);
    return fault(call);
  }

  private static synchronized @Nullable Fault fault(Call call) {
    boolean isDown = fault == Fault.DOWN && failed != null;
    if (fault == null || !(fault.counted.contains(call) || isDown)) {
      return null;
    }
    calls++;
    if (calls != failing && !isDown) {
      return null;
    }
    if (fault == Fault.HALT) {
      Runtime.getRuntime().halt(137);
    }
    failed = failed == null ? call : failed;
    return fault;
  }

  static StorageException failure(Call call, String location) {
    return new StorageException(
        Reason.OTHER,
        location,
        "Cannot " + call + " " + location + ", as the test wants it.",
        null);
  }

  static IOException full() {
    return new IOException("No space left on device, as the test wants it");
  }
}
