package io.quacklake.transact.internal.parquet.layout;

import io.quacklake.format.UnsupportedFeatureException;
import io.quacklake.format.type.DataType;
import io.quacklake.format.type.Field;
import io.quacklake.format.type.ListType;
import io.quacklake.format.type.MapType;
import io.quacklake.format.type.PrimitiveType;
import io.quacklake.format.type.StructType;
import io.quacklake.format.type.VariantType;
import io.quacklake.transact.internal.parquet.layout.ParquetNode.Leaf;
import io.quacklake.transact.internal.parquet.layout.ParquetNode.Presence;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.LogicalType;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Type;

/**
 * The schema of a file as the reference writes it: a tree to write by, its leaves, and the list
 * that goes into the footer.
 */
public record FileSchema(
    List<ParquetNode> columns, List<Leaf> leaves, List<SchemaElement> elements) {

  /** Levels are kept in a byte each. */
  private static final int MAX_LEVEL = Byte.MAX_VALUE;

  public FileSchema {
    columns = List.copyOf(columns);
    leaves = List.copyOf(leaves);
    elements = List.copyOf(elements);
  }

  public static FileSchema of(List<Field> fields) {
    Builder builder = new Builder();
    SchemaElement root = new SchemaElement("duckdb_schema");
    root.setRepetition_type(FieldRepetitionType.REQUIRED);
    root.setNum_children(fields.size());
    builder.elements.add(root);
    List<ParquetNode> columns = new ArrayList<>();
    for (Field field : fields) {
      columns.add(builder.node(field, field.name(), Presence.OPTIONAL, Place.TOP));
    }
    return new FileSchema(columns, builder.leaves, builder.elements);
  }

  /** Where a node hangs: the path above it and the levels gathered on the way. */
  private record Place(List<String> path, int definition, int repetition) {
    static final Place TOP = new Place(List.of(), 0, 0);

    Place below(String name, Presence presence) {
      return step(name, presence == Presence.OPTIONAL ? 1 : 0, 0);
    }

    Place repeated(String name) {
      return step(name, 1, 1);
    }

    private Place step(String name, int moreDefinition, int moreRepetition) {
      List<String> longer = new ArrayList<>(path);
      longer.add(name);
      Place place = new Place(longer, definition + moreDefinition, repetition + moreRepetition);
      if (place.definition > MAX_LEVEL) {
        throw new UnsupportedFeatureException(
            "nesting deeper than " + MAX_LEVEL + " levels",
            "Column " + longer.get(0) + " is nested too deep to be written.");
      }
      return place;
    }
  }

  private static final class Builder {
    private final List<Leaf> leaves = new ArrayList<>();
    private final List<SchemaElement> elements = new ArrayList<>();

    /**
     * @param name what the file calls it: children of lists and maps have fixed names there
     */
    ParquetNode node(Field field, String name, Presence presence, Place above) {
      Place place = above.below(name, presence);
      DataType type = field.type();
      if (type instanceof StructType struct) {
        group(field, name, presence, struct.fields().size());
        List<ParquetNode> children = new ArrayList<>();
        for (Field child : struct.fields()) {
          children.add(node(child, child.name(), Presence.OPTIONAL, place));
        }
        return new ParquetNode.Group(field, presence, children);
      }
      if (type instanceof ListType list) {
        SchemaElement element = group(field, name, presence, 1);
        element.setConverted_type(ConvertedType.LIST);
        element.setLogicalType(LogicalType.LIST(new org.apache.parquet.format.ListType()));
        Place inside = place.repeated("list");
        repeatedGroup("list", 1);
        ParquetNode child = node(list.element(), "element", Presence.OPTIONAL, inside);
        return new ParquetNode.Repeated(field, presence, child, inside.repetition());
      }
      if (type instanceof MapType map) {
        SchemaElement element = group(field, name, presence, 1);
        element.setConverted_type(ConvertedType.MAP);
        element.setLogicalType(LogicalType.MAP(new org.apache.parquet.format.MapType()));
        Place inside = place.repeated("key_value");
        repeatedGroup("key_value", 2);
        ParquetNode key = node(map.key(), "key", Presence.REQUIRED, inside);
        ParquetNode value = node(map.value(), "value", Presence.OPTIONAL, inside);
        return new ParquetNode.Entries(field, presence, key, value, inside.repetition());
      }
      if (type instanceof VariantType) {
        // Without the annotation readers see a struct of two blobs.
        org.apache.parquet.format.VariantType annotation =
            new org.apache.parquet.format.VariantType();
        annotation.setSpecification_version((byte) 1);
        group(field, name, presence, 2).setLogicalType(LogicalType.VARIANT(annotation));
        Field metadata = part(field, "metadata");
        Field value = part(field, "value");
        return new ParquetNode.Group(
            field,
            presence,
            List.of(
                variantPart(metadata, Presence.REQUIRED, place),
                variantPart(value, Presence.OPTIONAL, place)));
      }
      LeafLayout layout = LeafLayout.of(type);
      SchemaElement element = leafElement(name, presence, layout);
      element.setField_id(fieldId(field));
      return leaf(field, presence, layout, place);
    }

    private static Field part(Field variant, String name) {
      return new Field(variant.id(), name, PrimitiveType.BLOB, true, null);
    }

    private Leaf variantPart(Field field, Presence presence, Place place) {
      LeafLayout layout = LeafLayout.bytes();
      leafElement(field.name(), presence, layout);
      return leaf(field, presence, layout, place.below(field.name(), presence));
    }

    private Leaf leaf(Field field, Presence presence, LeafLayout layout, Place place) {
      Leaf leaf =
          new Leaf(
              field,
              presence,
              leaves.size(),
              place.path(),
              place.definition(),
              place.repetition(),
              layout.physical(),
              layout.width(),
              layout.ordering());
      leaves.add(leaf);
      return leaf;
    }

    private SchemaElement leafElement(String name, Presence presence, LeafLayout layout) {
      SchemaElement element = element(name, presence);
      element.setType(layout.physical());
      if (layout.physical() == Type.FIXED_LEN_BYTE_ARRAY) {
        element.setType_length(layout.width());
      }
      if (layout.converted() != null) {
        element.setConverted_type(layout.converted());
      }
      if (layout.logical() != null) {
        element.setLogicalType(layout.logical());
        if (layout.logical().isSetDECIMAL()) {
          element.setPrecision(layout.logical().getDECIMAL().precision);
          element.setScale(layout.logical().getDECIMAL().scale);
        }
      }
      return element;
    }

    private SchemaElement group(Field field, String name, Presence presence, int children) {
      if (children == 0) {
        throw new UnsupportedFeatureException(
            "empty struct", "Column " + name + " is a struct without fields; no file can hold it.");
      }
      SchemaElement element = element(name, presence);
      element.setNum_children(children);
      element.setField_id(fieldId(field));
      return element;
    }

    private void repeatedGroup(String name, int children) {
      SchemaElement element = new SchemaElement(name);
      element.setRepetition_type(FieldRepetitionType.REPEATED);
      element.setNum_children(children);
      elements.add(element);
    }

    private SchemaElement element(String name, Presence presence) {
      SchemaElement element = new SchemaElement(name);
      element.setRepetition_type(
          presence == Presence.OPTIONAL
              ? FieldRepetitionType.OPTIONAL
              : FieldRepetitionType.REQUIRED);
      elements.add(element);
      return element;
    }

    private static int fieldId(Field field) {
      long id = field.id().value();
      if (id != (int) id) {
        throw new UnsupportedFeatureException(
            "field id " + id, "Column " + field.name() + " has an id that Parquet cannot hold.");
      }
      return (int) id;
    }
  }
}
