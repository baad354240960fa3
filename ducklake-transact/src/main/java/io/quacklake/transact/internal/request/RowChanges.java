package io.quacklake.transact.internal.request;

import io.quacklake.format.TableRef;
import io.quacklake.format.predicate.Predicate;
import io.quacklake.scan.LakehouseSession;
import io.quacklake.transact.AddFilesOptions;
import io.quacklake.transact.Assignment;
import io.quacklake.transact.MergeOptions;
import io.quacklake.transact.MergeResult;
import io.quacklake.transact.WriteOptions;
import io.quacklake.transact.internal.draft.LakeDraft;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.jspecify.annotations.Nullable;

/** Stages changes of rows. */
public final class RowChanges {
  private final LakehouseSession lake;
  private final LakeDraft draft;

  public RowChanges(LakehouseSession lake, LakeDraft draft) {
    this.lake = lake;
    this.draft = draft;
  }

  public long append(TableRef table, ArrowReader rows, WriteOptions options) {
    throw notYet("append");
  }

  public long delete(TableRef table, @Nullable Predicate where) {
    throw notYet("delete");
  }

  public long update(
      TableRef table, Map<String, Assignment> assignments, @Nullable Predicate where) {
    throw notYet("update");
  }

  public MergeResult merge(
      TableRef table, ArrowReader rows, List<String> keys, MergeOptions options) {
    throw notYet("merge");
  }

  public long overwrite(
      TableRef table, ArrowReader rows, @Nullable Predicate where, WriteOptions options) {
    throw notYet("overwrite");
  }

  public long addFiles(TableRef table, List<String> locations, AddFilesOptions options) {
    throw notYet("addFiles");
  }

  private UnsupportedOperationException notYet(String what) {
    return new UnsupportedOperationException(
        what + " is not there yet: " + lake + " at " + draft.base().id());
  }
}
