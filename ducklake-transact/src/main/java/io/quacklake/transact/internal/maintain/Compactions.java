package io.quacklake.transact.internal.maintain;

import io.quacklake.format.NotFoundException;
import io.quacklake.format.TableRef;
import io.quacklake.format.schema.TableInfo;
import io.quacklake.scan.LakehouseSession;
import io.quacklake.scan.internal.plan.Locations;
import io.quacklake.transact.CommitConflictException;
import io.quacklake.transact.CommitInfo;
import io.quacklake.transact.CommitResult;
import io.quacklake.transact.CompactionResult;
import io.quacklake.transact.RetryPolicy;
import io.quacklake.transact.internal.commit.CommitLoop;
import io.quacklake.transact.internal.draft.LakeDraft;
import io.quacklake.transact.internal.draft.TableDraft;
import io.quacklake.transact.internal.stage.StagedCompaction;
import io.quacklake.transact.internal.stage.TableTarget;
import io.quacklake.transact.internal.write.StoredOptions;
import io.quacklake.transact.internal.write.WriteContext;
import java.util.List;
import java.util.Optional;

/** Merges the small files of one table, on the latest snapshot until nothing is in the way. */
public final class Compactions {
  private final LakehouseSession lake;
  private final CommitInfo info;
  private final RetryPolicy retry;

  public Compactions(LakehouseSession lake, CommitInfo info, RetryPolicy retry) {
    this.lake = lake;
    this.info = info;
    this.retry = retry;
  }

  /** What would be merged; empty if nothing would. */
  public Optional<CompactionResult> wouldMerge(TableRef ref) {
    LakeDraft draft = LakeDraft.of(lake);
    TableDraft table = draft.table(ref);
    List<MergeGroup> groups = groups(draft, table);
    return groups.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new CompactionResult(
                table.ref(), processed(groups), groups.size(), bytes(groups), 0, null));
  }

  /**
   * Merges; empty if there was nothing to merge.
   *
   * @throws NotFoundException if there is no such table
   * @throws CommitConflictException if others changed the files of the table each time
   */
  public Optional<CompactionResult> merge(TableRef ref) {
    for (int attempt = 1; ; attempt++) {
      try {
        return mergeOnce(ref);
      } catch (CommitConflictException conflict) {
        if (attempt >= retry.maxAttempts()) {
          throw conflict;
        }
      }
    }
  }

  private Optional<CompactionResult> mergeOnce(TableRef ref) {
    LakeDraft draft = LakeDraft.of(lake);
    draft.requireMessage(info);
    boolean handedOver = false;
    try {
      TableDraft table = draft.table(ref);
      List<MergeGroup> groups = groups(draft, table);
      long created = 0;
      long bytesCreated = 0;
      for (StagedCompaction done : merged(draft, table, groups)) {
        created++;
        bytesCreated += done.file().sizeBytes();
      }
      if (created == 0) {
        return Optional.empty();
      }
      handedOver = true; // the commit removes what it does not keep
      CommitResult commit = CommitLoop.run(lake, draft, info, retry);
      return Optional.of(
          new CompactionResult(
              table.ref(),
              table.compactions().stream().mapToLong(each -> each.sources().size()).sum(),
              created,
              bytes(groups),
              bytesCreated,
              commit.snapshot()));
    } finally {
      if (!handedOver) {
        draft.discard();
      }
    }
  }

  private List<StagedCompaction> merged(
      LakeDraft draft, TableDraft table, List<MergeGroup> groups) {
    TableTarget target = table.target(lake);
    try (SourceRows sources = new SourceRows(lake, info(table), draft.base())) {
      FileMerger merger = new FileMerger(target, sources, WriteContext.of(lake));
      for (MergeGroup group : groups) {
        merger
            .merge(group)
            .ifPresent(
                staged -> {
                  draft.written().add(staged.file().location());
                  table.compact(staged);
                });
      }
    }
    return table.compactions();
  }

  private List<MergeGroup> groups(LakeDraft draft, TableDraft table) {
    long targetSize = new StoredOptions(table.options()).targetFileSize();
    Locations locations =
        Locations.of(lake.dataPath(), lake.catalog().baseDirectory().orElse(null));
    return lake.catalog()
        .read(
            reader ->
                new MergePlanner(reader, info(table), draft.base().id(), locations)
                    .groups(targetSize));
  }

  private static TableInfo info(TableDraft table) {
    return table.base().orElseThrow().info();
  }

  private static long processed(List<MergeGroup> groups) {
    return groups.stream().mapToLong(each -> each.sources().size()).sum();
  }

  private static long bytes(List<MergeGroup> groups) {
    return groups.stream().mapToLong(MergeGroup::bytes).sum();
  }
}
