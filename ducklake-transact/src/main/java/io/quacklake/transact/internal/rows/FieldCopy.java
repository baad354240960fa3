package io.quacklake.transact.internal.rows;

import io.quacklake.scan.internal.arrow.Concat;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.BaseLargeVariableWidthVector;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.BaseVariableWidthViewVector;
import org.apache.arrow.vector.BitVectorHelper;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.ipc.message.ArrowFieldNode;

/** Copies of vectors and of their parts, always into memory of the target's own. */
final class FieldCopy {
  private FieldCopy() {}

  /** Copies between vectors of one layout. */
  static void copy(FieldVector source, FieldVector target) {
    Concat.into(List.of(source), target);
  }

  /** The values at these places. */
  static FieldVector take(FieldVector source, int[] places, BufferAllocator allocator) {
    FieldVector target = source.getField().createVector(allocator);
    try {
      target.setInitialCapacity(places.length);
      target.allocateNew();
      for (int i = 0; i < places.length; i++) {
        target.copyFromSafe(places[i], i, source);
      }
      target.setValueCount(places.length);
      return target;
    } catch (RuntimeException failure) {
      target.close();
      throw failure;
    }
  }

  static void loadValidity(StructVector source, int count, StructVector target) {
    try (ArrowBuf validity = validity(source, count, target.getAllocator())) {
      target.loadFieldBuffers(new ArrowFieldNode(count, source.getNullCount()), List.of(validity));
    }
  }

  static void loadLists(FieldVector source, int count, ArrowBuf offsets, ListVector target) {
    try (ArrowBuf validity = validity(source, count, target.getAllocator())) {
      target.loadFieldBuffers(
          new ArrowFieldNode(count, source.getNullCount()), List.of(validity, offsets));
    }
  }

  /** The validity of a vector in memory of the allocator's. */
  static ArrowBuf validity(FieldVector source, int count, BufferAllocator allocator) {
    int bytes = BitVectorHelper.getValidityBufferSizeFromCount(count);
    ArrowBuf bits = allocator.buffer(Math.max(8, bytes));
    bits.setZero(0, bits.capacity());
    if (source.getNullCount() == 0) {
      for (int i = 0; i < bytes; i++) {
        bits.setByte(i, 0xFF);
      }
    } else {
      MemoryUtil.copyMemory(
          source.getValidityBuffer().memoryAddress(), bits.memoryAddress(), bytes);
    }
    return bits;
  }

  /** Copies texts or blobs out of offsets of 64 bits, or out of views. */
  static void bytes(FieldVector source, FieldVector target) {
    int count = source.getValueCount();
    BufferAllocator allocator = target.getAllocator();
    try (ArrowBuf offsets = allocator.buffer(4L * (count + 1L));
        ArrowBuf validity = validity(source, count, allocator)) {
      long total = 0;
      offsets.setInt(0, 0);
      for (int i = 0; i < count; i++) {
        total += source.isNull(i) ? 0 : length(source, i);
        if (total > Integer.MAX_VALUE) {
          throw new CastFailure(i, "more than 2 GiB of text in one batch; use smaller batches");
        }
        offsets.setInt(4L * (i + 1L), (int) total);
      }
      try (ArrowBuf data = allocator.buffer(Math.max(8L, total))) {
        for (int i = 0; i < count; i++) {
          if (!source.isNull(i)) {
            copyValue(source, i, data, offsets.getInt(4L * i));
          }
        }
        ((BaseVariableWidthVector) target)
            .loadFieldBuffers(
                new ArrowFieldNode(count, source.getNullCount()), List.of(validity, offsets, data));
      }
    }
  }

  private static long length(FieldVector source, int index) {
    if (source instanceof BaseLargeVariableWidthVector large) {
      ArrowBuf offsets = large.getOffsetBuffer();
      return offsets.getLong(8L * (index + 1L)) - offsets.getLong(8L * index);
    }
    return ((BaseVariableWidthViewVector) source).getValueLength(index);
  }

  private static void copyValue(FieldVector source, int index, ArrowBuf data, long at) {
    if (source instanceof BaseLargeVariableWidthVector large) {
      long start = large.getOffsetBuffer().getLong(8L * index);
      MemoryUtil.copyMemory(
          large.getDataBuffer().memoryAddress() + start,
          data.memoryAddress() + at,
          length(source, index));
      return;
    }
    BaseVariableWidthViewVector views = (BaseVariableWidthViewVector) source;
    byte[] value =
        views instanceof org.apache.arrow.vector.ViewVarCharVector texts
            ? texts.get(index)
            : ((org.apache.arrow.vector.ViewVarBinaryVector) views).get(index);
    data.setBytes(at, value);
  }
}
