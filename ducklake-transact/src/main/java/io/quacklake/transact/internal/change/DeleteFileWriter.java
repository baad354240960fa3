package io.quacklake.transact.internal.change;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.quacklake.catalog.LakeInfo.Encryption;
import io.quacklake.format.FormatVersion;
import io.quacklake.format.LakePath;
import io.quacklake.format.SnapshotId;
import io.quacklake.format.file.EncryptionKey;
import io.quacklake.format.type.Field;
import io.quacklake.scan.InlinedPositions;
import io.quacklake.scan.KeyUnwrapper;
import io.quacklake.scan.ScanTask.DataFileTask;
import io.quacklake.scan.internal.arrow.ArrowSchemas;
import io.quacklake.scan.internal.deletes.DeleteFileReader;
import io.quacklake.scan.internal.deletes.DeleteHistory;
import io.quacklake.scan.internal.keys.FileKeys;
import io.quacklake.transact.internal.parquet.WrittenFile;
import io.quacklake.transact.internal.rows.TableBatch;
import io.quacklake.transact.internal.stage.StagedDelete;
import io.quacklake.transact.internal.stage.StagedDeleteFile;
import io.quacklake.transact.internal.stage.TableTarget;
import io.quacklake.transact.internal.write.DataFileWriter;
import io.quacklake.transact.internal.write.FileNames;
import io.quacklake.transact.internal.write.InternalColumns;
import io.quacklake.transact.internal.write.NewKeys;
import io.quacklake.transact.internal.write.StoredOptions;
import io.quacklake.transact.internal.write.WriteContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VarCharVector;

/**
 * Writes the delete file of a data file. The first has positions only, and is a deletion vector if
 * the lake asks for that and is not encrypted. A later one takes the place of those that were
 * there: it has their positions too, each with the snapshot that deleted it. Deletion vectors can
 * say that from specification 1.1 on; before that it is a Parquet file.
 */
public final class DeleteFileWriter {
  private static final int BATCH = 65_536;

  private DeleteFileWriter() {}

  /**
   * Writes the deletes of a file whose {@code how} is a delete file.
   *
   * @param commit the snapshot that will delete the new positions, as far as one can tell; if the
   *     result says that it embeds it, it has to be that one in the end
   */
  public static StagedDeleteFile write(
      StagedDelete.OfFile deletes, TableTarget target, SnapshotId commit, WriteContext context) {
    boolean merged = !deletes.existing().isEmpty();
    StoredOptions options = new StoredOptions(target.options());
    DeleteHistory before = merged ? before(deletes, context) : DeleteHistory.NONE;
    if (options.deletionVectors()
        && target.encryption() == Encryption.NONE
        && DeletionVectorWriter.canHold(deletes)) {
      if (!merged) {
        return DeletionVectorWriter.write(deletes, target, commit, context);
      }
      if (target.version().isAtLeast(FormatVersion.V1_1_DEV) && !before.snapshots().isEmpty()) {
        return DeletionVectorWriter.write(deletes, before, target, commit, context);
      }
    }
    Positions positions = Positions.of(deletes, before, commit);
    List<Field> fields =
        merged
            ? List.of(
                InternalColumns.FILE_PATH, InternalColumns.POSITION, InternalColumns.SNAPSHOT_ID)
            : List.of(InternalColumns.FILE_PATH, InternalColumns.POSITION);
    String name = FileNames.deleteFile();
    String location = target.location() + name;
    EncryptionKey key = target.encryption() == Encryption.NONE ? null : NewKeys.next();
    try (DataFileWriter file =
        DataFileWriter.open(location, fields, options.parquet(), key, context)) {
      int count = positions.places().length;
      for (int from = 0; from < count; from += BATCH) {
        int rows = Math.min(BATCH, count - from);
        try (TableBatch batch = batch(fields, deletes.location(), positions, from, rows, context)) {
          file.write(batch, 0, rows);
        }
      }
      WrittenFile written = file.finish();
      return new StagedDeleteFile(
          deletes.file().id(),
          location,
          new LakePath(name, true),
          "parquet",
          count,
          written.fileSizeBytes(),
          written.footerSize(),
          key,
          before.snapshots().isEmpty() ? commit : new SnapshotId(before.snapshots().first()),
          merged ? commit : null,
          merged ? commit : null);
    }
  }

  private static DeleteHistory before(StagedDelete.OfFile deletes, WriteContext context) {
    DataFileTask task =
        new DataFileTask(
            deletes.file(), deletes.location(), deletes.existing(), InlinedPositions.NONE, null);
    return new DeleteFileReader(
            new SnapshotId(Long.MAX_VALUE),
            (location, size) -> context.stores().apply(location).open(location, size),
            new FileKeys(KeyUnwrapper.PLAIN),
            context.allocator())
        .history(task, Map.of());
  }

  private static TableBatch batch(
      List<Field> fields,
      String dataFile,
      Positions positions,
      int from,
      int rows,
      WriteContext context) {
    List<FieldVector> vectors = new ArrayList<>();
    boolean done = false;
    try {
      for (Field field : fields) {
        vectors.add(ArrowSchemas.field(field).createVector(context.allocator()));
      }
      VarCharVector paths = (VarCharVector) vectors.get(0);
      byte[] path = dataFile.getBytes(UTF_8);
      paths.allocateNew((long) path.length * rows, rows);
      for (int i = 0; i < rows; i++) {
        paths.setSafe(i, path);
      }
      paths.setValueCount(rows);
      fill((BigIntVector) vectors.get(1), positions.places(), from, rows);
      if (vectors.size() > 2) {
        fill((BigIntVector) vectors.get(2), positions.snapshots(), from, rows);
      }
      done = true;
      return TableBatch.owning(vectors, rows);
    } finally {
      if (!done) {
        TableBatch.owning(vectors, 0).close();
      }
    }
  }

  private static void fill(BigIntVector vector, long[] values, int from, int rows) {
    vector.allocateNew(rows);
    for (int i = 0; i < rows; i++) {
      vector.set(i, values[from + i]);
    }
    vector.setValueCount(rows);
  }

  /** All positions of a file, ascending, with the snapshots that deleted them. */
  @SuppressWarnings("ArrayRecordComponent") // never compared, never kept
  private record Positions(long[] places, long[] snapshots) {
    static Positions of(StagedDelete.OfFile deletes, DeleteHistory before, SnapshotId commit) {
      if (before.snapshots().isEmpty()) {
        long[] places = deletes.positions().stream().toArray();
        long[] snapshots = new long[places.length];
        Arrays.fill(snapshots, commit.value());
        return new Positions(places, snapshots);
      }
      Map<Long, Long> all = new TreeMap<>();
      for (long snapshot : before.snapshots()) {
        for (long position : before.positionsOf(snapshot)) {
          all.put(position, snapshot);
        }
      }
      deletes.positions().stream().forEach(each -> all.putIfAbsent(each, commit.value()));
      return new Positions(
          all.keySet().stream().mapToLong(Long::longValue).toArray(),
          all.values().stream().mapToLong(Long::longValue).toArray());
    }
  }
}
