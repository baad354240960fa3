package io.quacklake.transact.internal.commit;

import io.quacklake.format.SnapshotId;
import io.quacklake.scan.LakehouseSession;
import io.quacklake.transact.internal.change.DeleteFileWriter;
import io.quacklake.transact.internal.draft.LakeDraft;
import io.quacklake.transact.internal.draft.TableDraft;
import io.quacklake.transact.internal.stage.StagedDelete;
import io.quacklake.transact.internal.stage.StagedDelete.How;
import io.quacklake.transact.internal.stage.StagedDeleteFile;
import io.quacklake.transact.internal.write.WriteContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The delete files of a commit. Those that name its snapshot are written anew when it moves. */
final class DeleteFiles {
  private final LakehouseSession lake;
  private final LakeDraft draft;
  private final WriteContext context;
  private final Map<TableDraft, List<StagedDeleteFile>> files = new LinkedHashMap<>();

  DeleteFiles(LakehouseSession lake, LakeDraft draft) {
    this.lake = lake;
    this.draft = draft;
    this.context = WriteContext.of(lake);
  }

  /** Those of each table. */
  Map<TableDraft, List<StagedDeleteFile>> byTable() {
    return files;
  }

  /** Whether they can be committed as that snapshot. */
  boolean fit(SnapshotId commit) {
    return files.values().stream()
        .flatMap(List::stream)
        .allMatch(file -> file.writtenFor() == null || file.writtenFor().equals(commit));
  }

  /** Writes what there is not yet, or not for that snapshot. */
  void write(SnapshotId commit) {
    for (TableDraft table : draft.tables()) {
      List<StagedDeleteFile> old = files.getOrDefault(table, List.of());
      List<StagedDeleteFile> now = new ArrayList<>();
      int index = 0;
      for (StagedDelete.OfFile deletes : table.deleted().files()) {
        if (deletes.how() == How.DELETE_FILE) {
          StagedDeleteFile before = index < old.size() ? old.get(index) : null;
          index++;
          boolean fits =
              before != null && (before.writtenFor() == null || before.writtenFor().equals(commit));
          now.add(fits ? before : rewritten(table, deletes, before, commit));
        }
      }
      files.put(table, now);
    }
  }

  private StagedDeleteFile rewritten(
      TableDraft table,
      StagedDelete.OfFile deletes,
      @Nullable StagedDeleteFile before,
      SnapshotId commit) {
    StagedDeleteFile written = DeleteFileWriter.write(deletes, table.target(lake), commit, context);
    draft.written().add(written.location());
    if (before != null) {
      draft.written().remove(before.location());
    }
    return written;
  }
}
