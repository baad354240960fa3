package io.quacklake.py;

import java.util.concurrent.atomic.AtomicBoolean;

/** Closes something once it is ended and nobody uses it any more. */
final class Lease {
  private final Runnable close;
  private int users;
  private boolean ended;

  Lease(Runnable close) {
    this.close = close;
  }

  /**
   * @throws IllegalStateException if it is ended
   */
  synchronized void check() {
    CallerThread.prepare();
    if (ended) {
      throw new IllegalStateException("The session is closed. Open another with connect().");
    }
  }

  /** Takes part; what is returned ends that, once. */
  synchronized Runnable take() {
    check();
    users++;
    AtomicBoolean given = new AtomicBoolean();
    return () -> {
      if (given.compareAndSet(false, true)) {
        giveBack();
      }
    };
  }

  private void giveBack() {
    boolean last;
    synchronized (this) {
      users--;
      last = ended && users == 0;
    }
    if (last) {
      close.run();
    }
  }

  /** Lets nobody in any more; closes now, or after the last user. Twice is as once. */
  void end() {
    boolean now;
    synchronized (this) {
      now = !ended && users == 0;
      ended = true;
    }
    if (now) {
      close.run();
    }
  }
}
