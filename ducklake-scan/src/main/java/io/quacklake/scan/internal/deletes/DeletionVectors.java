package io.quacklake.scan.internal.deletes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quacklake.format.CorruptLakeException;
import io.quacklake.format.UnsupportedFeatureException;
import io.quacklake.storage.ObjectSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;
import org.roaringbitmap.RoaringBitmap;

/**
 * Reads deletion vectors: bare {@code deletion-vector-v1} blobs as specification 1.0 keeps them,
 * and the Puffin container of 1.1 with one cumulative vector for each snapshot ("Deletion vectors"
 * in the specification).
 */
final class DeletionVectors {
  private static final int PUFFIN_MAGIC = 0x50464131; // PFA1
  private static final int VECTOR_MAGIC = 0xD1D33964;
  private static final int FOOTER_TAIL = 12;
  private static final int MAX_SIZE = 1 << 30;
  private static final ObjectMapper JSON = new ObjectMapper();

  private DeletionVectors() {}

  /**
   * Gives the deleted positions, which in a container are cumulative: one may come with several
   * snapshots.
   *
   * @param snapshot deletes what comes without a snapshot of its own
   */
  static void read(ObjectSource source, long snapshot, DeletedPositions into) {
    if (source.size() > MAX_SIZE || source.size() < 20) {
      throw corrupt(source, "its size is " + source.size() + " bytes", null);
    }
    byte[] bytes = new byte[(int) source.size()];
    source.read(0, ByteBuffer.wrap(bytes));
    ByteBuffer file = ByteBuffer.wrap(bytes);
    if (file.getInt(0) == PUFFIN_MAGIC) {
      readContainer(source, file, snapshot, into);
    } else {
      readBlob(source, file, snapshot, into);
    }
  }

  private static void readContainer(
      ObjectSource source, ByteBuffer file, long snapshot, DeletedPositions into) {
    int size = file.limit();
    ByteBuffer little = file.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    int payload = little.getInt(size - FOOTER_TAIL);
    int flags = little.getInt(size - FOOTER_TAIL + 4);
    if (file.getInt(size - 4) != PUFFIN_MAGIC
        || payload < 2
        || payload > size - FOOTER_TAIL - 8
        || file.getInt(size - FOOTER_TAIL - payload - 4) != PUFFIN_MAGIC) {
      throw corrupt(source, "its Puffin footer is damaged", null);
    }
    if (flags != 0) {
      throw new UnsupportedFeatureException(
          "Puffin footer flags", "The Puffin file " + source.location() + " has flags " + flags);
    }
    byte[] json = new byte[payload];
    file.get(size - FOOTER_TAIL - payload, json);
    try {
      for (JsonNode blob : JSON.readTree(json).path("blobs")) {
        readListed(source, file, blob, snapshot, into);
      }
    } catch (IOException failure) {
      throw corrupt(source, "its Puffin footer is not JSON", failure);
    }
  }

  private static void readListed(
      ObjectSource source, ByteBuffer file, JsonNode blob, long snapshot, DeletedPositions into) {
    if (!blob.path("type").asText().equals("deletion-vector-v1")
        || blob.hasNonNull("compression-codec")) {
      throw new UnsupportedFeatureException(
          "Puffin blob " + blob.path("type").asText(),
          "Cannot read a blob of the Puffin file " + source.location() + ": " + blob);
    }
    JsonNode since = blob.path("properties").path("ducklake-snapshot-id");
    long offset = blob.path("offset").asLong(-1);
    long length = blob.path("length").asLong(-1);
    if (offset < 0 || length < 0 || offset > file.limit() - length) {
      throw corrupt(source, "a blob lies outside of it", null);
    }
    readBlob(
        source,
        file.slice((int) offset, (int) length),
        since.isMissingNode() ? snapshot : since.asLong(),
        into);
  }

  private static void readBlob(
      ObjectSource source, ByteBuffer blob, long snapshot, DeletedPositions into) {
    int size = blob.limit();
    int length = size < 20 ? -1 : blob.getInt(0);
    if (length != size - 8 || blob.getInt(4) != VECTOR_MAGIC) {
      throw corrupt(source, "it holds no deletion vector", null);
    }
    CRC32 crc = new CRC32();
    crc.update(blob.slice(4, length));
    if ((int) crc.getValue() != blob.getInt(size - 4)) {
      throw corrupt(source, "the checksum of a deletion vector is wrong", null);
    }
    ByteBuffer bitmaps = blob.slice(8, length - 4).order(ByteOrder.LITTLE_ENDIAN);
    long count = bitmaps.getLong();
    try {
      for (long i = 0; i < count; i++) {
        int high = bitmaps.getInt();
        RoaringBitmap bitmap = new RoaringBitmap();
        bitmap.deserialize(bitmaps.slice().order(ByteOrder.LITTLE_ENDIAN));
        bitmaps.position(bitmaps.position() + bitmap.serializedSizeInBytes());
        if (high != 0 && !bitmap.isEmpty()) {
          throw new UnsupportedFeatureException(
              "data file of more than 2^32 rows",
              "The deletion vector " + source.location() + " has positions beyond 2^32.");
        }
        into.addAll(snapshot, bitmap);
      }
    } catch (IOException | IllegalArgumentException | java.nio.BufferUnderflowException damage) {
      throw corrupt(source, "a bitmap is damaged", damage);
    }
  }

  private static CorruptLakeException corrupt(
      ObjectSource source, String why, @org.jspecify.annotations.Nullable Throwable cause) {
    return new CorruptLakeException(
        "Cannot read the delete file " + source.location() + ": " + why + ".", cause);
  }
}
