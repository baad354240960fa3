package io.quacklake.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.quacklake.catalog.commit.Edit;
import io.quacklake.format.CorruptLakeException;
import io.quacklake.format.FieldId;
import io.quacklake.format.FileId;
import io.quacklake.format.LakePath;
import io.quacklake.format.Lifespan;
import io.quacklake.format.Snapshot;
import io.quacklake.format.SnapshotId;
import io.quacklake.format.file.ColumnStats;
import io.quacklake.format.file.DataFile;
import io.quacklake.format.file.DeleteFile;
import io.quacklake.format.file.EncryptionKey;
import io.quacklake.format.schema.NameMapping;
import io.quacklake.golden.Backend;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Data files, delete files and name mappings are read back as they are written. */
class FileWritesTest extends WrittenCatalog {
  @ParameterizedTest
  @EnumSource
  void addsAndEndsDataFiles(Backend backend) {
    create(backend);
    createTable(A, B);
    SnapshotId base = catalog.<Snapshot>read(SnapshotReader::latest).id();
    SnapshotId next = new SnapshotId(base.value() + 1);
    Map<Integer, @Nullable String> partition = new HashMap<>();
    partition.put(0, "7");
    partition.put(1, null);
    ColumnStats stats = new ColumnStats(10L, 90L, 10L, "a'b", null, null, "{\"x\": 1}");
    DataFile full =
        new DataFile(
            new FileId(3),
            new LakePath("s3://b/x.parquet", false),
            "parquet",
            5,
            6,
            null,
            null,
            new Lifespan(new SnapshotId(1), null),
            2L,
            partition,
            new EncryptionKey(new byte[] {1, 2, (byte) 0xff}),
            9L,
            next,
            null,
            Map.of(B.id(), stats, A.id(), new ColumnStats(null, 1L, 0L, "1", "2", false, null)));
    SnapshotId added =
        commit(
            "inserted_into_table:1",
            new Edit.SetPartitioning(TABLE, 2, List.of()),
            new Edit.AddDataFiles(TABLE, List.of(full, file(4, next))));
    assertThat(files(added, A, B)).containsExactly(full, file(4, next));
    SnapshotId ended =
        commit("deleted_from_table:1", new Edit.EndDataFiles(TABLE, Set.of(new FileId(3))));
    assertThat(files(added)).extracting(DataFile::id).contains(new FileId(3));
    assertThat(files(ended)).containsExactly(file(4, next));
    assertThatExceptionOfType(CorruptLakeException.class)
        .isThrownBy(() -> commit("x:1", new Edit.EndDataFiles(TABLE, Set.of(new FileId(3)))))
        .withMessageContaining("ducklake_data_file should have one open row");
    assertThat(catalog.<Snapshot>read(SnapshotReader::latest).id()).isEqualTo(ended);
  }

  @ParameterizedTest
  @EnumSource
  void addsManyDataFilesInOneCommit(Backend backend) {
    create(backend);
    createTable(A, B);
    SnapshotId next = new SnapshotId(2);
    List<DataFile> many = new ArrayList<>();
    for (int i = 0; i < 3000; i++) {
      DataFile file = file(i, next);
      many.add(
          new DataFile(
              file.id(),
              file.path(),
              file.format(),
              file.recordCount(),
              file.sizeBytes(),
              file.footerSize(),
              file.rowIdStart(),
              file.lifespan(),
              null,
              Map.of(),
              null,
              null,
              null,
              null,
              Map.of(A.id(), new ColumnStats(1L, 2L, 3L, "" + i, "" + i, null, null))));
    }
    commit("inserted_into_table:1", new Edit.AddDataFiles(TABLE, many));
    assertThat(files(next, A)).isEqualTo(many);
  }

  @ParameterizedTest
  @EnumSource
  void addsAndReplacesDeleteFiles(Backend backend) throws Exception {
    create(backend);
    createTable(A);
    SnapshotId second = new SnapshotId(2);
    SnapshotId third = new SnapshotId(3);
    DeleteFile first = deleteFile(8, second, null);
    DeleteFile merged = deleteFile(9, second, third);
    commit(
        "deleted_from_table:1",
        new Edit.AddDataFiles(TABLE, List.of(file(3, second))),
        new Edit.AddDeleteFiles(TABLE, List.of(first)));
    assertThat(catalog.<List<DeleteFile>>read(reader -> reader.deleteFiles(TABLE, second)))
        .containsExactly(first);
    commit(
        "deleted_from_table:1",
        new Edit.ReplaceDeleteFile(TABLE, new FileId(8), new LakePath("main/t/d8", true)),
        new Edit.AddDeleteFiles(TABLE, List.of(merged)));
    assertThat(catalog.<List<DeleteFile>>read(reader -> reader.deleteFiles(TABLE, second)))
        .containsExactly(merged);
    catalog.close();
    assertThat(
            NewLakes.sql(
                    backend,
                    NewLakes.file(backend, directory),
                    "SELECT data_file_id, path, path_is_relative,"
                        + " schedule_start IS NOT NULL FROM ducklake_files_scheduled_for_deletion")
                .toString())
        .isIn(
            "[[8, main/t/d8, true, true]]", "[[8, main/t/d8, 1, 1]]", "[[8, main/t/d8, true, 1]]");
  }

  private static DeleteFile deleteFile(long id, SnapshotId begin, @Nullable SnapshotId partialMax) {
    return new DeleteFile(
        new FileId(id),
        new FileId(3),
        new LakePath("d" + id, true),
        "parquet",
        2L,
        300,
        70L,
        new EncryptionKey(new byte[16]),
        new Lifespan(begin, null),
        partialMax);
  }

  @ParameterizedTest
  @EnumSource
  void addsNameMappings(Backend backend) {
    create(backend);
    createTable(A);
    NameMapping mapping =
        new NameMapping(
            7,
            List.of(
                new NameMapping.Entry(
                    "outer",
                    new FieldId(1),
                    false,
                    List.of(
                        new NameMapping.Entry("inner", new FieldId(2), false, List.of()),
                        new NameMapping.Entry("second", new FieldId(3), false, List.of()))),
                new NameMapping.Entry("p", new FieldId(4), true, List.of())));
    commit("inserted_into_table:1", new Edit.AddNameMapping(TABLE, mapping));
    assertThat(catalog.<NameMapping>read(reader -> reader.nameMapping(7))).isEqualTo(mapping);
  }
}
