package io.quacklake.transact;

import io.quacklake.format.predicate.Predicate;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a merge does with rows whose key is in the table, and with those whose key is not. */
public final class MergeOptions {
  /** Rows whose key is there are updated, others are inserted. */
  public static final MergeOptions UPSERT =
      new MergeOptions(Matched.UPDATE, Unmatched.INSERT, null, WriteOptions.DEFAULT);

  private final Matched matched;
  private final Unmatched unmatched;
  private final @Nullable Predicate deleteWhen;
  private final WriteOptions write;

  private MergeOptions(
      Matched matched, Unmatched unmatched, @Nullable Predicate deleteWhen, WriteOptions write) {
    this.matched = matched;
    this.unmatched = unmatched;
    this.deleteWhen = deleteWhen;
    this.write = write;
  }

  /** What becomes of a row of the table whose key comes in. */
  public enum Matched {
    UPDATE,
    KEEP,
    DELETE
  }

  /** What becomes of an incoming row whose key is not in the table. */
  public enum Unmatched {
    INSERT,
    IGNORE
  }

  public MergeOptions withMatched(Matched choice) {
    return new MergeOptions(choice, unmatched, deleteWhen, write);
  }

  public MergeOptions withUnmatched(Unmatched choice) {
    return new MergeOptions(matched, choice, deleteWhen, write);
  }

  /**
   * Incoming rows for which this holds delete the row with their key, and are not inserted where
   * there is none.
   */
  public MergeOptions withDeleteWhen(@Nullable Predicate incoming) {
    return new MergeOptions(matched, unmatched, incoming, write);
  }

  public MergeOptions withWriteOptions(WriteOptions options) {
    return new MergeOptions(matched, unmatched, deleteWhen, options);
  }

  public Matched matched() {
    return matched;
  }

  public Unmatched unmatched() {
    return unmatched;
  }

  public Optional<Predicate> deleteWhen() {
    return Optional.ofNullable(deleteWhen);
  }

  public WriteOptions writeOptions() {
    return write;
  }
}
