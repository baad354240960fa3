package io.quacklake.transact.internal.request;

import io.quacklake.format.SnapshotId;
import io.quacklake.format.TableRef;
import io.quacklake.format.predicate.Predicate;
import io.quacklake.scan.LakehouseSession;
import io.quacklake.transact.AddFilesOptions;
import io.quacklake.transact.Assignment;
import io.quacklake.transact.MergeOptions;
import io.quacklake.transact.MergeResult;
import io.quacklake.transact.TableAlteration;
import io.quacklake.transact.WriteOptions;
import io.quacklake.transact.internal.add.FileAdder;
import io.quacklake.transact.internal.change.Deleter;
import io.quacklake.transact.internal.change.Merger;
import io.quacklake.transact.internal.change.StagedMerge;
import io.quacklake.transact.internal.change.StagedUpdate;
import io.quacklake.transact.internal.change.Updater;
import io.quacklake.transact.internal.draft.ArrowColumns;
import io.quacklake.transact.internal.draft.LakeDraft;
import io.quacklake.transact.internal.draft.TableDraft;
import io.quacklake.transact.internal.stage.StagedDelete;
import io.quacklake.transact.internal.stage.StagedFile;
import io.quacklake.transact.internal.stage.StagedInsert;
import io.quacklake.transact.internal.stage.TableTarget;
import io.quacklake.transact.internal.write.TableWriter;
import io.quacklake.transact.internal.write.WriteContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/** Stages changes of rows. */
public final class RowChanges {

  private final LakehouseSession lake;
  private final LakeDraft draft;
  private final WriteContext context;

  public RowChanges(LakehouseSession lake, LakeDraft draft) {
    this.lake = lake;
    this.draft = draft;
    this.context = WriteContext.of(lake);
  }

  public long append(TableRef ref, ArrowReader rows, WriteOptions options) {
    TableDraft table = draft.table(ref);
    StagedInsert staged = written(table, rows, options);
    stage(table, staged);
    return staged.rows();
  }

  private StagedInsert written(TableDraft table, ArrowReader rows, WriteOptions options) {
    return table.orUnaltered(
        () -> {
          addUnknownColumns(table, rows, options);
          return TableWriter.append(target(table, options), rows, context);
        });
  }

  public long delete(TableRef ref, @Nullable Predicate where) {
    TableDraft table = unchanged(ref, "Delete from it");
    StagedDelete staged = deleted(table, where);
    table.delete(staged);
    return staged.rows();
  }

  public long update(TableRef ref, Map<String, Assignment> assignments, @Nullable Predicate where) {
    TableDraft table = unchanged(ref, "Update it");
    if (table.isNew()) {
      return 0;
    }
    StagedUpdate staged =
        Updater.update(
            lake,
            draft.base().id(),
            asAtBase(table, target(table, WriteOptions.DEFAULT)),
            assignments,
            where,
            context);
    table.delete(staged.before());
    stage(table, staged.after());
    return staged.after().rows();
  }

  public MergeResult merge(
      TableRef ref, ArrowReader rows, List<String> keys, MergeOptions options) {
    TableDraft table = unchanged(ref, "Merge into it");
    if (table.isNew()) {
      throw new IllegalStateException(
          "Table "
              + ref
              + " is made by this transaction and has no rows to merge with. Append to it.");
    }
    StagedMerge staged =
        table.orUnaltered(
            () -> {
              addUnknownColumns(table, rows, options.writeOptions());
              return Merger.merge(
                  lake,
                  draft.base().id(),
                  asAtBase(table, target(table, options.writeOptions())),
                  rows,
                  keys,
                  options,
                  context);
            });
    table.delete(staged.before());
    stage(table, staged.updated());
    stage(table, staged.inserted());
    if (staged.inserted().rows() > 0) {
      table.dependOnAbsentKeys();
    }
    return new MergeResult(staged.inserted().rows(), staged.updated().rows(), staged.deletedRows());
  }

  public long overwrite(
      TableRef ref, ArrowReader rows, @Nullable Predicate where, WriteOptions options) {
    TableDraft table = unchanged(ref, "Overwrite it");
    StagedDelete deleted = deleted(table, where);
    StagedInsert staged = written(table, rows, options);
    table.delete(deleted);
    stage(table, staged);
    return staged.rows();
  }

  public long addFiles(TableRef ref, List<String> locations, AddFilesOptions options) {
    TableDraft table = draft.table(ref);
    List<StagedFile> files =
        FileAdder.add(target(table, WriteOptions.DEFAULT), locations, options, context);
    long rows = files.stream().mapToLong(StagedFile::recordCount).sum();
    stage(table, new StagedInsert(files, List.of(), Map.of(), rows));
    return rows;
  }

  private StagedDelete deleted(TableDraft table, @Nullable Predicate where) {
    if (table.isNew()) {
      return StagedDelete.NONE;
    }
    SnapshotId base = draft.base().id();
    return Deleter.delete(lake, base, atBase(table), where, context);
  }

  /** The table as the base has it, so that it is found there. */
  private TableTarget atBase(TableDraft table) {
    return asAtBase(table, table.target(lake)).withColumns(table.base().orElseThrow().columns());
  }

  /** The table as it is written, under the name by which the base has its rows. */
  private static TableTarget asAtBase(TableDraft table, TableTarget target) {
    return target.withRef(table.base().orElseThrow().info().ref());
  }

  private TableTarget target(TableDraft table, WriteOptions options) {
    TableTarget target = table.target(lake);
    return options.inlining() == WriteOptions.Inlining.AS_THE_LAKE_SAYS
        ? target
        : target.withoutInlining();
  }

  private void addUnknownColumns(TableDraft table, ArrowReader rows, WriteOptions options) {
    if (options.unknownColumns() == WriteOptions.UnknownColumns.REFUSE) {
      return;
    }
    try {
      for (Field field : rows.getVectorSchemaRoot().getSchema().getFields()) {
        boolean isKnown =
            table.columns().stream()
                .anyMatch(each -> each.name().equalsIgnoreCase(field.getName()));
        if (!isKnown) {
          draft.alter(
              table.ref(),
              TableAlteration.addColumn(field.getName(), ArrowColumns.of(field).type()));
        }
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private TableDraft unchanged(TableRef ref, String advice) {
    TableDraft table = draft.table(ref);
    table.requireNoRows(advice + " before its rows are changed");
    return table;
  }

  private void stage(TableDraft table, StagedInsert staged) {
    for (StagedFile file : staged.files()) {
      if (file.origin() == StagedFile.Origin.WRITTEN) {
        draft.written().add(file.location());
      }
    }
    table.insert(staged);
  }
}
