package io.quacklake.catalog;

import io.quacklake.catalog.commit.CommitPoint;
import io.quacklake.catalog.commit.Edit;
import io.quacklake.catalog.commit.NewColumn;
import io.quacklake.catalog.commit.NewSnapshot;
import io.quacklake.format.FileId;
import io.quacklake.format.LakePath;
import io.quacklake.format.Lifespan;
import io.quacklake.format.SchemaId;
import io.quacklake.format.SnapshotId;
import io.quacklake.format.TableId;
import io.quacklake.format.file.DataFile;
import io.quacklake.format.schema.DefaultValue;
import io.quacklake.format.type.Field;
import io.quacklake.format.type.PrimitiveType;
import io.quacklake.golden.Backend;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * A new catalog for each test, to write to and to read back by the readers that the golden lakes
 * test.
 */
abstract class WrittenCatalog {
  static final TableId TABLE = new TableId(1);
  static final String TABLE_UUID = "0194f8c2-0000-7000-8000-000000000001";
  static final Field A = Field.of(1, "a", PrimitiveType.INT64);
  static final Field B = Field.of(2, "B b", PrimitiveType.VARCHAR);

  @TempDir Path directory;
  @Nullable Catalog catalog;

  @AfterEach
  void close() {
    if (catalog != null) {
      catalog.close();
    }
  }

  Catalog create(Backend backend) {
    catalog = NewLakes.create(backend, directory);
    return catalog;
  }

  /** Commits, with room for ids. */
  SnapshotId commit(String changes, Edit... edits) {
    return catalog.write(
        writer -> {
          CommitPoint base = writer.latest();
          SnapshotId id = new SnapshotId(base.id().value() + 1);
          writer.write(
              new NewSnapshot(
                  id,
                  base.schemaVersion() + 1,
                  base.nextCatalogId() + 10,
                  base.nextFileId() + 10,
                  changes,
                  "me",
                  "why 'so'",
                  null),
              List.of(edits));
          return id;
        });
  }

  SnapshotId createTable(Field... fields) {
    List<Edit> edits = new ArrayList<>();
    edits.add(
        new Edit.BeginTable(TABLE, TABLE_UUID, new SchemaId(0), "t", new LakePath("t/", true)));
    edits.add(new Edit.BeginColumns(TABLE, columns(fields)));
    edits.add(new Edit.ChangeTableSchema(TABLE));
    return commit("created_table:\"main\".\"t\"", edits.toArray(Edit[]::new));
  }

  static List<NewColumn> columns(Field... fields) {
    return Arrays.stream(fields)
        .flatMap(field -> NewColumn.withNested(field, DefaultValue.NULL).stream())
        .toList();
  }

  static DataFile file(long id, SnapshotId begin) {
    return new DataFile(
        new FileId(id),
        new LakePath("f" + id + ".parquet", true),
        "parquet",
        100,
        1234,
        99L,
        0L,
        new Lifespan(begin, null),
        null,
        Map.of(),
        null,
        null,
        null,
        null,
        Map.of());
  }

  List<DataFile> files(SnapshotId at, Field... statsFor) {
    List<DataFile> files = new ArrayList<>();
    catalog.read(
        reader -> {
          reader.dataFiles(
              TABLE, at, Set.copyOf(Arrays.stream(statsFor).map(Field::id).toList()), files::add);
          return null;
        });
    return files;
  }
}
