package io.quacklake.scan.internal.parquet.schema;

import io.quacklake.format.UnsupportedFeatureException;
import io.quacklake.format.type.DataType;
import java.util.List;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/**
 * A column of a file, or a part of one: a struct's field, a list's element, a map's key or value.
 *
 * <p>The three levels say how to read Parquet's definition and repetition levels. An entry of the
 * leaves below stands for a place of this field where its definition level is at least {@code
 * slotLevel} (less: an enclosing list is NULL or empty), and the field is not NULL there where it
 * is at least {@code presentLevel}. {@code repeatedAncestors} counts the lists and maps around it.
 */
public final class ParquetField {
  /** What a field is made of. */
  public enum Kind {
    PRIMITIVE,
    STRUCT,
    LIST,
    MAP
  }

  private final String name;
  private final @Nullable Integer fieldId;
  private final Kind kind;
  private final List<ParquetField> children;
  private final Levels levels;
  private final @Nullable Leaf leaf;
  private final int firstLeaf;
  private final boolean variant;

  /** The levels of a field; see {@link ParquetField}. */
  record Levels(boolean nullable, int slotLevel, int presentLevel, int repeatedAncestors) {}

  ParquetField(
      String name,
      @Nullable Integer fieldId,
      Kind kind,
      List<ParquetField> children,
      Levels levels,
      @Nullable Leaf leaf,
      int firstLeaf,
      boolean variant) {
    this.name = name;
    this.fieldId = fieldId;
    this.kind = kind;
    this.children = List.copyOf(children);
    this.levels = levels;
    this.leaf = leaf;
    this.firstLeaf = firstLeaf;
    this.variant = variant;
  }

  /** The name in the file; {@code element}, {@code key} and {@code value} inside lists and maps. */
  public String name() {
    return name;
  }

  public @Nullable Integer fieldId() {
    return fieldId;
  }

  public Kind kind() {
    return kind;
  }

  /** LIST: the element. MAP: key and value. STRUCT: its fields, perhaps none after pruning. */
  public List<ParquetField> children() {
    return children;
  }

  public boolean nullable() {
    return levels.nullable();
  }

  /** Whether this is a struct that the file says holds variants. */
  public boolean isVariant() {
    return variant;
  }

  public int slotLevel() {
    return levels.slotLevel();
  }

  public int presentLevel() {
    return levels.presentLevel();
  }

  public int repeatedAncestors() {
    return levels.repeatedAncestors();
  }

  /** The position among the file's column chunks of this leaf, or of the first leaf below. */
  public int firstLeaf() {
    return firstLeaf;
  }

  /** How a leaf's values are stored. */
  public Leaf leaf() {
    if (leaf == null) {
      throw new IllegalStateException(name + " is a " + kind + ", not a leaf");
    }
    return leaf;
  }

  /**
   * The file's own type of a leaf.
   *
   * @throws UnsupportedFeatureException if values of this type are not read
   */
  public DataType type() {
    return leaf().type();
  }

  /** This field with only some of its struct fields; with none, a struct of bare validity. */
  public ParquetField withChildren(List<ParquetField> subset) {
    if (kind == Kind.PRIMITIVE) {
      throw new IllegalStateException(name + " is a leaf");
    }
    if (kind != Kind.STRUCT && subset.size() != children.size()) {
      throw new IllegalArgumentException(kind + " " + name + " needs all its children");
    }
    return new ParquetField(name, fieldId, kind, subset, levels, leaf, firstLeaf, variant);
  }

  /** The Arrow field of the vectors that are read from this field. */
  public Field arrowField() {
    return ArrowFields.of(this);
  }

  @Override
  public String toString() {
    return name + " " + (kind == Kind.PRIMITIVE ? leaf() : kind + children.toString());
  }
}
