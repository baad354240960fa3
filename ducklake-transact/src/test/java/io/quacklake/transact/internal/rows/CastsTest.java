package io.quacklake.transact.internal.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quacklake.format.DuckLakeException;
import io.quacklake.format.InvalidValueException;
import io.quacklake.format.TableRef;
import io.quacklake.format.internal.text.ValueCodec;
import io.quacklake.format.type.DataType;
import io.quacklake.format.type.DecimalType;
import io.quacklake.format.type.PrimitiveType;
import io.quacklake.scan.internal.arrow.VectorValues;
import io.quacklake.transact.internal.parquet.Reference;
import io.quacklake.transact.internal.rows.IncomingRows.Missing;
import io.quacklake.transact.internal.write.Targets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.LargeVarCharVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ViewVarCharVector;
import org.apache.arrow.vector.dictionary.Dictionary;
import org.apache.arrow.vector.dictionary.DictionaryEncoder;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * A cast gives DuckDB's value or an error; it is an error wherever DuckDB has none, and wherever
 * DuckDB's is not the same value any more.
 */
class CastsTest {
  private static final Map<String, DataType> TYPES = types();

  private final Reference reference = new Reference();

  @AfterEach
  void close() {
    reference.close();
  }

  private static Map<String, DataType> types() {
    Map<String, DataType> types = new LinkedHashMap<>();
    types.put("BOOLEAN", PrimitiveType.BOOLEAN);
    types.put("TINYINT", PrimitiveType.INT8);
    types.put("SMALLINT", PrimitiveType.INT16);
    types.put("INTEGER", PrimitiveType.INT32);
    types.put("BIGINT", PrimitiveType.INT64);
    types.put("UTINYINT", PrimitiveType.UINT8);
    types.put("USMALLINT", PrimitiveType.UINT16);
    types.put("UINTEGER", PrimitiveType.UINT32);
    types.put("UBIGINT", PrimitiveType.UINT64);
    types.put("FLOAT", PrimitiveType.FLOAT32);
    types.put("DOUBLE", PrimitiveType.FLOAT64);
    types.put("DECIMAL(4,1)", new DecimalType(4, 1));
    types.put("DECIMAL(18,3)", new DecimalType(18, 3));
    types.put("DECIMAL(38,10)", new DecimalType(38, 10));
    types.put("DATE", PrimitiveType.DATE);
    types.put("TIME", PrimitiveType.TIME);
    types.put("TIMESTAMP_S", PrimitiveType.TIMESTAMP_S);
    types.put("TIMESTAMP_MS", PrimitiveType.TIMESTAMP_MS);
    types.put("TIMESTAMP", PrimitiveType.TIMESTAMP);
    types.put("TIMESTAMP_NS", PrimitiveType.TIMESTAMP_NS);
    types.put("TIMESTAMPTZ", PrimitiveType.TIMESTAMPTZ);
    types.put("VARCHAR", PrimitiveType.VARCHAR);
    types.put("UUID", PrimitiveType.UUID);
    types.put("BLOB", PrimitiveType.BLOB);
    types.put("INTERVAL", PrimitiveType.INTERVAL);
    return types;
  }

  private static final List<String> VALUES =
      List.of(
          "true",
          "0",
          "1",
          "-1",
          "127",
          "128",
          "255",
          "32768",
          "65535",
          "2147483648",
          "4294967295",
          "9007199254740993",
          "9223372036854775807",
          "18446744073709551615",
          "0.5",
          "-1.25",
          "999.9",
          "1000.0",
          "16777217",
          "1e20",
          "2024-02-29",
          "1969-12-31 23:59:59",
          "2024-02-29 12:30:00.123",
          "2024-02-29 12:30:00.123456",
          "2024-02-29 12:30:00.123456789",
          "2024-02-29 00:00:00",
          "infinity",
          "12:30:00",
          "24:00:00",
          "f79c3e09-677c-4bbd-a479-3f349cb785e7",
          "abc",
          "",
          "1 month 2 days 00:00:03");

