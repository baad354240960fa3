package io.quacklake.transact.internal.draft;

/** Ids of what is not committed yet: negative, each once in a transaction. */
final class TemporaryIds {
  private long last = -1; // -1 itself means "not partitioned"

  long next() {
    return --last;
  }
}
