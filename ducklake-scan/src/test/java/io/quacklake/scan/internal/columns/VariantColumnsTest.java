package io.quacklake.scan.internal.columns;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quacklake.format.CorruptLakeException;
import io.quacklake.format.DuckLakeException;
import io.quacklake.format.FieldId;
import io.quacklake.format.type.Field;
import io.quacklake.format.type.VariantType;
import io.quacklake.scan.VariantForm;
import io.quacklake.scan.internal.arrow.ArrowSchemas;
import io.quacklake.scan.internal.parquet.ColumnReader;
import io.quacklake.scan.internal.parquet.ParquetDataFile;
import io.quacklake.scan.internal.parquet.RowGroup;
import io.quacklake.scan.internal.parquet.schema.ParquetField;
import io.quacklake.scan.internal.variant.VariantDecoder;
import io.quacklake.scan.internal.variant.VariantJson;
import io.quacklake.scan.internal.variant.VariantJson.FieldOrder;
import io.quacklake.storage.ObjectSource;
import io.quacklake.storage.ObjectStores;
import io.quacklake.storage.StorageOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.complex.StructVector;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Columns that DuckDB shredded, and columns of other types, read as variants. */
class VariantColumnsTest {
  private static final Path DIRECTORY = Path.of("../golden-files/variants").toAbsolutePath();

  @TestFactory
  Stream<DynamicTest> shreddedVariantsAreReadAsDuckDbReadsThem() throws Exception {
    return tests("shredded");
  }

  @TestFactory
  Stream<DynamicTest> valuesOfOtherTypesBecomeTheVariantsThatDuckDbCastsThemTo() throws Exception {
    return tests("promoted");
  }

  @Test
  void bytesThatAreNoVariantAreRefusedWithTheirPlace() {
    try (BufferAllocator allocator = new RootAllocator()) {
      for (String value : List.of("54ff", "0d61", "02ff", "0300")) {
        assertThatExceptionOfType(DuckLakeException.class)
            .isThrownBy(() -> unshredded(allocator, value, "110000").close())
            .satisfies(
                failure ->
                    assertThat(failure.getMessage())
                        .containsAnyOf("column v of a.parquet", "primitive type 21"));
      }
      assertThatExceptionOfType(CorruptLakeException.class)
          .isThrownBy(() -> unshredded(allocator, "00", null).close())
          .withMessageContaining("column v of a.parquet")
          .withMessageContaining("without metadata");
      try (FieldVector read = unshredded(allocator, null, "110000")) {
        assertThat(((VarBinaryVector) ((StructVector) read).getChild("value")).get(0))
            .as("a value that is missing is the variant null")
            .isEqualTo(new byte[1]);
      }
    }
  }

  /** One row of a group without shredded columns, in the form of the result. */
  private static FieldVector unshredded(
      BufferAllocator allocator, @Nullable String value, @Nullable String metadata) {
    Field field = Field.of(1, "v", new VariantType());
    FieldVector result = ArrowSchemas.field(field).createVector(allocator);
    try (StructVector group = (StructVector) ArrowSchemas.field(field).createVector(allocator)) {
      group.allocateNew();
      group.setIndexDefined(0);
      for (String part : List.of("metadata", "value")) {
        String hex = part.equals("value") ? value : metadata;
        if (hex != null) {
          ((VarBinaryVector) group.getChild(part)).setSafe(0, HexFormat.of().parseHex(hex));
        }
      }
      group.setValueCount(1);
      new VariantConversion(
              field.type(),
              VariantConversion.UNSHREDDED,
              VariantForm.BINARY,
              FieldOrder.BY_NAME,
              "column v of a.parquet")
          .convert(group, result);
      return result;
    } catch (RuntimeException failure) {
      result.close();
      throw failure;
    }
  }

  private static Stream<DynamicTest> tests(String name) throws Exception {
    JsonNode columns =
        new ObjectMapper().readTree(DIRECTORY.resolve(name + ".json").toFile()).get("columns");
    List<DynamicTest> tests = new ArrayList<>();
    columns
        .fields()
        .forEachRemaining(
            column -> {
              List<String> expected = new ArrayList<>();
              column.getValue().forEach(text -> expected.add(text.asText()));
              tests.add(
                  DynamicTest.dynamicTest(
                      column.getKey(), () -> check(name, column.getKey(), expected)));
            });
    return tests.stream();
  }

  private static void check(String file, String column, List<String> expected) {
    assertThat(read(file, column, VariantForm.JSON)).isEqualTo(expected);
    assertThat(read(file, column, VariantForm.BINARY)).isEqualTo(expected);
  }

  private static List<String> read(String name, String column, VariantForm form) {
    String location = DIRECTORY.resolve(name + ".parquet").toString();
    try (BufferAllocator allocator = new RootAllocator();
        ObjectSource source = ObjectStores.of(StorageOptions.NONE).open(location);
        ParquetDataFile file = ParquetDataFile.open(source, null, null)) {
      List<String> texts = new ArrayList<>();
      ColumnSource.FromSource from = resolve(file, column, form);
      ParquetField field = Objects.requireNonNull(from.source().file());
      for (RowGroup group : file.rowGroups()) {
        try (ColumnReader reader = file.openColumn(group, field, allocator);
            FieldVector vector = from.convert(reader.read((int) group.rowCount()), allocator)) {
          for (int row = 0; row < vector.getValueCount(); row++) {
            texts.add(text(vector, row));
          }
        }
      }
      return texts;
    }
  }

  private static ColumnSource.FromSource resolve(
      ParquetDataFile file, String column, VariantForm form) {
    List<SourceField> sources = new ArrayList<>();
    for (SourceField each : FileFields.of(file.schema(), null, List.of())) {
      FieldId id = each.name().equals(column) ? new FieldId(1) : null;
      sources.add(new SourceField(id, each.name(), each.type(), each.children(), each.file()));
    }
    ColumnResolver resolver =
        new ColumnResolver(sources, Map.of(), ColumnResolver.Pruning.WANTED_ONLY, form, "file");
    return (ColumnSource.FromSource) resolver.resolve(Field.of(1, column, new VariantType()));
  }

  private static String text(FieldVector vector, int row) {
    assertThat(vector.isNull(row)).isFalse();
    if (vector instanceof VarCharVector json) {
      return new String(json.get(row), UTF_8);
    }
    StructVector variants = (StructVector) vector;
    assertThat(variants.getField().getMetadata())
        .containsEntry("ARROW:extension:name", "arrow.parquet.variant");
    byte[] metadata = ((VarBinaryVector) variants.getChild("metadata")).get(row);
    byte[] value = ((VarBinaryVector) variants.getChild("value")).get(row);
    return VariantJson.print(new VariantDecoder().decode(metadata, value), FieldOrder.AS_STORED);
  }
}
