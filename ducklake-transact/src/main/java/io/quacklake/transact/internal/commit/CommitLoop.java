package io.quacklake.transact.internal.commit;

import io.quacklake.catalog.CatalogException;
import io.quacklake.catalog.CatalogWriter;
import io.quacklake.catalog.OutcomeUnknownException;
import io.quacklake.catalog.SnapshotReader;
import io.quacklake.catalog.commit.CommitPoint;
import io.quacklake.catalog.dialect.SqlFailure;
import io.quacklake.format.Snapshot;
import io.quacklake.format.SnapshotId;
import io.quacklake.scan.LakehouseSession;
import io.quacklake.transact.CommitInfo;
import io.quacklake.transact.CommitResult;
import io.quacklake.transact.CommitUnknownException;
import io.quacklake.transact.RetryPolicy;
import io.quacklake.transact.internal.draft.LakeDraft;
import io.quacklake.transact.internal.draft.TableDraft;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** Commits, or leaves the catalog as it was. */
public final class CommitLoop {
  private final LakehouseSession lake;
  private final LakeDraft draft;
  private final CommitInfo info;
  private final RetryPolicy retry;
  private final List<OurChange> ours;
  private final DeleteFiles deleteFiles;
  private int attempts;

  /** The snapshot that the attempt makes, once it is known. */
  private @Nullable SnapshotId target;

  /** The same as the database dated it, once it is written; maybe in vain. */
  private @Nullable Snapshot written;

  /** What became of a commit during which the connection was lost. */
  private enum Fate {
    COMMITTED,
    /** Another commit has its number. */
    OVERTAKEN,
    UNKNOWN
  }

  private CommitLoop(LakehouseSession lake, LakeDraft draft, CommitInfo info, RetryPolicy retry) {
    this.lake = lake;
    this.draft = draft;
    this.info = info;
    this.retry = retry;
    this.ours = OurChanges.of(draft);
    this.deleteFiles = new DeleteFiles(lake, draft);
  }

  /** Commits; afterwards there is no file of the transaction that no snapshot has. */
  public static CommitResult run(
      LakehouseSession lake, LakeDraft draft, CommitInfo info, RetryPolicy retry) {
    CommitLoop loop = new CommitLoop(lake, draft, info, retry);
    if (loop.ours.isEmpty()) {
      draft.discard();
      return new CommitResult(draft.base().id(), 0, "");
    }
    boolean keepFiles = false;
    try {
      CommitResult done = loop.commit();
      loop.keepFiles();
      return done;
    } catch (CommitUnknownException unknown) {
      keepFiles = true;
      throw unknown;
    } finally {
      if (!keepFiles) {
        draft.discard();
      }
    }
  }

  private CommitResult commit() {
    deleteFiles.write(new SnapshotId(draft.base().id().value() + 1));
    while (true) {
      try {
        attempts++;
        written = null;
        written = lake.catalog().write(this::attempt);
        return committed();
      } catch (OutcomeUnknownException unknown) {
        switch (fate(unknown)) {
          case COMMITTED -> {
            return committed();
          }
          case OVERTAKEN -> {
            if (attempts >= retry.maxAttempts()) {
              throw new CatalogException(
                  SqlFailure.DUPLICATE_KEY,
                  "Cannot commit, after %d attempts: others were faster.".formatted(attempts),
                  unknown);
            }
            pause();
          }
          case UNKNOWN -> throw unknown(unknown);
        }
      } catch (CatalogException failure) {
        if (!failure.reason().isRetryable() || attempts >= retry.maxAttempts()) {
          throw afterAttempts(failure);
        }
        pause();
      }
    }
  }

  private CommitResult committed() {
    Snapshot done = Objects.requireNonNull(written);
    return new CommitResult(done.id(), attempts, Objects.requireNonNullElse(done.changes(), ""));
  }

  private Snapshot attempt(CatalogWriter writer) {
    CommitPoint point = writer.latest();
    target = new SnapshotId(point.id().value() + 1);
    List<Snapshot> others = List.of();
    if (!point.id().equals(draft.base().id())) {
      others = writer.after(draft.base().id());
      new LatestState(draft, ours, writer.reader(), point.id()).check(others);
    }
    if (!deleteFiles.fit(target)) {
      deleteFiles.write(target);
    }
    written =
        new CommitPlan(lake.catalog(), writer, draft, deleteFiles.byTable(), point, others)
            .write(info);
    return written;
  }

  /** Files that the snapshot has are no longer ours; what is left was for a table that is gone. */
  private void keepFiles() {
    for (TableDraft table : draft.tables()) {
      table.newFiles().forEach(file -> draft.written().keep(file.location()));
    }
    deleteFiles
        .byTable()
        .values()
        .forEach(files -> files.forEach(file -> draft.written().keep(file.location())));
  }

  private CatalogException afterAttempts(CatalogException failure) {
    if (!failure.reason().isRetryable()) {
      return failure;
    }
    return new CatalogException(
        failure.reason(),
        "Cannot commit, after %d attempts: %s".formatted(attempts, failure.getMessage()),
        failure);
  }

  private void pause() {
    double longest = retry.firstWait().toNanos() * Math.pow(retry.factor(), attempts - 1.0);
    double chance = ThreadLocalRandom.current().nextDouble(0.5, 1.0);
    try {
      Thread.sleep((long) (longest * chance / 1_000_000));
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("The commit was interrupted before it was done.", stopped);
    }
  }

  /** The connection was lost in the commit: looks once whether the snapshot is there. */
  private Fate fate(OutcomeUnknownException unknown) {
    Snapshot ours = written;
    if (ours == null) {
      return Fate.UNKNOWN;
    }
    try {
      return lake.catalog().read(reader -> fate(reader, ours));
    } catch (RuntimeException stillLost) {
      unknown.addSuppressed(stillLost);
      return Fate.UNKNOWN;
    }
  }

  /**
   * The snapshot's number is of one commit only, and the moment at which the database dated it says
   * whose. Where there is none of that number, the database may be about to write it.
   */
  private static Fate fate(SnapshotReader reader, Snapshot ours) {
    List<Snapshot> found = reader.snapshots(ours.id(), ours.id());
    return found.isEmpty()
        ? Fate.UNKNOWN
        : found.get(0).equals(ours) ? Fate.COMMITTED : Fate.OVERTAKEN;
  }

  private CommitUnknownException unknown(OutcomeUnknownException unknown) {
    SnapshotId commit = Objects.requireNonNull(target);
    return new CommitUnknownException(
        "Whether snapshot %s was committed is not known: %s The files that were written are left in place. Look for the snapshot before you run the transaction again."
            .formatted(commit, unknown.getMessage()),
        commit,
        draft.written().locations(),
        unknown);
  }
}
