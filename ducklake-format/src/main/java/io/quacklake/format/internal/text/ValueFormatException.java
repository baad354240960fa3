package io.quacklake.format.internal.text;

import io.quacklake.format.type.DataType;

/**
 * A text that is not a value of its type. Never leaves the library: pruning treats it as "unknown",
 * inlined reading wraps it in a CorruptLakeException, binding in an InvalidPredicateException.
 */
public final class ValueFormatException extends RuntimeException {
  private static final int SHOWN = 200;

  public ValueFormatException(String message) {
    super(message, null, false, false); // a signal: the caller's message says where
  }

  static ValueFormatException of(DataType type, String text) {
    String shown = text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text;
    return new ValueFormatException("'" + shown + "' is not a value of type " + type);
  }
}
