package io.quacklake.transact;

import io.quacklake.format.predicate.Predicate;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a merge does with rows whose key is in the table, and with those whose key is not. */
public final class MergeOptions {
  /** Rows whose key is there are updated, others are inserted. */
  public static final MergeOptions UPSERT =
      new MergeOptions(Matched.UPDATE, Unmatched.INSERT, Absent.KEEP, null, WriteOptions.DEFAULT);

  private final Matched matched;
  private final Unmatched unmatched;
  private final Absent absent;
  private final @Nullable Predicate deleteWhen;
  private final WriteOptions write;

  private MergeOptions(
      Matched matched,
      Unmatched unmatched,
      Absent absent,
      @Nullable Predicate deleteWhen,
      WriteOptions write) {
    this.matched = matched;
    this.unmatched = unmatched;
    this.absent = absent;
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

  /** What becomes of a row of the table whose key does not come in. */
  public enum Absent {
    KEEP,
    DELETE
  }

  public MergeOptions withMatched(Matched choice) {
    return new MergeOptions(choice, unmatched, absent, deleteWhen, write);
  }

  public MergeOptions withUnmatched(Unmatched choice) {
    return new MergeOptions(matched, choice, absent, deleteWhen, write);
  }

  public MergeOptions withAbsent(Absent choice) {
    return new MergeOptions(matched, unmatched, choice, deleteWhen, write);
  }

  /**
   * Incoming rows for which this holds delete the row with their key, and are not inserted where
   * there is none.
   */
  public MergeOptions withDeleteWhen(@Nullable Predicate incoming) {
    return new MergeOptions(matched, unmatched, absent, incoming, write);
  }

  public MergeOptions withWriteOptions(WriteOptions options) {
    return new MergeOptions(matched, unmatched, absent, deleteWhen, options);
  }

  public Matched matched() {
    return matched;
  }

  public Unmatched unmatched() {
    return unmatched;
  }

  public Absent absent() {
    return absent;
  }

  public Optional<Predicate> deleteWhen() {
    return Optional.ofNullable(deleteWhen);
  }

  public WriteOptions writeOptions() {
    return write;
  }
}
