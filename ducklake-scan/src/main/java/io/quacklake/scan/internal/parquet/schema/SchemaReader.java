package io.quacklake.scan.internal.parquet.schema;

import io.quacklake.scan.internal.parquet.bytes.FileSite;
import io.quacklake.scan.internal.parquet.schema.ParquetField.Kind;
import io.quacklake.scan.internal.parquet.schema.ParquetField.Levels;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.LogicalType;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Type;
import org.jspecify.annotations.Nullable;

/**
 * Builds the schema from the flattened tree of a footer, with the specification's rules for lists
 * and maps of older writers.
 */
public final class SchemaReader {
  /** Levels are kept in bytes; no real schema comes near. */
  private static final int DEEPEST = 100;

  private final FileSite site;
  private final List<SchemaElement> elements;
  private final List<ParquetField> leaves = new ArrayList<>();
  private int next;

  private SchemaReader(FileSite site, List<SchemaElement> elements) {
    this.site = site;
    this.elements = elements;
  }

  public static ParquetSchema read(FileSite site, List<SchemaElement> elements) {
    SchemaReader reader = new SchemaReader(site, elements);
    Node root = reader.node(0);
    if (reader.next != elements.size()) {
      throw site.corrupt(
          "its schema has " + elements.size() + " elements, but its tree ends at " + reader.next);
    }
    List<ParquetField> fields = new ArrayList<>();
    for (Node child : root.children()) {
      fields.add(reader.field(child, "", new Context(0, 0, 0)));
    }
    return new ParquetSchema(fields, reader.leaves);
  }

  /** The tree as the file has it. */
  private record Node(SchemaElement element, List<Node> children) {
    boolean isLeaf() {
      return element.isSetType();
    }

    boolean isRepeated() {
      return element.getRepetition_type() == FieldRepetitionType.REPEATED;
    }

    boolean isAnnotated(LogicalType._Fields logical, ConvertedType... converted) {
      if (element.isSetLogicalType() && element.getLogicalType().getSetField() == logical) {
        return true;
      }
      return element.isSetConverted_type()
          && List.of(converted).contains(element.getConverted_type());
    }

    boolean isList() {
      return !isLeaf()
          && isAnnotated(LogicalType._Fields.LIST, ConvertedType.LIST)
          && children.size() == 1
          && children.get(0).isRepeated();
    }

    boolean isMap() {
      return !isLeaf()
          && isAnnotated(LogicalType._Fields.MAP, ConvertedType.MAP, ConvertedType.MAP_KEY_VALUE)
          && children.size() == 1
          && children.get(0).isRepeated()
          && children.get(0).children().size() == 2;
    }
  }

  /** The levels around a field. */
  private record Context(int definition, int slot, int repetition) {}

  private Node node(int depth) {
    if (depth > DEEPEST) {
      throw site.unsupported("a schema nested over " + DEEPEST + " levels", "Rewrite the file.");
    }
    if (next >= elements.size()) {
      throw site.corrupt("its schema ends before its tree does");
    }
    SchemaElement element = elements.get(next++);
    if (element.getName() == null) {
      throw site.corrupt("a schema element has no name");
    }
    if (depth > 0 && element.getRepetition_type() == null) {
      throw site.corrupt("schema element " + element.getName() + " has no repetition");
    }
    List<Node> children = new ArrayList<>();
    if (element.isSetType()) {
      checkLeaf(element);
    } else {
      int count = element.getNum_children();
      if (count < 0 || count > elements.size() - next) {
        throw site.corrupt("its schema claims " + count + " children of " + element.getName());
      }
      for (int i = 0; i < count; i++) {
        children.add(node(depth + 1));
      }
    }
    return new Node(element, children);
  }

  private void checkLeaf(SchemaElement element) {
    if (element.getType() == null) {
      throw site.corrupt("column " + element.getName() + " has an unknown physical type");
    }
    if (element.getType() == Type.FIXED_LEN_BYTE_ARRAY && element.getType_length() < 0) {
      throw site.corrupt(
          "column " + element.getName() + " has values of " + element.getType_length() + " bytes");
    }
  }

  private ParquetField field(Node node, String parent, Context around) {
    String name = node.element().getName();
    String path = parent.isEmpty() ? name : parent + "." + name;
    if (node.isRepeated()) { // without a LIST around it: a list that is never NULL
      Levels levels = new Levels(false, around.slot(), around.definition(), around.repetition());
      int firstLeaf = leaves.size();
      ParquetField element = content(node, "element", path, false, repeated(around));
      return group(node, name, Kind.LIST, List.of(element), levels, firstLeaf);
    }
    boolean nullable = node.element().getRepetition_type() == FieldRepetitionType.OPTIONAL;
    return content(node, name, path, nullable, around);
  }

  /** The field of a node, its repetition aside. */
  private ParquetField content(
      Node node, String name, String path, boolean nullable, Context around) {
    int present = around.definition() + (nullable ? 1 : 0);
    Levels levels = new Levels(nullable, around.slot(), present, around.repetition());
    int firstLeaf = leaves.size();
    if (node.isLeaf()) {
      Leaf leaf = LeafTypes.of(site, node.element(), firstLeaf, path);
      ParquetField field =
          new ParquetField(
              name, id(node), Kind.PRIMITIVE, List.of(), levels, leaf, firstLeaf, false);
      leaves.add(field);
      return field;
    }
    Context inside = new Context(present, around.slot(), around.repetition());
    if (node.isList()) {
      ParquetField element = element(node, path, repeated(inside));
      return group(node, name, Kind.LIST, List.of(element), levels, firstLeaf);
    }
    if (node.isMap()) {
      Node entries = node.children().get(0);
      String entryPath = path + "." + entries.element().getName();
      Context entry = repeated(inside);
      return group(
          node,
          name,
          Kind.MAP,
          List.of(
              field(entries.children().get(0), entryPath, entry),
              field(entries.children().get(1), entryPath, entry)),
          levels,
          firstLeaf);
    }
    List<ParquetField> children = new ArrayList<>();
    for (Node child : node.children()) {
      children.add(field(child, path, inside));
    }
    if (leaves.size() == firstLeaf) {
      throw site.unsupported("a group without columns", "It is " + path + ".");
    }
    return group(node, name, Kind.STRUCT, children, levels, firstLeaf);
  }

  private ParquetField element(Node list, String path, Context inside) {
    Node repeated = list.children().get(0);
    String repeatedName = repeated.element().getName();
    String repeatedPath = path + "." + repeatedName;
    boolean twoLevels =
        repeated.isLeaf()
            || repeated.children().size() != 1
            || repeated.children().get(0).isRepeated()
            || repeated.isList()
            || repeated.isMap()
            || repeatedName.equals("array")
            || repeatedName.equals(list.element().getName() + "_tuple");
    return twoLevels
        ? content(repeated, "element", repeatedPath, false, inside)
        : field(repeated.children().get(0), repeatedPath, inside);
  }

  private static Context repeated(Context around) {
    int definition = around.definition() + 1;
    return new Context(definition, definition, around.repetition() + 1);
  }

  private static ParquetField group(
      Node node,
      String name,
      Kind kind,
      List<ParquetField> children,
      Levels levels,
      int firstLeaf) {
    boolean variant = kind == Kind.STRUCT && node.isAnnotated(LogicalType._Fields.VARIANT);
    return new ParquetField(name, id(node), kind, children, levels, null, firstLeaf, variant);
  }

  private static @Nullable Integer id(Node node) {
    return node.element().isSetField_id() ? node.element().getField_id() : null;
  }
}
