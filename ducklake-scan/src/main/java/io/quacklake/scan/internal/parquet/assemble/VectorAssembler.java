package io.quacklake.scan.internal.parquet.assemble;

import io.quacklake.scan.internal.parquet.bytes.FileSite;
import io.quacklake.scan.internal.parquet.pages.ColumnChunk;
import io.quacklake.scan.internal.parquet.schema.ParquetField;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;

/**
 * Makes the vectors of one column of one row group: rows are appended or passed over, and {@link
 * #finish} turns what was appended into a vector.
 */
public final class VectorAssembler implements AutoCloseable {
  private final Field arrow;
  private final BufferAllocator allocator;
  private final FileSite file;
  private final List<ParquetField> fileLeaves;
  private final IntFunction<ColumnChunk> chunks;
  private final List<LeafReader> leaves = new ArrayList<>();
  private final VectorNode root;

  /**
   * @param field a top-level column, perhaps pruned
   * @param fileLeaves all leaves of the file
   * @param chunks the chunk of the leaf with an index
   */
  public VectorAssembler(
      FileSite file,
      ParquetField field,
      List<ParquetField> fileLeaves,
      IntFunction<ColumnChunk> chunks,
      BufferAllocator allocator) {
    this.arrow = field.arrowField();
    this.allocator = allocator;
    this.file = file;
    this.fileLeaves = fileLeaves;
    this.chunks = chunks;
    try {
      this.root = node(field, LeafReader.Wanted.VALUES);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /** Announces how many rows will be appended, so that memory is taken once. */
  public void expect(int rows) {
    for (LeafReader leaf : leaves) {
      leaf.expect(rows);
    }
  }

  public void append(int rows) {
    for (LeafReader leaf : leaves) {
      leaf.append(rows);
    }
  }

  /**
   * Appends single rows.
   *
   * @param rows ascending, at least one; the reader stands behind the last one afterwards
   * @param first the number that the next row has in {@code rows}
   */
  public void select(int[] rows, int first) {
    for (LeafReader leaf : leaves) {
      leaf.select(rows, first);
    }
  }

  public void skip(int rows) {
    for (LeafReader leaf : leaves) {
      leaf.skip(rows);
    }
  }

  /** The rows appended since the last time, as a vector that is the caller's. */
  public FieldVector finish(int rows) {
    FieldVector vector = arrow.createVector(allocator);
    try {
      int count = root.moveTo(vector, allocator);
      if (count != rows) {
        throw file.corrupt(rows + " rows were wanted of " + arrow.getName() + ", not " + count);
      }
    } catch (RuntimeException e) {
      vector.close();
      throw e;
    }
    for (LeafReader leaf : leaves) {
      leaf.clearLevels();
    }
    return vector;
  }

  private VectorNode node(ParquetField field, LeafReader.Wanted wanted) {
    if (field.kind() == ParquetField.Kind.PRIMITIVE) {
      return new VectorNode.OfLeaf(leaf(field, wanted));
    }
    int first = leaves.size();
    List<VectorNode> children = new ArrayList<>();
    for (ParquetField child : field.children()) {
      // the levels of one leaf say how long lists are; those of the others would say the same
      children.add(
          node(child, children.isEmpty() ? LeafReader.Wanted.BOTH : LeafReader.Wanted.VALUES));
    }
    if (children.isEmpty()) {
      leaf(fileLeaves.get(field.firstLeaf()), LeafReader.Wanted.LEVELS);
    }
    LeafReader levels = leaves.get(first);
    return field.kind() == ParquetField.Kind.STRUCT
        ? new VectorNode.OfStruct(field, levels, children)
        : new VectorNode.OfList(field, levels, children);
  }

  private LeafReader leaf(ParquetField leaf, LeafReader.Wanted wanted) {
    LeafReader reader =
        LeafReader.of(
            leaf.leaf().site(), chunks.apply(leaf.leaf().index()), leaf, wanted, allocator);
    leaves.add(reader);
    return reader;
  }

  @Override
  public void close() {
    leaves.forEach(LeafReader::close);
    leaves.clear();
  }
}
