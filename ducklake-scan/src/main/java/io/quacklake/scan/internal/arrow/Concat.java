package io.quacklake.scan.internal.arrow;

import java.util.ArrayList;
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

/** Puts vectors of one type one after the other. */
public final class Concat {
  private Concat() {}

  /** A new vector with the values of all {@code parts}, which stay; the caller owns it. */
  public static FieldVector of(List<FieldVector> parts, BufferAllocator allocator) {
    FieldVector target = parts.get(0).getField().createVector(allocator);
    try {
      concat(Part.whole(parts), target);
      return target;
    } catch (RuntimeException failure) {
      target.close();
      throw failure;
    }
  }

  /** Fills {@code target}, which is empty and of the same layout, with the values of all parts. */
  public static void into(List<FieldVector> parts, FieldVector target) {
    concat(Part.whole(parts), target);
  }

  /** Some of the values of a vector: {@code count} from {@code start} on. */
  private record Part(FieldVector vector, int start, int count) {
    static List<Part> whole(List<FieldVector> vectors) {
      return vectors.stream().map(each -> new Part(each, 0, each.getValueCount())).toList();
    }

    Part child(int index) {
      return new Part(vector.getChildrenFromFields().get(index), start, count);
    }

    /** The first and last of count + 1 offsets of a list or of strings. */
    int firstOffset() {
      return count == 0 ? 0 : MemoryUtil.getInt(offsets());
    }

    int lastOffset() {
      return count == 0 ? 0 : MemoryUtil.getInt(offsets() + 4L * count);
    }

    long offsets() {
      return vector.getOffsetBuffer().memoryAddress() + 4L * start;
    }
  }

  private static void concat(List<Part> parts, FieldVector target) {
    int count = Math.toIntExact(parts.stream().mapToLong(Part::count).sum());
    BufferAllocator allocator = target.getAllocator();
    try (ArrowBuf validity = bits(allocator, count)) {
      int nulls = 0;
      int at = 0;
      for (Part part : parts) {
        if (part.vector().getNullCount() == 0) {
          setBits(validity, at, part.count());
        } else {
          nulls += part.count() - copyBits(part.vector().getValidityBuffer(), part, validity, at);
        }
        at += part.count();
      }
      ArrowFieldNode node = new ArrowFieldNode(count, nulls);
      FieldVector like = parts.get(0).vector();
      if (like instanceof BitVector) {
        bitValues(parts, node, validity, target);
      } else if (like instanceof BaseFixedWidthVector fixed) {
        fixedValues(parts, fixed.getTypeWidth(), node, validity, target);
      } else if (like instanceof BaseVariableWidthVector) {
        strings(parts, node, validity, target);
      } else if (like instanceof StructVector) {
        target.loadFieldBuffers(node, List.of(validity));
        List<FieldVector> targets = target.getChildrenFromFields();
        for (int i = 0; i < targets.size(); i++) {
          int index = i;
          concat(parts.stream().map(part -> part.child(index)).toList(), targets.get(i));
        }
      } else if (like instanceof ListVector) {
        lists(parts, node, validity, target);
      } else {
        throw new IllegalStateException("Cannot concatenate vectors of " + like.getField());
      }
    }
  }

  private static ArrowBuf bits(BufferAllocator allocator, int count) {
    ArrowBuf bits =
        allocator.buffer(Math.max(8, BitVectorHelper.getValidityBufferSizeFromCount(count)));
    bits.setZero(0, bits.capacity());
    return bits;
  }

  private static void setBits(ArrowBuf bits, int start, int count) {
    int at = start;
    int end = start + count;
    while (at < end) {
      if ((at & 7) == 0 && end - at >= 8) {
        int bytes = (end - at) >>> 3;
        MemoryUtil.setMemory(bits.memoryAddress() + (at >>> 3), bytes, (byte) 0xff);
        at += bytes << 3;
      } else {
        BitVectorHelper.setBit(bits, at++);
      }
    }
  }

  /** Copies the bits of a part; returns how many of them are set. */
  private static int copyBits(ArrowBuf source, Part part, ArrowBuf target, int start) {
    int set = 0;
    for (int i = 0; i < part.count(); i++) {
      if (BitVectorHelper.get(source, part.start() + i) == 1) {
        BitVectorHelper.setBit(target, (long) start + i);
        set++;
      }
    }
    return set;
  }

  private static void bitValues(
      List<Part> parts, ArrowFieldNode node, ArrowBuf validity, FieldVector target) {
    try (ArrowBuf data = bits(target.getAllocator(), node.getLength())) {
      int at = 0;
      for (Part part : parts) {
        copyBits(part.vector().getDataBuffer(), part, data, at);
        at += part.count();
      }
      target.loadFieldBuffers(node, List.of(validity, data));
    }
  }

  private static void fixedValues(
      List<Part> parts, int width, ArrowFieldNode node, ArrowBuf validity, FieldVector target) {
    long bytes = Math.max(8L, (long) width * node.getLength());
    try (ArrowBuf data = target.getAllocator().buffer(bytes)) {
      long to = data.memoryAddress();
      for (Part part : parts) {
        long length = (long) width * part.count();
        long from = part.vector().getDataBuffer().memoryAddress() + (long) width * part.start();
        MemoryUtil.copyMemory(from, to, length);
        to += length;
      }
      target.loadFieldBuffers(node, List.of(validity, data));
    }
  }

  private static void strings(
      List<Part> parts, ArrowFieldNode node, ArrowBuf validity, FieldVector target) {
    long total = parts.stream().mapToLong(part -> part.lastOffset() - part.firstOffset()).sum();
    try (ArrowBuf offsets = target.getAllocator().buffer(4L * (node.getLength() + 1L));
        ArrowBuf data = target.getAllocator().buffer(Math.max(8L, total))) {
      rebase(parts, offsets);
      long to = data.memoryAddress();
      for (Part part : parts) {
        long length = (long) part.lastOffset() - part.firstOffset();
        long from = part.vector().getDataBuffer().memoryAddress() + part.firstOffset();
        MemoryUtil.copyMemory(from, to, length);
        to += length;
      }
      target.loadFieldBuffers(node, List.of(validity, offsets, data));
    }
  }

  private static void lists(
      List<Part> parts, ArrowFieldNode node, ArrowBuf validity, FieldVector target) {
    try (ArrowBuf offsets = target.getAllocator().buffer(4L * (node.getLength() + 1L))) {
      rebase(parts, offsets);
      List<Part> elements = new ArrayList<>();
      for (Part part : parts) {
        FieldVector data = part.vector().getChildrenFromFields().get(0);
        int first = part.firstOffset();
        elements.add(new Part(data, first, part.lastOffset() - first));
      }
      concat(elements, target.getChildrenFromFields().get(0));
      target.loadFieldBuffers(node, List.of(validity, offsets));
    }
  }

  /** Writes the offsets of all parts as if they followed one another. */
  private static void rebase(List<Part> parts, ArrowBuf target) {
    long to = target.memoryAddress();
    int base = 0;
    MemoryUtil.putInt(to, 0);
    for (Part part : parts) {
      long from = part.offsets();
      int shift = base - part.firstOffset();
      for (int i = 1; i <= part.count(); i++) {
        MemoryUtil.putInt(to + 4L * i, Math.addExact(MemoryUtil.getInt(from + 4L * i), shift));
      }
      to += 4L * part.count();
      base += part.lastOffset() - part.firstOffset();
    }
  }
}
