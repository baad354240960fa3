package io.quacklake.py;

/** Threads that enter Java from Python may lack what Java's own threads have. */
final class CallerThread {
  private CallerThread() {}

  /** Gives the thread a class loader to find resources with: libraries expect one. */
  static void prepare() {
    Thread thread = Thread.currentThread();
    if (thread.getContextClassLoader() == null) {
      thread.setContextClassLoader(CallerThread.class.getClassLoader());
    }
  }
}
