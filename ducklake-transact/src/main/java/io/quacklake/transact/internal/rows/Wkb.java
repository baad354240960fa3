package io.quacklake.transact.internal.rows;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Whether bytes are one geometry in well-known binary as DuckDB reads it: either byte order, Z and
 * M by thousands or by flags, SRIDs skipped.
 */
final class Wkb {
  private static final int Z = 0x80000000;
  private static final int M = 0x40000000;
  private static final int SRID = 0x20000000;
  private static final int POLYGON = 3;
  private static final int COLLECTION = 7;
  private static final int DEEPEST = 16;

  private final ByteBuffer bytes;

  private Wkb(byte[] bytes) {
    this.bytes = ByteBuffer.wrap(bytes);
  }

  /**
   * @throws CastFailure if they are none
   */
  static void require(byte[] bytes) {
    Wkb wkb = new Wkb(bytes);
    try {
      wkb.geometry(0, 0, -1);
    } catch (BufferUnderflowException | IllegalArgumentException end) {
      throw CastFailure.of("the " + bytes.length + " bytes end within a geometry");
    }
    if (wkb.bytes.hasRemaining()) {
      throw CastFailure.of(
          wkb.bytes.remaining() + " of " + bytes.length + " bytes come after the geometry");
    }
  }

  /**
   * @param wanted the type that it has to be, 0 for any
   * @param dimensions that it has to have, -1 for any
   */
  private void geometry(int depth, int wanted, int dimensions) {
    if (wanted == 0 && depth >= DEEPEST) {
      throw CastFailure.of("geometries are nested over " + DEEPEST + " levels deep");
    }
    int at = bytes.position();
    byte order = bytes.get();
    bytes.order(order == 0 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    int code = bytes.getInt();
    int type = (code & 0xFFFF) % 1000;
    int thousands = (code & 0xFFFF) / 1000;
    boolean z = (code & Z) != 0 || thousands == 1 || thousands == 3;
    boolean m = (code & M) != 0 || thousands == 2 || thousands == 3;
    int found = 2 + (z ? 1 : 0) + (m ? 1 : 0);
    int kind = (z ? 1 : 0) + (m ? 2 : 0);
    if (order < 0 || order > 1 || thousands > 3 || type < 1 || type > COLLECTION) {
      throw CastFailure.of("there is no geometry at byte " + at);
    }
    if (wanted != 0 && type != wanted) {
      throw CastFailure.of(
          "a geometry of type " + type + " at byte " + at + " is in a multi-geometry of others");
    }
    if (dimensions >= 0 && kind != dimensions) {
      throw CastFailure.of(
          "the geometry at byte " + at + " has other dimensions than what it is in");
    }
    if ((code & SRID) != 0) {
      bytes.getInt();
    }
    switch (type) {
      case 1 -> skip(1, found);
      case 2 -> skip(bytes.getInt(), found);
      case POLYGON -> {
        for (int rings = count(4); rings > 0; rings--) {
          skip(bytes.getInt(), found);
        }
      }
      default -> {
        for (int parts = count(5); parts > 0; parts--) {
          ByteOrder own = bytes.order();
          geometry(depth + 1, type == COLLECTION ? 0 : type - POLYGON, kind);
          bytes.order(own);
        }
      }
    }
  }

  /** A count of parts, each of which takes some bytes at least. */
  private int count(int bytesOfEach) {
    int count = bytes.getInt();
    if (count < 0 || (long) count * bytesOfEach > bytes.remaining()) {
      throw new BufferUnderflowException();
    }
    return count;
  }

  private void skip(int points, int dimensions) {
    long length = Integer.toUnsignedLong(points) * dimensions * Double.BYTES;
    if (length > bytes.remaining()) {
      throw new BufferUnderflowException();
    }
    bytes.position(bytes.position() + (int) length);
  }
}
