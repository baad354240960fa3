package io.quacklake.transact.internal.commit;

import io.quacklake.catalog.commit.Edit;
import io.quacklake.format.FileId;
import io.quacklake.format.LakePath;
import io.quacklake.format.Lifespan;
import io.quacklake.format.TableId;
import io.quacklake.format.file.DataFile;
import io.quacklake.format.file.DeleteFile;
import io.quacklake.format.schema.NameMapping;
import io.quacklake.scan.ScanTask.LocatedDelete;
import io.quacklake.transact.internal.draft.TableDraft;
import io.quacklake.transact.internal.stage.StagedCompaction;
import io.quacklake.transact.internal.stage.StagedDelete;
import io.quacklake.transact.internal.stage.StagedDelete.How;
import io.quacklake.transact.internal.stage.StagedDeleteFile;
import io.quacklake.transact.internal.stage.StagedFile;
import io.quacklake.transact.internal.stage.StagedInsert;
import io.quacklake.transact.internal.stage.StagedMapping;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The rows of one attempt to commit that are about files of one table. */
final class FileEdits {
  private final TableDraft table;
  private final TableId id;
  private final Ids ids;
  private final List<Edit> edits;

  FileEdits(TableDraft table, TableId id, Ids ids, List<Edit> edits) {
    this.table = table;
    this.id = id;
    this.ids = ids;
    this.edits = edits;
  }

  /** Adds the new data files; returns the row id after theirs. */
  long add(long firstRowId) {
    Map<StagedMapping, Long> mappings = new HashMap<>();
    for (StagedInsert insert : table.inserts()) {
      for (StagedFile file : insert.files()) {
        StagedMapping mapping = file.mapping();
        if (mapping != null && !mappings.containsKey(mapping)) {
          long mappingId = ids.nextFile();
          mappings.put(mapping, mappingId);
          edits.add(new Edit.AddNameMapping(id, new NameMapping(mappingId, mapping.entries())));
        }
      }
    }
    long nextRowId = firstRowId;
    List<DataFile> files = new ArrayList<>();
    for (StagedInsert insert : table.inserts()) {
      for (StagedFile file : insert.files()) {
        files.add(row(file, nextRowId, mappings));
        nextRowId += file.recordCount();
      }
    }
    if (!files.isEmpty()) {
      edits.add(new Edit.AddDataFiles(id, files));
    }
    return nextRowId;
  }

  /** Adds the files that take the place of others. */
  void compact() {
    if (table.compactions().isEmpty()) {
      return;
    }
    Map<FileId, LakePath> replaced = new HashMap<>();
    List<DataFile> files = new ArrayList<>();
    for (StagedCompaction compaction : table.compactions()) {
      for (DataFile source : compaction.sources()) {
        replaced.put(source.id(), belowDataPath(source.path()));
      }
      files.add(row(compaction));
    }
    edits.add(new Edit.ReplaceDataFiles(id, replaced));
    edits.add(new Edit.AddDataFiles(id, files));
  }

  private DataFile row(StagedCompaction compaction) {
    StagedFile file = compaction.file();
    return new DataFile(
        new FileId(ids.nextFile()),
        file.path(),
        "parquet",
        file.recordCount(),
        file.sizeBytes(),
        file.footerSize(),
        compaction.rowIdStart(),
        new Lifespan(compaction.begin(), null),
        file.partitionId(),
        file.partitionValues(),
        file.encryptionKey(),
        null,
        compaction.partialMax(),
        null,
        file.stats());
  }

  private DataFile row(StagedFile file, long rowIdStart, Map<StagedMapping, Long> mappings) {
    return new DataFile(
        new FileId(ids.nextFile()),
        file.path(),
        "parquet",
        file.recordCount(),
        file.sizeBytes(),
        file.footerSize(),
        rowIdStart,
        new Lifespan(ids.snapshot(), null),
        partitionId(file),
        file.partitionValues(),
        file.encryptionKey(),
        file.mapping() == null ? null : mappings.get(file.mapping()),
        null,
        null,
        file.stats());
  }

  /** A spec that was set to what it had been is not made anew. */
  private @Nullable Long partitionId(StagedFile file) {
    Long spec = file.partitionId();
    if (spec == null || spec >= 0) {
      return spec;
    }
    return table.isRepartitioned()
        ? Long.valueOf(ids.of(spec))
        : table.base().map(base -> base.partitioning().id()).orElse(spec);
  }

  /**
   * Adds what deletes rows of files.
   *
   * @param deleteFiles those that are written for it
   */
  void delete(List<StagedDeleteFile> deleteFiles) {
    StagedDelete deleted = table.deleted();
    Set<FileId> ended = new LinkedHashSet<>();
    for (StagedDelete.OfFile file : deleted.files()) {
      switch (file.how()) {
        case WHOLE_FILE -> ended.add(file.file().id());
        case INLINED -> edits.add(new Edit.DeleteInlined(id, file.file().id(), file.positions()));
        case DELETE_FILE -> replace(file);
      }
    }
    if (!ended.isEmpty()) {
      edits.add(new Edit.EndDataFiles(id, ended));
    }
    List<DeleteFile> rows = new ArrayList<>();
    deleteFiles.forEach(file -> rows.add(row(file)));
    if (!rows.isEmpty()) {
      edits.add(new Edit.AddDeleteFiles(id, rows));
    }
    deleted
        .inlinedRows()
        .forEach((name, rowIds) -> edits.add(new Edit.EndInlinedRows(name, rowIds)));
  }

  private DeleteFile row(StagedDeleteFile file) {
    return new DeleteFile(
        new FileId(ids.nextFile()),
        file.dataFile(),
        file.path(),
        file.format(),
        file.deleteCount(),
        file.sizeBytes(),
        file.footerSize(),
        file.encryptionKey(),
        new Lifespan(file.writtenFor() == null ? ids.snapshot() : file.begin(), null),
        file.partialMax());
  }

  private void replace(StagedDelete.OfFile file) {
    if (file.how() == How.DELETE_FILE) {
      for (LocatedDelete old : file.existing()) {
        edits.add(
            new Edit.ReplaceDeleteFile(id, old.file().id(), belowDataPath(old.file().path())));
      }
    }
  }

  /** Files scheduled for deletion are named from the lake's data path, others from the table's. */
  private LakePath belowDataPath(LakePath file) {
    LakePath ofTable = below(table.schema().info().path(), table.path());
    return below(ofTable, file);
  }

  private static LakePath below(LakePath parent, LakePath path) {
    return path.isRelative()
        ? new LakePath(parent.value() + path.value(), parent.isRelative())
        : path;
  }
}
