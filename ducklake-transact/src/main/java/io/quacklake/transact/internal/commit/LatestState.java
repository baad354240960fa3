package io.quacklake.transact.internal.commit;

import io.quacklake.catalog.SnapshotReader;
import io.quacklake.format.FileId;
import io.quacklake.format.Snapshot;
import io.quacklake.format.SnapshotId;
import io.quacklake.format.TableId;
import io.quacklake.format.TableRef;
import io.quacklake.format.change.Change;
import io.quacklake.format.change.ChangeKind;
import io.quacklake.format.file.DeleteFile;
import io.quacklake.format.schema.TableInfo;
import io.quacklake.format.schema.ViewInfo;
import io.quacklake.transact.CommitConflictException;
import io.quacklake.transact.internal.draft.LakeDraft;
import io.quacklake.transact.internal.draft.TableDraft;
import io.quacklake.transact.internal.draft.ViewDraft;
import io.quacklake.transact.internal.stage.StagedDelete;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** Checks that nothing that others have committed is in the way of a transaction. */
final class LatestState {
  private final LakeDraft draft;
  private final List<OurChange> ours;
  private final SnapshotReader reader;
  private final SnapshotId latest;

  /**
   * @param reader sees the state that the commit builds on
   * @param latest its snapshot
   */
  LatestState(LakeDraft draft, List<OurChange> ours, SnapshotReader reader, SnapshotId latest) {
    this.draft = draft;
    this.ours = ours;
    this.reader = reader;
    this.latest = latest;
  }

  /**
   * @param others the snapshots after the base, all of them
   * @throws CommitConflictException if one of them is in the way
   */
  void check(List<Snapshot> others) {
    if (latest.value() - draft.base().id().value() != others.size()) {
      throw new CommitConflictException(
          "Cannot commit: of the snapshots after "
              + draft.base().id()
              + ", on which this transaction builds, some have expired, so what they did is not"
              + " known. Re-run it on the latest snapshot.",
          ours.get(0).toString(),
          "expired",
          latest);
    }
    for (Snapshot other : others) {
      for (Change theirs : Change.parse(other.changes())) {
        for (OurChange our : ours) {
          check(our, theirs, other);
        }
      }
    }
    for (Snapshot other : others) {
      if (Change.parse(other.changes()).stream().anyMatch(LatestState::mayBeRename)) {
        checkRenames(other);
        return;
      }
    }
  }

  private void check(OurChange our, Change theirs, Snapshot other) {
    switch (ConflictRules.between(our, theirs)) {
      case NO_CONFLICT -> {
        if (mayBeOfSameKeys(our, theirs)) {
          throw conflict(our, theirs.text() + ", maybe of keys that the merge inserts", other);
        }
      }
      case CONFLICT -> throw conflict(our, theirs.text(), other);
      case SAME_FILE -> {
        for (TableDraft table : draft.tables()) {
          if (Objects.equals(our.id(), table.id().value()) && hasTouchedSameFile(table)) {
            throw conflict(our, theirs.text() + " (the same data file)", other);
          }
        }
      }
    }
  }

  /** Whether both insert, and we only what was not there. */
  private boolean mayBeOfSameKeys(OurChange our, Change theirs) {
    return isInsert(our.kind())
        && isInsert(theirs.kind())
        && our.objectId().equals(theirs.id())
        && draft.tables().stream()
            .anyMatch(
                table ->
                    table.dependsOnAbsentKeys() && Objects.equals(our.id(), table.id().value()));
  }

  private static boolean isInsert(ChangeKind kind) {
    return kind == ChangeKind.INSERTED_INTO_TABLE || kind == ChangeKind.INLINED_INSERT;
  }

  /** A rename says only that something was created. */
  private static boolean mayBeRename(Change change) {
    return change.kind() == ChangeKind.CREATED_TABLE || change.kind() == ChangeKind.CREATED_VIEW;
  }

  private void checkRenames(Snapshot other) {
    Map<Long, TableRef> names = new HashMap<>();
    for (TableInfo table : reader.tables(latest)) {
      names.put(table.id().value(), table.ref());
    }
    for (ViewInfo view : reader.views(latest)) {
      names.put(view.id(), TableRef.of(view.schema().name(), view.name()));
    }
    Map<Long, TableRef> old = new HashMap<>();
    for (TableDraft table : draft.tables()) {
      table.base().ifPresent(base -> old.put(base.info().id().value(), base.info().ref()));
    }
    for (ViewDraft view : draft.views()) {
      ViewInfo base = view.base();
      if (base != null) {
        old.put(base.id(), TableRef.of(base.schema().name(), base.name()));
      }
    }
    for (OurChange our : ours) {
      TableRef before = our.id() == null ? null : old.get(our.id());
      if (before != null && !before.equals(names.get(our.id()))) {
        ChangeKind theirs =
            our.kind() == ChangeKind.ALTERED_VIEW
                ? ChangeKind.ALTERED_VIEW
                : ChangeKind.ALTERED_TABLE;
        if (ConflictRules.verdict(our.kind(), theirs) != ConflictRules.Verdict.NO_CONFLICT) {
          throw conflict(our, "rename to " + names.get(our.id()), other);
        }
      }
    }
  }

  /** Whether a file that we delete from has ended, or has other delete files than it had. */
  private boolean hasTouchedSameFile(TableDraft table) {
    TableId id = table.id();
    Map<FileId, Set<FileId>> deleteFiles = new HashMap<>();
    for (DeleteFile file : reader.deleteFiles(id, latest)) {
      deleteFiles.computeIfAbsent(file.dataFile(), each -> new HashSet<>()).add(file.id());
    }
    Set<FileId> open = new HashSet<>();
    Set<FileId> touched = table.deleted().fileIds();
    reader.dataFiles(
        id,
        latest,
        Set.of(),
        file -> {
          if (touched.contains(file.id())) {
            open.add(file.id());
          }
        });
    for (StagedDelete.OfFile file : table.deleted().files()) {
      FileId dataFile = file.file().id();
      Set<FileId> before =
          file.existing().stream().map(each -> each.file().id()).collect(Collectors.toSet());
      if (!open.contains(dataFile)
          || !deleteFiles.getOrDefault(dataFile, Set.of()).equals(before)) {
        return true;
      }
    }
    return false;
  }

  private CommitConflictException conflict(OurChange our, String theirs, Snapshot other) {
    return new CommitConflictException(
        "Cannot commit %s: %s was changed by snapshot %s (%s) after this transaction began at snapshot %s. Re-run it on the latest snapshot."
            .formatted(our, our.subject(), other.id(), theirs, draft.base().id()),
        our.toString(),
        theirs,
        other.id());
  }
}