  @Test
  void aCastGivesDuckDbsValueOrAnError() {
    int given = 0;
    for (Map.Entry<String, DataType> from : TYPES.entrySet()) {
      for (String value : VALUES) {
        String source = "TRY_CAST('" + value + "' AS " + from.getKey() + ")";
        if (reference.column("SELECT " + source + "::VARCHAR").get(0) == null) {
          continue;
        }
        for (Map.Entry<String, DataType> to : TYPES.entrySet()) {
          // some pairs of timestamps have no cast of their own in DuckDB
          String cast =
              "coalesce(TRY_CAST(%s AS %s), TRY_CAST(%s::VARCHAR AS %s))"
                  .formatted(source, to.getKey(), source, to.getKey());
          String ours = ours(source, to.getValue());
          if (ours == null) {
            continue;
          }
          given++;
          boolean real = from.getKey().equals("FLOAT") || from.getKey().equals("DOUBLE");
          if (real && to.getValue() instanceof DecimalType) {
            // what the float prints as; DuckDB multiplies, which shows the float's own error
            String back = "'" + ours + "'::" + to.getKey() + "::" + from.getKey() + " = " + source;
            assertThat(reference.column("SELECT " + back)).as(back).containsExactly("true");
            continue;
          }
          List<String> expected =
              reference.rows("SELECT (" + cast + ")::VARCHAR, " + cast + " = " + source).get(0);
          assertThat(ours)
              .as("%s of %s to %s", value, from.getKey(), to.getKey())
              .isEqualTo(expected.get(0));
          if (to.getValue() != PrimitiveType.FLOAT32 && to.getValue() != PrimitiveType.FLOAT64) {
            assertThat(expected.get(1)).as("%s is exact", cast).isNotEqualTo("false");
          }
        }
      }
    }
    assertThat(given).isGreaterThan(500);
  }

  /** The text of our cast, null for an error. */
  private String ours(String sql, DataType type) {
    String[] result = new String[1];
    reference.batches(
        "SELECT " + sql + " AS c",
        10,
        reader -> {
          try (TableBatch batch = rows(reader, type).next()) {
            Object value = VectorValues.read(batch.vectors().get(0), 0, type);
            result[0] = value == null ? "NULL" : ValueCodec.print(type, value);
          } catch (DuckLakeException refused) {
            assertThat(refused).isInstanceOf(InvalidValueException.class);
          }
        });
    return result[0];
  }

  private IncomingRows rows(ArrowReader reader, DataType type) {
    return new IncomingRows(
        TableRef.of("main", "t"),
        List.of(Targets.column(1, "c", type)),
        reader,
        Missing.FILLED,
        reference.allocator);
  }

  @Test
  void numbersOfEveryWidthGoWhereTheyFit() {
    assertThat(ours("127::BIGINT", PrimitiveType.INT8)).isEqualTo("127");
    assertThat(ours("128::BIGINT", PrimitiveType.INT8)).isNull();
    assertThat(ours("-1::TINYINT", PrimitiveType.UINT64)).isNull();
    assertThat(ours("2.0::DOUBLE", PrimitiveType.INT32)).isEqualTo("2");
    assertThat(ours("2.5::DOUBLE", PrimitiveType.INT32)).isNull();
    assertThat(ours("0.1::DOUBLE", new DecimalType(9, 2))).isEqualTo("0.10");
    assertThat(ours("0.125::DOUBLE", new DecimalType(9, 2))).isNull();
    assertThat(ours("7::INTEGER", new DecimalType(3, 2))).isEqualTo("7.00");
    assertThat(ours("77::INTEGER", new DecimalType(3, 2))).isNull();
    assertThat(ours("9007199254740993::BIGINT", PrimitiveType.FLOAT64)).isNull();
  }

