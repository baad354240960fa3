package io.quacklake.transact.internal.change;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quacklake.format.LakePath;
import io.quacklake.format.SnapshotId;
import io.quacklake.scan.internal.deletes.DeleteHistory;
import io.quacklake.transact.internal.stage.StagedDelete;
import io.quacklake.transact.internal.stage.StagedDeleteFile;
import io.quacklake.transact.internal.stage.TableTarget;
import io.quacklake.transact.internal.write.FileNames;
import io.quacklake.transact.internal.write.WholeFile;
import io.quacklake.transact.internal.write.WriteContext;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;

/**
 * Writes the deleted positions of a data file as deletion vectors of Iceberg. Those of one snapshot
 * are the bare vector, which all versions of the specification read; those of several are a Puffin
 * container of version 1.1, with a vector for each snapshot that has all positions deleted by then.
 */
final class DeletionVectorWriter {
  private static final int MAGIC = 0xD1D33964;
  private static final int PUFFIN_MAGIC = 0x50464131; // PFA1
  private static final long MOST_ROWS = 1L << 32;
  private static final ObjectMapper JSON = new ObjectMapper();

  private DeletionVectorWriter() {}

  /** Whether a vector can have the rows of a file: one bitmap does. */
  static boolean canHold(StagedDelete.OfFile deletes) {
    return deletes.file().recordCount() <= MOST_ROWS;
  }

  /**
   * Writes the vector of a file that had no deletes.
   *
   * @param commit the snapshot that will delete the positions, as far as one can tell
   */
  static StagedDeleteFile write(
      StagedDelete.OfFile deletes, TableTarget target, SnapshotId commit, WriteContext context) {
    RoaringBitmap positions = new RoaringBitmap();
    deletes.positions().stream().forEach(each -> positions.add((int) each));
    String name = FileNames.deletionVector();
    byte[] blob = blob(positions);
    WholeFile.write(target.location() + name, blob, context);
    return staged(deletes, target, name, positions, blob.length, 0, commit, null);
  }

  /**
   * Writes the vectors of a file that had deletes before.
   *
   * @param commit the snapshot that will delete the new positions, which is embedded
   */
  static StagedDeleteFile write(
      StagedDelete.OfFile deletes,
      DeleteHistory before,
      TableTarget target,
      SnapshotId commit,
      WriteContext context) {
    RoaringBitmap positions = new RoaringBitmap();
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes(magic());
    List<Map<String, Object>> blobs = new ArrayList<>();
    for (long snapshot : before.snapshots()) {
      for (long each : before.positionsOf(snapshot)) {
        positions.add((int) each);
      }
      blobs.add(added(blob(positions.clone()), positions, snapshot, deletes, file));
    }
    deletes.positions().stream().forEach(each -> positions.add((int) each));
    blobs.add(added(blob(positions.clone()), positions, commit.value(), deletes, file));
    int footer = file.size();
    file.writeBytes(magic());
    byte[] payload = payload(blobs);
    file.writeBytes(payload);
    file.writeBytes(
        ByteBuffer.allocate(2 * Integer.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putInt(payload.length)
            .putInt(0) // flags
            .array());
    file.writeBytes(magic());
    String name = FileNames.deletionVector();
    WholeFile.write(target.location() + name, file.toByteArray(), context);
    SnapshotId begin = new SnapshotId(before.snapshots().first());
    return staged(
        deletes, target, name, positions, file.size(), file.size() - footer, begin, commit);
  }

  private static StagedDeleteFile staged(
      StagedDelete.OfFile deletes,
      TableTarget target,
      String name,
      RoaringBitmap positions,
      long size,
      long footerSize,
      SnapshotId begin,
      @Nullable SnapshotId embedded) {
    return new StagedDeleteFile(
        deletes.file().id(),
        target.location() + name,
        new LakePath(name, true),
        "puffin",
        positions.getLongCardinality(),
        size,
        footerSize,
        null,
        begin,
        embedded,
        embedded);
  }

  private static byte[] magic() {
    return ByteBuffer.allocate(Integer.BYTES).putInt(PUFFIN_MAGIC).array();
  }

  /** Puts a vector into a file; what the footer says of it. */
  private static Map<String, Object> added(
      byte[] blob,
      RoaringBitmap positions,
      long snapshot,
      StagedDelete.OfFile deletes,
      ByteArrayOutputStream file) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("type", "deletion-vector-v1");
    entry.put("fields", List.of());
    entry.put("snapshot-id", -1);
    entry.put("sequence-number", -1);
    entry.put("offset", file.size());
    entry.put("length", blob.length);
    Map<String, String> properties = new LinkedHashMap<>();
    properties.put("referenced-data-file", deletes.location());
    properties.put("cardinality", Long.toString(positions.getLongCardinality()));
    properties.put("ducklake-snapshot-id", Long.toString(snapshot));
    entry.put("properties", properties);
    file.writeBytes(blob);
    return entry;
  }

  private static byte[] payload(List<Map<String, Object>> blobs) {
    Map<String, Object> payload = new LinkedHashMap<>();
    payload.put("blobs", blobs);
    payload.put("properties", Map.of("created-by", "ducklake"));
    try {
      return JSON.writeValueAsBytes(payload);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** Length, magic, number of bitmaps, the one for rows below 2^32, checksum. */
  private static byte[] blob(RoaringBitmap positions) {
    positions.runOptimize();
    int size = positions.serializedSizeInBytes();
    int checked = Integer.BYTES + Long.BYTES + Integer.BYTES + size;
    ByteBuffer blob = ByteBuffer.allocate(Integer.BYTES + checked + Integer.BYTES);
    blob.putInt(checked).putInt(MAGIC);
    blob.order(ByteOrder.LITTLE_ENDIAN).putLong(1).putInt(0);
    positions.serialize(blob);
    CRC32 crc = new CRC32();
    crc.update(blob.array(), Integer.BYTES, checked);
    blob.order(ByteOrder.BIG_ENDIAN).putInt(Integer.BYTES + checked, (int) crc.getValue());
    return blob.array();
  }
}
