package io.quacklake.transact.internal.commit;

import io.quacklake.scan.LakehouseSession;
import io.quacklake.transact.CommitInfo;
import io.quacklake.transact.CommitResult;
import io.quacklake.transact.RetryPolicy;
import io.quacklake.transact.internal.draft.LakeDraft;

/** Commits, or leaves the catalog as it was. */
public final class CommitLoop {
  private CommitLoop() {}

  public static CommitResult run(
      LakehouseSession lake, LakeDraft draft, CommitInfo info, RetryPolicy retry) {
    throw new UnsupportedOperationException("not yet: " + lake + draft + info + retry);
  }
}
