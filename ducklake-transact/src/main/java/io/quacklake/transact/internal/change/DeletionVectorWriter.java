package io.quacklake.transact.internal.change;

import io.quacklake.format.LakePath;
import io.quacklake.format.SnapshotId;
import io.quacklake.transact.internal.stage.StagedDelete;
import io.quacklake.transact.internal.stage.StagedDeleteFile;
import io.quacklake.transact.internal.stage.TableTarget;
import io.quacklake.transact.internal.write.FileNames;
import io.quacklake.transact.internal.write.WholeFile;
import io.quacklake.transact.internal.write.WriteContext;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;
import org.roaringbitmap.RoaringBitmap;

/**
 * Writes the positions that one snapshot deletes of a data file as a deletion vector of Iceberg,
 * not in a Puffin container: all versions of the specification read that.
 */
final class DeletionVectorWriter {
  private static final int MAGIC = 0xD1D33964;
  private static final long MOST_ROWS = 1L << 32;

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
    positions.runOptimize();
    byte[] blob = blob(positions);
    String name = FileNames.deletionVector();
    String location = target.location() + name;
    WholeFile.write(location, blob, context);
    return new StagedDeleteFile(
        deletes.file().id(),
        location,
        new LakePath(name, true),
        "puffin",
        positions.getLongCardinality(),
        blob.length,
        0,
        null,
        commit,
        null,
        null);
  }

  /** Length, magic, number of bitmaps, the one for rows below 2^32, checksum. */
  private static byte[] blob(RoaringBitmap positions) {
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
