package io.quacklake.scan.internal.parquet.assemble;

import io.quacklake.scan.internal.parquet.bytes.FileSite;
import io.quacklake.scan.internal.parquet.bytes.GrowingBuffer;
import io.quacklake.scan.internal.parquet.schema.ParquetField;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.ipc.message.ArrowFieldNode;

/** A vector of the tree that a column becomes, filled from the leaves once a batch is complete. */
abstract class VectorNode {
  private VectorNode() {}

  /** Fills a fresh vector. Returns the number of its values. */
  abstract int moveTo(FieldVector vector, BufferAllocator allocator);

  static final class OfLeaf extends VectorNode {
    private final LeafReader leaf;

    OfLeaf(LeafReader leaf) {
      this.leaf = leaf;
    }

    @Override
    int moveTo(FieldVector vector, BufferAllocator allocator) {
      LeafOutput output = leaf.output();
      int count = output.count();
      output.moveTo(vector);
      return count;
    }
  }

  static final class OfStruct extends VectorNode {
    private final ParquetField field;
    private final LeafReader levels;
    private final List<VectorNode> children;

    OfStruct(ParquetField field, LeafReader levels, List<VectorNode> children) {
      this.field = field;
      this.levels = levels;
      this.children = List.copyOf(children);
    }

    @Override
    int moveTo(FieldVector vector, BufferAllocator allocator) {
      int count;
      try (Validity validity = new Validity(allocator)) {
        addPlaces(validity);
        count = validity.count();
        ArrowFieldNode node = new ArrowFieldNode(count, validity.nulls());
        try (ArrowBuf bits = validity.take()) {
          vector.loadFieldBuffers(node, List.of(bits));
        }
      }
      List<FieldVector> vectors = vector.getChildrenFromFields();
      for (int i = 0; i < children.size(); i++) {
        int places = children.get(i).moveTo(vectors.get(i), allocator);
        check(places, count, levels.site(), field);
      }
      return count;
    }

    private void addPlaces(Validity validity) {
      EntryLevels entries = levels.levels();
      byte[] definition = entries.definition();
      byte[] repetition = entries.repetition();
      boolean repeated = repetition.length > 0;
      int n = entries.count();
      byte[] block = new byte[Math.min(n, 4096)];
      int filled = 0;
      int missing = 0;
      for (int i = 0; i < n; i++) {
        if ((repeated && repetition[i] > field.repeatedAncestors())
            || definition[i] < field.slotLevel()) {
          continue;
        }
        int there = definition[i] >= field.presentLevel() ? 1 : 0;
        block[filled++] = (byte) there;
        missing += 1 - there;
        if (filled == block.length) {
          validity.add(block, 0, filled, missing);
          filled = 0;
          missing = 0;
        }
      }
      validity.add(block, 0, filled, missing);
    }
  }

  /** A list, or a map as the list of its entries. */
  static final class OfList extends VectorNode {
    private final ParquetField field;
    private final LeafReader levels;
    private final List<VectorNode> children;

    /**
     * @param children the element; or a map's key and value
     */
    OfList(ParquetField field, LeafReader levels, List<VectorNode> children) {
      this.field = field;
      this.levels = levels;
      this.children = List.copyOf(children);
    }

    @Override
    int moveTo(FieldVector vector, BufferAllocator allocator) {
      int count;
      int elements;
      try (Validity validity = new Validity(allocator);
          GrowingBuffer offsets = new GrowingBuffer(allocator)) {
        elements = addPlaces(validity, offsets);
        count = validity.count();
        ArrowFieldNode node = new ArrowFieldNode(count, validity.nulls());
        try (ArrowBuf bits = validity.take();
            ArrowBuf ends = offsets.take()) {
          vector.loadFieldBuffers(node, List.of(bits, ends));
        }
      }
      FieldVector data = vector.getChildrenFromFields().get(0);
      if (field.kind() == ParquetField.Kind.LIST) {
        check(children.get(0).moveTo(data, allocator), elements, levels.site(), field);
        return count;
      }
      data.loadFieldBuffers(new ArrowFieldNode(elements, 0), List.of(allocator.getEmpty()));
      List<FieldVector> keyAndValue = data.getChildrenFromFields();
      for (int i = 0; i < children.size(); i++) {
        check(
            children.get(i).moveTo(keyAndValue.get(i), allocator), elements, levels.site(), field);
      }
      if (keyAndValue.get(0).getNullCount() > 0) {
        throw levels.site().corrupt("a map has the key NULL");
      }
      return count;
    }

    private int addPlaces(Validity validity, GrowingBuffer offsets) {
      EntryLevels entries = levels.levels();
      byte[] definition = entries.definition();
      byte[] repetition = entries.repetition();
      int own = field.repeatedAncestors() + 1;
      int elementLevel = field.presentLevel() + 1;
      int n = entries.count();
      long address = offsets.reserve(4L * (n + 1L));
      byte[] block = new byte[Math.min(n, 4096)];
      int filled = 0;
      int missing = 0;
      int places = 0;
      int elements = 0;
      MemoryUtil.putInt(address, 0);
      for (int i = 0; i < n; i++) {
        int level = definition[i];
        if (repetition[i] > own || level < field.slotLevel()) {
          continue;
        }
        if (repetition[i] < own) { // a new list begins
          if (filled == block.length) {
            validity.add(block, 0, filled, missing);
            filled = 0;
            missing = 0;
          }
          MemoryUtil.putInt(address + 4L * places, elements);
          places++;
          int there = level >= field.presentLevel() ? 1 : 0;
          block[filled++] = (byte) there;
          missing += 1 - there;
        }
        if (level >= elementLevel) {
          elements++;
        }
      }
      MemoryUtil.putInt(address + 4L * places, elements);
      validity.add(block, 0, filled, missing);
      return elements;
    }
  }

  private static void check(int places, int expected, FileSite site, ParquetField field) {
    if (places != expected) {
      throw site.corrupt(
          "parts of "
              + field.name()
              + " disagree: "
              + places
              + " values where "
              + expected
              + " belong");
    }
  }
}
