package io.quacklake.py;

import java.lang.reflect.Method;

/**
 * What is left to do when Python ends.
 *
 * <p>The JVM is not taken down then: Python may still hold Arrow arrays, and letting go of them
 * calls into Java. Without that the JVM's own exit would not delete the native libraries that
 * drivers unpacked, tens of megabytes for each process.
 */
public final class ProcessExit {
  private ProcessExit() {}

  /** Deletes the files that were to be deleted on exit. */
  public static void deleteTemporaryFiles() throws ReflectiveOperationException {
    Method runHooks = Class.forName("java.io.DeleteOnExitHook").getDeclaredMethod("runHooks");
    runHooks.setAccessible(true); // we start the JVM with java.io open
    runHooks.invoke(null);
  }
}
