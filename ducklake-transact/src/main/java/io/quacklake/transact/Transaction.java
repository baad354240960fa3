package io.quacklake.transact;

import io.quacklake.catalog.LakeInfo;
import io.quacklake.format.Snapshot;
import io.quacklake.format.TableRef;
import io.quacklake.format.UnsupportedFeatureException;
import io.quacklake.format.predicate.Predicate;
import io.quacklake.format.schema.Column;
import io.quacklake.scan.KeyUnwrapper;
import io.quacklake.scan.LakehouseSession;
import io.quacklake.scan.internal.arrow.ArrowSchemas;
import io.quacklake.transact.internal.commit.CommitLoop;
import io.quacklake.transact.internal.draft.LakeDraft;
import io.quacklake.transact.internal.request.RowChanges;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Changes that become one snapshot, or nothing. A transaction belongs to one thread at a time.
 *
 * <pre>{@code
 * try (Transaction tx = Transaction.begin(lake)) {
 *   tx.append("main.events", rows);
 *   tx.delete("main.users", "id = 7");
 *   tx.commit(CommitInfo.message("nightly load"));
 * }
 * }</pre>
 *
 * <p>It builds on the snapshot that is the latest when it begins. What it stages is seen by nobody
 * before the commit, <b>not even by scans of the same session</b>: a delete finds the rows of the
 * base snapshot, never those that this transaction appended. So rows of a table can be appended
 * several times, also after a delete, update, merge or overwrite, but those need a table whose rows
 * this transaction has not changed yet; anything else is an {@link IllegalStateException}. A table
 * that this transaction made or altered can be appended to at once.
 *
 * <p>Names are matched without regard to case. Names of tables as text are read as in {@link
 * TableRef#parse}. Files of appended rows are written at once; closing without a commit, or a
 * commit that fails, removes them.
 *
 * <p>Methods throw {@link io.quacklake.format.NotFoundException} for what is not there, {@link
 * io.quacklake.format.AlreadyExistsException} for names that are taken, {@link
 * io.quacklake.format.UnsupportedFeatureException} for what DuckLake cannot hold, {@link
 * io.quacklake.format.InvalidValueException} for values that do not fit their column. A method that
 * throws has staged nothing; the transaction can go on.
 *
 * <p>Reads, which are the session's, never see what is staged. Rows that are deleted, updated or
 * merged with are those of {@link #base}: a table whose rows the transaction has changed is
 * refused.
 */
public final class Transaction implements AutoCloseable {
  private final LakehouseSession lake;
  private final RetryPolicy retry;
  private final LakeDraft draft;
  private State state = State.OPEN;

  private enum State {
    OPEN,
    COMMITTED,
    CLOSED
  }

  /** What becomes of the tables and views of a schema that is dropped. */
  public enum OnDependents {
    /** A schema that is not empty is not dropped. */
    REFUSE,
    /** They are dropped too. */
    DROP
  }

  private Transaction(LakehouseSession lake, RetryPolicy retry) {
    this.lake = lake;
    this.retry = retry;
    this.draft = LakeDraft.of(lake);
  }

  /** Begins a transaction on the latest snapshot of a lake. */
  public static Transaction begin(LakehouseSession lake) {
    return begin(lake, RetryPolicy.DEFAULT);
  }

  /** Begins a transaction whose commit is tried as a policy says. */
  public static Transaction begin(LakehouseSession lake, RetryPolicy retry) {
    requireWritable(lake);
    return new Transaction(lake, retry);
  }

  static void requireWritable(LakehouseSession lake) {
    if (lake.info().encryption() == LakeInfo.Encryption.ENCRYPTED
        && lake.config().keyUnwrapper() != KeyUnwrapper.PLAIN) {
      throw new UnsupportedFeatureException(
          "writing with wrapped keys",
          "The session unwraps the keys of files, but new keys could not be wrapped. Files of this lake can only be read.");
    }
  }

  /** The snapshot that the transaction builds on. */
  public Snapshot base() {
    return draft.base();
  }

  /** The columns that a table has by now in this transaction, as batches for it may have them. */
  public Schema schema(TableRef table) {
    return ArrowSchemas.schema(open().table(table).columns().stream().map(Column::field).toList());
  }

  public void createSchema(String name) {
    open().createSchema(name);
  }

  public void dropSchema(String name, OnDependents dependents) {
    open().dropSchema(name, dependents);
  }

  public void createTable(TableDefinition definition) {
    open().createTable(definition);
  }

  /** Makes a table in the place of the one of that name, if there is one, which is dropped. */
  public void replaceTable(TableDefinition definition) {
    open().replaceTable(definition);
  }

  public void dropTable(TableRef table) {
    open().dropTable(table);
  }

  public void dropTable(String table) {
    dropTable(TableRef.parse(table));
  }

  /** Gives a table another name in its schema. */
  public void renameTable(TableRef table, String newName) {
    open().renameTable(table, newName);
  }

  /** Gives a table another name in its schema. */
  public void renameTable(String table, String newName) {
    renameTable(TableRef.parse(table), newName);
  }

  public void alter(TableRef table, TableAlteration alteration) {
    open().alter(table, alteration);
  }

  public void alter(String table, TableAlteration alteration) {
    alter(TableRef.parse(table), alteration);
  }

  /**
   * Makes a view, which is kept for engines that run SQL.
   *
   * @param sql a query in DuckDB's SQL; it is not looked at
   * @param columnAliases names of its columns; empty for the query's own
   */
  public void createView(TableRef view, String sql, List<String> columnAliases) {
    open().createView(view, sql, columnAliases);
  }

  /** Makes a view whose columns are named by its query. */
  public void createView(String view, String sql) {
    createView(TableRef.parse(view), sql, List.of());
  }

  public void dropView(TableRef view) {
    open().dropView(view);
  }

  public void dropView(String view) {
    dropView(TableRef.parse(view));
  }

  public void renameView(TableRef view, String newName) {
    open().renameView(view, newName);
  }

  public void renameView(String view, String newName) {
    renameView(TableRef.parse(view), newName);
  }

  /** Gives a view a tag; the key {@code comment} is its comment, and null takes it away. */
  public void setViewTag(TableRef view, String key, @Nullable String value) {
    open().setViewTag(view, key, value);
  }

  /**
   * Appends rows. Columns are matched by name; those that do not come get their default.
   *
   * @param rows read to the end; it stays the caller's to close
   * @return how many
   */
  public long append(TableRef table, ArrowReader rows, WriteOptions options) {
    return rows().append(table, rows, options);
  }

  public long append(TableRef table, ArrowReader rows) {
    return append(table, rows, WriteOptions.DEFAULT);
  }

  public long append(String table, ArrowReader rows) {
    return append(TableRef.parse(table), rows);
  }

  /**
   * Deletes the rows for which a predicate holds.
   *
   * @param where null for all rows
   * @return how many
   */
  public long delete(TableRef table, @Nullable Predicate where) {
    return rows().delete(table, where);
  }

  /** Deletes the rows for which a predicate holds, such as {@code "id = 7"}. */
  public long delete(String table, String where) {
    return delete(TableRef.parse(table), Predicate.parse(where));
  }

  /**
   * Changes columns of the rows for which a predicate holds. The rows keep their ids.
   *
   * @param assignments by column; all of them see the row as it was
   * @param where null for all rows
   * @return how many
   */
  public long update(
      TableRef table, Map<String, Assignment> assignments, @Nullable Predicate where) {
    return rows().update(table, assignments, where);
  }

  public long update(String table, Map<String, Assignment> assignments, String where) {
    return update(TableRef.parse(table), assignments, Predicate.parse(where));
  }

  /**
   * Brings rows in by key: those whose key is in the table update it, the others are inserted,
   * unless the options say otherwise. A NULL in a key matches nothing. Rows that do not fit into
   * memory wait in a temporary file, and the table is read several times. If rows are inserted, the
   * commit conflicts with inserts of others, which may have the same keys.
   *
   * @param keys columns that are in the table and in {@code rows}, whose values are not twice in
   *     {@code rows}
   * @throws CommitConflictException if others merged files of the table between two readings of it
   */
  public MergeResult merge(
      TableRef table, ArrowReader rows, List<String> keys, MergeOptions options) {
    return rows().merge(table, rows, keys, options);
  }

  public MergeResult merge(TableRef table, ArrowReader rows, List<String> keys) {
    return merge(table, rows, keys, MergeOptions.UPSERT);
  }

  public MergeResult merge(String table, ArrowReader rows, List<String> keys) {
    return merge(TableRef.parse(table), rows, keys);
  }

  /**
   * Deletes the rows for which a predicate holds and appends others.
   *
   * @param where null for all rows
   * @return how many were appended
   */
  public long overwrite(
      TableRef table, ArrowReader rows, @Nullable Predicate where, WriteOptions options) {
    return rows().overwrite(table, rows, where, options);
  }

  public long overwrite(TableRef table, ArrowReader rows) {
    return overwrite(table, rows, null, WriteOptions.DEFAULT);
  }

  public long overwrite(String table, ArrowReader rows) {
    return overwrite(TableRef.parse(table), rows);
  }

  /**
   * Takes Parquet files that are already there into a table, without copying them. They are the
   * lake's from then on: maintenance may delete them.
   *
   * @param locations files, each as its store names it
   * @return how many rows they have
   */
  public long addFiles(TableRef table, List<String> locations, AddFilesOptions options) {
    return rows().addFiles(table, locations, options);
  }

  public long addFiles(String table, List<String> locations) {
    return addFiles(TableRef.parse(table), locations, AddFilesOptions.DEFAULT);
  }

  /**
   * Commits what was staged as one snapshot; where nothing was, none is written. The transaction is
   * over afterwards, whatever the outcome.
   *
   * @throws CommitConflictException if another writer changed what this transaction builds on
   * @throws CommitUnknownException if the connection was lost while it committed
   * @throws IllegalStateException if the lake requires a message and there is none; the transaction
   *     can still be committed with one
   * @throws io.quacklake.catalog.CatalogException if the catalog failed, or others were faster each
   *     time
   */
  public CommitResult commit(CommitInfo info) {
    open().requireMessage(info);
    state = State.COMMITTED;
    return CommitLoop.run(lake, draft, info, retry);
  }

  /** Commits without a message. */
  public CommitResult commit() {
    return commit(CommitInfo.none());
  }

  /** Discards what was staged, unless it was committed, and removes the files written for it. */
  @Override
  public void close() {
    if (state == State.OPEN) {
      draft.discard();
    }
    state = State.CLOSED;
  }

  private LakeDraft open() {
    if (state != State.OPEN) {
      throw new IllegalStateException(
          state == State.COMMITTED
              ? "This transaction has been committed, or its commit has failed. Begin another one."
              : "This transaction is closed. Begin another one.");
    }
    return draft;
  }

  private RowChanges rows() {
    return new RowChanges(lake, open());
  }
}
