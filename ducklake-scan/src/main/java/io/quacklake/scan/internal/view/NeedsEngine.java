package io.quacklake.scan.internal.view;

/** Why a view cannot be read here. The message is the middle of a sentence. */
final class NeedsEngine extends Exception {
  private static final long serialVersionUID = 1L;

  NeedsEngine(String reason) {
    super(reason);
  }

  String reason() {
    return String.valueOf(getMessage());
  }
}