  @Test
  void timeZonesAreNeitherTakenAwayNorMadeUp() {
    assertThatThrownBy(
            () ->
                reference.batches(
                    "SELECT TIMESTAMP '2024-01-01' AS c",
                    1,
                    reader -> rows(reader, PrimitiveType.TIMESTAMPTZ)))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("time zone");
    assertThat(ours("TIMESTAMPTZ '2024-01-01'", PrimitiveType.TIMESTAMP)).isNull();
  }

  @Test
  void textsOfEveryLayoutAreTexts() {
    List<String> texts = new ArrayList<>(List.of("a", "", "a longer text than twelve bytes", "é"));
    texts.add(2, null);
    try (LargeVarCharVector large = new LargeVarCharVector("c", reference.allocator);
        ViewVarCharVector views = new ViewVarCharVector("c", reference.allocator)) {
      large.allocateNew();
      views.allocateNew();
      for (int i = 0; i < texts.size(); i++) {
        if (texts.get(i) != null) {
          byte[] bytes = texts.get(i).getBytes(java.nio.charset.StandardCharsets.UTF_8);
          large.setSafe(i, bytes);
          views.setSafe(i, bytes);
        }
      }
      large.setValueCount(texts.size());
      views.setValueCount(texts.size());
      assertThat(read(large, null)).isEqualTo(texts);
      assertThat(read(views, null)).isEqualTo(texts);
    }
  }

  @Test
  void dictionariesAreDecoded() {
    DictionaryEncoding encoding = new DictionaryEncoding(1, false, new ArrowType.Int(32, true));
    try (VarCharVector values = new VarCharVector("c", reference.allocator);
        VarCharVector plain = new VarCharVector("c", reference.allocator)) {
      values.allocateNew();
      values.setSafe(0, "x".getBytes(java.nio.charset.StandardCharsets.UTF_8));
      values.setSafe(1, "y".getBytes(java.nio.charset.StandardCharsets.UTF_8));
      values.setValueCount(2);
      plain.allocateNew();
      plain.setSafe(0, "y".getBytes(java.nio.charset.StandardCharsets.UTF_8));
      plain.setNull(1);
      plain.setSafe(2, "x".getBytes(java.nio.charset.StandardCharsets.UTF_8));
      plain.setValueCount(3);
      Dictionary dictionary = new Dictionary(values, encoding);
      try (IntVector indices = (IntVector) DictionaryEncoder.encode(plain, dictionary)) {
        List<String> expected = new ArrayList<>(List.of("y", "x"));
        expected.add(1, null);
        assertThat(read(indices, dictionary)).isEqualTo(expected);
      }
    }
  }

  private List<String> read(FieldVector vector, Dictionary dictionary) {
    List<String> texts = new ArrayList<>();
    try (OneBatch reader = new OneBatch(vector, dictionary, reference);
        TableBatch batch = rows(reader, PrimitiveType.VARCHAR).next()) {
      for (int i = 0; i < batch.rows(); i++) {
        texts.add((String) VectorValues.read(batch.vectors().get(0), i, PrimitiveType.VARCHAR));
      }
    }
    return texts;
  }

  /** Gives one vector as a batch. */
  private static final class OneBatch extends ArrowReader {
    private final FieldVector vector;
    private final Dictionary dictionary;
    private boolean given;

    OneBatch(FieldVector vector, Dictionary dictionary, Reference reference) {
      super(reference.allocator);
      this.vector = vector;
      this.dictionary = dictionary;
    }

    @Override
    public VectorSchemaRoot getVectorSchemaRoot() {
      return VectorSchemaRoot.of(vector);
    }

    @Override
    public boolean loadNextBatch() {
      boolean first = !given;
      given = true;
      return first;
    }

    @Override
    public Dictionary lookup(long id) {
      return dictionary;
    }

    @Override
    public Map<Long, Dictionary> getDictionaryVectors() {
      return dictionary == null ? Map.of() : Map.of(1L, dictionary);
    }

    @Override
    public long bytesRead() {
      return 0;
    }

    @Override
    protected void closeReadSource() {}

    @Override
    public void close() {}

    @Override
    protected Schema readSchema() {
      return new Schema(List.of(vector.getField()));
    }
  }
}
