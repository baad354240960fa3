package io.quacklake.py;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;

/**
 * Opens {@code java.nio} in a JVM that somebody else started, as {@code
 * --add-opens=java.base/java.nio=ALL-UNNAMED} does in one that we start: Arrow's C interface makes
 * buffers at addresses that it is given.
 */
public final class NioAccess {
  private static final String PACKAGE = "java.nio";

  private NioAccess() {}

  /**
   * @throws IllegalStateException if this JVM cannot be made to; the message says what to do
   */
  public static void ensure() {
    if (ByteBuffer.class.getModule().isOpen(PACKAGE, NioAccess.class.getModule())) {
      return;
    }
    try {
      open();
    } catch (Throwable e) {
      throw new IllegalStateException(
          "The Java virtual machine that runs in this process was started without"
              + " --add-opens=java.base/java.nio=ALL-UNNAMED. Start it with that option, or call"
              + " ducklake.connect before the other package starts it.",
          e);
    }
  }

  private static void open() throws Throwable {
    // The class is named by text as the compiler would warn of it, which cannot be turned off.
    Class<?> unsafeClass = Class.forName("sun.misc.Unsafe");
    Field theUnsafe = unsafeClass.getDeclaredField("theUnsafe");
    theUnsafe.setAccessible(true);
    Object unsafe = theUnsafe.get(null);
    Field trusted = MethodHandles.Lookup.class.getDeclaredField("IMPL_LOOKUP");
    Method base = unsafeClass.getMethod("staticFieldBase", Field.class);
    Method offset = unsafeClass.getMethod("staticFieldOffset", Field.class);
    Method get = unsafeClass.getMethod("getObject", Object.class, long.class);
    MethodHandles.Lookup lookup =
        (MethodHandles.Lookup)
            get.invoke(unsafe, base.invoke(unsafe, trusted), offset.invoke(unsafe, trusted));
    MethodHandle addOpens =
        lookup.findVirtual(
            Module.class,
            "implAddOpensToAllUnnamed",
            MethodType.methodType(void.class, String.class));
    addOpens.invoke(ByteBuffer.class.getModule(), PACKAGE);
  }
}
