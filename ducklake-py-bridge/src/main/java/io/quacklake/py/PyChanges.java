package io.quacklake.py;

import io.quacklake.scan.TableChanges;

/** The changes of a table as Python holds them. */
public final class PyChanges {
  private final TableChanges changes;
  private final Lease lease;

  PyChanges(TableChanges changes, Lease lease) {
    this.changes = changes;
    this.lease = lease;
  }

  /** Only these of the table's columns, in this order. */
  public PyChanges select(String[] columns) {
    return new PyChanges(changes.select(columns), lease);
  }

  /** Only rows whose values pass the filter. */
  public PyChanges where(String filter) {
    return new PyChanges(changes.where(filter), lease);
  }

  /** Fills the {@code ArrowSchema} at that address with the schema of the rows. */
  public void exportSchema(long address) {
    lease.check();
    Exports.schema(changes.schema(), address);
  }

  /** Reads the rows. */
  public PyStream open() {
    Runnable release = lease.take();
    try {
      return new PyStream(changes.open(), release);
    } catch (RuntimeException | Error e) {
      release.run();
      throw e;
    }
  }

  @Override
  public String toString() {
    return changes.toString();
  }
}
