package io.quacklake.catalog.internal.jdbc;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What was asked of a database while nobody could write it. It holds until somebody can, so nothing
 * of it has to be asked twice. Connections, and threads, may share it.
 */
final class Answers {
  private static final int MOST = 1_000;

  private final Map<Object, Object> known = new ConcurrentHashMap<>();

  /** Null if that was not asked. */
  @Nullable Object to(Object question) {
    return known.get(question);
  }

  /**
   * The answer, asked for on first use; one of another thread may win.
   *
   * @param question names it, and its type {@code T}
   */
  @SuppressWarnings("unchecked") // who asks the same question gets the type that it has
  <T> T to(Object question, Supplier<T> ask) {
    Object answer = known.get(question);
    if (answer != null) {
      return (T) answer;
    }
    T fresh = ask.get();
    if (known.size() < MOST) {
      known.put(question, fresh);
    }
    return fresh;
  }
}
