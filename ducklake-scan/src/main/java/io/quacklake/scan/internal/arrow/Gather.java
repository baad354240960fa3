package io.quacklake.scan.internal.arrow;

import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.BitVectorHelper;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.ipc.message.ArrowFieldNode;

/** Takes chosen rows out of a vector. */
public final class Gather {
  private Gather() {}

  /**
   * A new vector with the rows of {@code source} at these indexes; the caller owns it, {@code
   * source} stays.
   */
  public static FieldVector take(FieldVector source, int[] rows, BufferAllocator allocator) {
    FieldVector target = source.getField().createVector(allocator);
    try {
      take(source, rows, target);
      return target;
    } catch (RuntimeException failure) {
      target.close();
      throw failure;
    }
  }

  private static void take(FieldVector source, int[] rows, FieldVector target) {
    BufferAllocator allocator = target.getAllocator();
    try (ArrowBuf validity =
        allocator.buffer(
            Math.max(8, BitVectorHelper.getValidityBufferSizeFromCount(rows.length)))) {
      int nulls = takeValidity(source, rows, validity);
      ArrowFieldNode node = new ArrowFieldNode(rows.length, nulls);
      if (source instanceof BitVector bits) {
        try (ArrowBuf data = allocator.buffer(validity.capacity())) {
          takeBits(bits.getDataBuffer(), rows, data);
          target.loadFieldBuffers(node, List.of(validity, data));
        }
      } else if (source instanceof BaseFixedWidthVector fixed) {
        int width = fixed.getTypeWidth();
        try (ArrowBuf data = allocator.buffer(Math.max(8L, (long) width * rows.length))) {
          takeFixed(fixed.getDataBuffer(), width, rows, data);
          target.loadFieldBuffers(node, List.of(validity, data));
        }
      } else if (source instanceof BaseVariableWidthVector variable) {
        takeVariable(variable, rows, node, validity, target);
      } else if (source instanceof StructVector struct) {
        target.loadFieldBuffers(node, List.of(validity));
        List<FieldVector> children = struct.getChildrenFromFields();
        List<FieldVector> targets = target.getChildrenFromFields();
        for (int i = 0; i < children.size(); i++) {
          take(children.get(i), rows, targets.get(i));
        }
      } else if (source instanceof ListVector list) {
        takeLists(list, rows, node, validity, (ListVector) target);
      } else {
        throw new IllegalStateException("Cannot take rows of " + source.getField());
      }
    }
  }

  private static int takeValidity(FieldVector source, int[] rows, ArrowBuf into) {
    into.setZero(0, into.capacity());
    if (source.getNullCount() == 0) {
      int bytes = rows.length >>> 3;
      MemoryUtil.setMemory(into.memoryAddress(), bytes, (byte) 0xff);
      for (int i = bytes << 3; i < rows.length; i++) {
        BitVectorHelper.setBit(into, i);
      }
      return 0;
    }
    long from = source.getValidityBuffer().memoryAddress();
    int nulls = 0;
    for (int i = 0; i < rows.length; i++) {
      int row = rows[i];
      if (((MemoryUtil.getByte(from + (row >>> 3)) >>> (row & 7)) & 1) == 1) {
        BitVectorHelper.setBit(into, i);
      } else {
        nulls++;
      }
    }
    return nulls;
  }

  private static void takeBits(ArrowBuf from, int[] rows, ArrowBuf into) {
    into.setZero(0, into.capacity());
    for (int i = 0; i < rows.length; i++) {
      if (BitVectorHelper.get(from, rows[i]) == 1) {
        BitVectorHelper.setBit(into, i);
      }
    }
  }

  private static void takeFixed(ArrowBuf source, int width, int[] rows, ArrowBuf target) {
    long from = source.memoryAddress();
    long to = target.memoryAddress();
    switch (width) {
      case 1 -> {
        for (int i = 0; i < rows.length; i++) {
          MemoryUtil.putByte(to + i, MemoryUtil.getByte(from + rows[i]));
        }
      }
      case 2 -> {
        for (int i = 0; i < rows.length; i++) {
          MemoryUtil.putShort(to + 2L * i, MemoryUtil.getShort(from + 2L * rows[i]));
        }
      }
      case 4 -> {
        for (int i = 0; i < rows.length; i++) {
          MemoryUtil.putInt(to + 4L * i, MemoryUtil.getInt(from + 4L * rows[i]));
        }
      }
      case 8 -> {
        for (int i = 0; i < rows.length; i++) {
          MemoryUtil.putLong(to + 8L * i, MemoryUtil.getLong(from + 8L * rows[i]));
        }
      }
      case 16 -> {
        for (int i = 0; i < rows.length; i++) {
          MemoryUtil.putLong(to + 16L * i, MemoryUtil.getLong(from + 16L * rows[i]));
          MemoryUtil.putLong(to + 16L * i + 8, MemoryUtil.getLong(from + 16L * rows[i] + 8));
        }
      }
      default -> {
        for (int i = 0; i < rows.length; i++) {
          MemoryUtil.copyMemory(from + (long) width * rows[i], to + (long) width * i, width);
        }
      }
    }
  }

  private static void takeVariable(
      BaseVariableWidthVector source,
      int[] rows,
      ArrowFieldNode node,
      ArrowBuf validity,
      FieldVector target) {
    BufferAllocator allocator = target.getAllocator();
    long offsets = source.getOffsetBuffer().memoryAddress();
    long total = 0;
    for (int row : rows) {
      total += MemoryUtil.getInt(offsets + 4L * (row + 1)) - MemoryUtil.getInt(offsets + 4L * row);
    }
    try (ArrowBuf newOffsets = allocator.buffer(4L * (rows.length + 1));
        ArrowBuf data = allocator.buffer(Math.max(8L, total))) {
      long from = source.getDataBuffer().memoryAddress();
      long to = data.memoryAddress();
      int next = 0;
      newOffsets.setInt(0, 0);
      for (int i = 0; i < rows.length; i++) {
        int start = MemoryUtil.getInt(offsets + 4L * rows[i]);
        int length = MemoryUtil.getInt(offsets + 4L * (rows[i] + 1)) - start;
        MemoryUtil.copyMemory(from + start, to + next, length);
        next += length;
        newOffsets.setInt(4L * (i + 1), next);
      }
      target.loadFieldBuffers(node, List.of(validity, newOffsets, data));
    }
  }

  private static void takeLists(
      ListVector source, int[] rows, ArrowFieldNode node, ArrowBuf validity, ListVector target) {
    int total = 0;
    for (int row : rows) {
      total += source.getElementEndIndex(row) - source.getElementStartIndex(row);
    }
    int[] elements = new int[total];
    try (ArrowBuf offsets = target.getAllocator().buffer(4L * (rows.length + 1))) {
      int next = 0;
      offsets.setInt(0, 0);
      for (int i = 0; i < rows.length; i++) {
        int end = source.getElementEndIndex(rows[i]);
        for (int element = source.getElementStartIndex(rows[i]); element < end; element++) {
          elements[next++] = element;
        }
        offsets.setInt(4L * (i + 1), next);
      }
      take(source.getDataVector(), elements, target.getDataVector());
      target.loadFieldBuffers(node, List.of(validity, offsets));
    }
  }
}
