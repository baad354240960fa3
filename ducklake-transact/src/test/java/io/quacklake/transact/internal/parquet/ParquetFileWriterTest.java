package io.quacklake.transact.internal.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import io.quacklake.format.type.Field;
import io.quacklake.format.type.PrimitiveType;
import io.quacklake.transact.internal.parquet.layout.Compression;
import io.quacklake.transact.internal.parquet.layout.ParquetWriteOptions;
import io.quacklake.transact.internal.parquet.layout.ParquetWriteOptions.Checksums;
import io.quacklake.transact.internal.parquet.layout.ParquetWriteOptions.DataPages;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Files are read by DuckDB, and their data was made by DuckDB. */
class ParquetFileWriterTest {
  private static final String SCALARS =
      """
      SELECT CASE WHEN i % 7 = 3 THEN NULL ELSE i % 2 = 0 END AS b,
        (i % 256 - 128)::TINYINT AS i8, (i % 65536 - 32768)::SMALLINT AS i16,
        CASE i WHEN 0 THEN -2147483648 WHEN 1 THEN 2147483647 WHEN 2 THEN NULL ELSE i * 7 END::INTEGER AS i32,
        CASE i WHEN 0 THEN (-9223372036854775808)::BIGINT WHEN 1 THEN 9223372036854775807 ELSE i END::BIGINT AS i64,
        (i % 256)::UTINYINT AS u8, (i % 65536)::USMALLINT AS u16,
        CASE i WHEN 1 THEN 4294967295 ELSE i END::UINTEGER AS u32,
        CASE i WHEN 1 THEN 18446744073709551615 ELSE i END::UBIGINT AS u64,
        CASE i WHEN 1 THEN 'inf' WHEN 2 THEN '-inf' WHEN 3 THEN NULL ELSE (i / 3)::VARCHAR END::FLOAT AS f,
        CASE i WHEN 1 THEN 'nan' WHEN 2 THEN '-inf' WHEN 3 THEN '1e300' ELSE (i / 3)::VARCHAR END::DOUBLE AS d,
        CASE i WHEN 1 THEN '-99.99' WHEN 2 THEN '99.99' ELSE (i % 90)::VARCHAR END::DECIMAL(4,2) AS d4,
        (i - 50)::DECIMAL(9,0) AS d9,
        CASE i WHEN 1 THEN '-999999999999.999999' ELSE i::VARCHAR END::DECIMAL(18,6) AS d18,
        CASE i WHEN 1 THEN '-99999999999999999999999999999999999.999'
          WHEN 2 THEN '99999999999999999999999999999999999.999' WHEN 3 THEN NULL
          ELSE (i - 20)::VARCHAR END::DECIMAL(38,3) AS d38,
        CASE i WHEN 1 THEN 'infinity'::DATE WHEN 2 THEN '-infinity'::DATE ELSE DATE '1960-01-01' + i::INTEGER END AS dt,
        CASE i WHEN 1 THEN TIME '24:00:00' ELSE TIME '00:00:00' + to_microseconds(i * 977) END AS t,
        TIMESTAMP_S '1999-12-31 23:59:59' AS ts_s, TIMESTAMP_MS '1969-12-31 23:59:59.999' AS ts_ms,
        CASE i WHEN 1 THEN 'infinity'::TIMESTAMP WHEN 2 THEN '-infinity'::TIMESTAMP
          ELSE TIMESTAMP '1969-01-01' + to_microseconds(i * 7777777) END AS ts_us,
        TIMESTAMP_NS '2020-02-02 02:02:02.123456789' AS ts_ns,
        TIMESTAMPTZ '2020-02-02 02:02:02.123456+05' + to_days(i::INTEGER) AS tz,
        CASE WHEN i % 5 = 0 THEN NULL ELSE INTERVAL (i) DAY + INTERVAL 14 MONTH + INTERVAL 1500 MILLISECOND END AS iv,
        CASE i WHEN 0 THEN '' WHEN 1 THEN 'a' || chr(0) || 'b' WHEN 2 THEN NULL
          ELSE repeat('ü𝄞', (i % 5)::INTEGER) || i END AS s,
        CASE i WHEN 0 THEN '\\xFF\\x00'::BLOB WHEN 1 THEN ''::BLOB ELSE encode('x' || i) END AS bl,
        NULL::INTEGER AS nothing, 42 AS same
      FROM range(:rows) r(i)
      """;

  private static final String NESTED =
      """
      SELECT CASE WHEN i % 5 = 0 THEN NULL WHEN i % 5 = 1 THEN [] WHEN i % 5 = 2 THEN [NULL]
          ELSE list_transform(range(i % 9), lambda x: CASE WHEN x % 3 = 1 THEN NULL ELSE x + i END) END AS l,
        CASE WHEN i % 4 = 0 THEN NULL ELSE {'a': CASE WHEN i % 3 = 0 THEN NULL ELSE i END,
          'b': {'c': CASE WHEN i % 2 = 0 THEN 'x' || i END}} END AS st,
        CASE WHEN i % 6 = 0 THEN NULL WHEN i % 6 = 1 THEN MAP {}
          ELSE MAP {'k' || i: CASE WHEN i % 2 = 0 THEN i END, 'z': 1} END AS m,
        CASE WHEN i % 7 = 0 THEN NULL WHEN i % 7 = 1 THEN [[]] WHEN i % 7 = 2 THEN [NULL, [1, NULL]]
          ELSE [[i], [i, 2], []] END AS ll,
        CASE WHEN i % 3 = 0 THEN NULL ELSE [{'p': i, 'q': [i::VARCHAR, NULL]}, NULL,
          {'p': NULL, 'q': NULL}] END AS ls,
        CASE WHEN i % 3 = 0 THEN MAP {} ELSE MAP {i: [MAP {'in': {'v': i}}]} END AS mm
      FROM range(:rows) r(i)
      """;

  @TempDir Path directory;
  private Reference reference;
  private Path file;

  @BeforeEach
  void openReference() {
    reference = new Reference();
    file = directory.resolve("written.parquet");
  }

  @AfterEach
  void closeReference() {
    reference.close();
  }

  private static String rows(String sql, int count) {
    return sql.replace(":rows", Integer.toString(count));
  }

  static Stream<ParquetWriteOptions> layouts() {
    ParquetWriteOptions plain = ParquetWriteOptions.DEFAULT;
    return Stream.of(
        plain,
        plain.withDictionaryBytes(0),
        plain.withDictionaryBytes(300),
        plain.withDataPages(DataPages.V2),
        plain.withDataPages(DataPages.V2).withDictionaryBytes(0).withChecksums(Checksums.CRC32),
        plain.withPageRows(100).withRowGroupRows(777),
        plain.withPageBytes(200).withDataPages(DataPages.V2).withCompression(Compression.ZSTD),
        plain.withRowGroupBytes(20_000).withPageRows(64));
  }

  @ParameterizedTest
  @MethodSource("layouts")
  void scalarsComeBackInEveryLayout(ParquetWriteOptions options) {
    for (int rows : new int[] {0, 1, 7, 12_000}) {
      reference.write(rows(SCALARS, rows), file, options);
      reference.assertHolds(file, rows(SCALARS, rows));
    }
  }

  @ParameterizedTest
  @MethodSource("layouts")
  void nestedValuesComeBackInEveryLayout(ParquetWriteOptions options) {
    for (int rows : new int[] {0, 1, 8, 12_000}) {
      reference.write(rows(NESTED, rows), file, options);
      reference.assertHolds(file, rows(NESTED, rows));
    }
  }

  @ParameterizedTest
  @EnumSource(Compression.class)
  void everyCodecIsReadBack(Compression compression) {
    for (DataPages pages : DataPages.values()) {
      ParquetWriteOptions options =
          ParquetWriteOptions.DEFAULT.withCompression(compression).withDataPages(pages);
      String data = "SELECT i, 'text ' || i % 100 AS s, NULL::INT AS n FROM range(30000) r(i)";
      reference.write(data, file, options);
      reference.assertHolds(file, data);
      assertThat(
              reference.column("SELECT DISTINCT compression FROM parquet_metadata('" + file + "')"))
          .containsExactly(compression.name());
    }
  }

  @Test
  void theSchemaIsTheReferencesOwn() {
    Path theirs = directory.resolve("theirs.parquet");
    String data =
        "SELECT * EXCLUDE (nothing, same) FROM ("
            + rows(SCALARS, 5)
            + ") POSITIONAL JOIN ("
            + rows(NESTED, 5)
            + ")";
    reference.run("COPY (" + data + ") TO '" + theirs + "' (FIELD_IDS 'auto')");
    reference.write(data, file, ParquetWriteOptions.DEFAULT);

    // The reference counts ids from 0 and leaves out the logical types of texts, integers, dates
    // and containers, which it gives as converted types only.
    String columns =
        " SELECT name, type, type_length, repetition_type, num_children, converted_type, scale,"
            + " precision, duckdb_type, ";
    assertThat(reference.rows(columns + "field_id - 1 FROM parquet_schema('" + file + "')"))
        .isEqualTo(reference.rows(columns + "field_id FROM parquet_schema('" + theirs + "')"));
    assertThat(
            reference.rows(
                "SELECT mine.name, mine.logical_type, theirs.logical_type FROM parquet_schema('"
                    + file
                    + "') mine JOIN parquet_schema('"
                    + theirs
                    + "') theirs USING (column_id) WHERE theirs.logical_type IS NOT NULL AND"
                    + " mine.logical_type <> theirs.logical_type"))
        .isEmpty();
  }

  @Test
  void theFootersStatisticsAreTheReferencesOwn() {
    Path theirs = directory.resolve("theirs.parquet");
    // The reference gives no bounds for −0.0 and +0.0 apart; there is none in this data.
    String data =
        "SELECT * FROM (" + rows(SCALARS, 2000) + ") POSITIONAL JOIN (" + rows(NESTED, 2000) + ")";
    reference.run("COPY (" + data + ") TO '" + theirs + "' (ROW_GROUP_SIZE 122880)");
    reference.write(data, file, ParquetWriteOptions.DEFAULT);
    String statistics =
        "SELECT path_in_schema, num_values, stats_min_value, stats_max_value, min_is_exact,"
            + " max_is_exact, CASE path_in_schema WHEN 'iv' THEN NULL ELSE stats_null_count END"
            + " FROM parquet_metadata('%s') ORDER BY column_id";
    assertThat(reference.rows(statistics.formatted(file)))
        .isEqualTo(reference.rows(statistics.formatted(theirs)));
  }

  @Test
  void footerNamesWriterRootAndRows() {
    WrittenFile written =
        reference.write("SELECT i FROM range(300000) r(i)", file, ParquetWriteOptions.DEFAULT);
    assertThat(
            reference.rows(
                "SELECT starts_with(created_by, 'Quacklake '), num_rows, num_row_groups,"
                    + " format_version, footer_size FROM parquet_file_metadata('"
                    + file
                    + "')"))
        .containsExactly(List.of("true", "300000", "3", "1", Long.toString(written.footerSize())));
    assertThat(reference.column("SELECT row_group_num_rows FROM parquet_metadata('" + file + "')"))
        .containsExactly("122880", "122880", "54240");
    assertThat(written.recordCount()).isEqualTo(300_000);
    assertThat(written.rowGroups()).isEqualTo(3);
  }

  @Test
  void dictionariesAreUsedWhereTheySaveSpace() {
    reference.write(
        "SELECT i AS every_other, i % 10 AS few, 'n' || i AS names, 'n' || i % 1000 AS few_names"
            + " FROM range(50000) r(i)",
        file, ParquetWriteOptions.DEFAULT);
    assertThat(
            reference.rows(
                "SELECT path_in_schema, encodings LIKE '%RLE_DICTIONARY%',"
                    + " dictionary_page_offset IS NOT NULL FROM parquet_metadata('"
                    + file
                    + "') ORDER BY column_id"))
        .containsExactly(
            List.of("every_other", "false", "false"),
            List.of("few", "true", "true"),
            List.of("names", "false", "false"),
            List.of("few_names", "true", "true"));
  }

  @ParameterizedTest
  @CsvSource({
    "hash(hash(i) % 20000) % 1000000007, true, 1.0",
    "hash(hash(i) % 24000) % 1000000007, true, 1.0",
    "hash(hash(i) % 30000) % 1000000007, false, 1.01",
    "(i * 20000 // 122880) * 7, , 1.02"
  })
  void numbersOfManyValuesTakeNoMoreRoomThanWithDuckDb(
      String values, Boolean dictionary, double most) {
    for (String type : List.of("DOUBLE", "FLOAT", "BIGINT", "INTEGER", "DECIMAL(12,2)")) {
      String sql = "SELECT (" + values + ")::" + type + " AS a FROM range(122880) r(i)";
      Path theirs = file.resolveSibling("theirs.parquet");
      reference.run("COPY (" + sql + ") TO '" + theirs + "'");
      WrittenFile written = reference.write(sql, file, ParquetWriteOptions.DEFAULT);
      assertThat(written.fileSizeBytes())
          .isLessThan((long) (theirs.toFile().length() * most) + 200);
      String encodings =
          reference.column("SELECT encodings FROM parquet_metadata('" + file + "')").get(0);
      if (dictionary != null) {
        assertThat(encodings.contains("DICTIONARY"))
            .as("%s of %s", encodings, type)
            .isEqualTo(dictionary);
      }
    }
  }

  @Test
  void filtersOnBoundsFindEveryRow() {
    // A wrong bound would let the reference skip a row group.
    reference.write(
        "SELECT (i % 5000)::INTEGER AS i, (i * 1.5 - 3000)::FLOAT AS f, 'ä' || lpad(i::VARCHAR, 9, '0') AS s,"
            + " (i - 7000)::DECIMAL(30,2) AS d FROM range(20000) r(i)",
        file, ParquetWriteOptions.DEFAULT.withRowGroupRows(1000).withPageRows(100));
    String read = " FROM read_parquet('" + file + "') WHERE ";
    assertThat(reference.column("SELECT count(*)" + read + "i = 4999")).containsExactly("4");
    assertThat(reference.column("SELECT count(*)" + read + "f = -3000")).containsExactly("1");
    assertThat(reference.column("SELECT count(*)" + read + "s = 'ä000019999'"))
        .containsExactly("1");
    assertThat(reference.column("SELECT count(*)" + read + "d < 0")).containsExactly("7000");
  }

  @Test
  void longTextsHaveShortenedBoundsThatHold() {
    String data =
        "SELECT repeat('é', 200) || i AS s, repeat('𝄞', 100) || i AS astral,"
            + " repeat(chr(1114111), 100) || i AS last FROM range(50) r(i)";
    WrittenFile written = reference.write(data, file, ParquetWriteOptions.DEFAULT);
    reference.assertHolds(file, data);
    assertThat(
            reference.rows(
                "SELECT path_in_schema, octet_length(encode(stats_min_value)), min_is_exact,"
                    + " octet_length(encode(stats_max_value)), max_is_exact FROM parquet_metadata('"
                    + file
                    + "') ORDER BY column_id"))
        .startsWith(
            List.of("s", "256", "false", "256", "false"),
            List.of("astral", "256", "false", "256", "false"));
    assertThat(
            reference.column(
                "SELECT count(*) FROM read_parquet('"
                    + file
                    + "') WHERE s = repeat('é', 200) || '49' AND astral > repeat('𝄞', 99)"))
        .containsExactly("1");
    assertThat(
            reference.rows(
                "SELECT min(s) = repeat('é', 200) || '0', max(s) = repeat('é', 200) || '9' FROM read_parquet('"
                    + file
                    + "')"))
        .containsExactly(List.of("true", "true"));
    // There is no code point above the last, so nothing bounds it from above.
    assertThat(written.columns().get(2).max()).isNull();
    assertThat(written.columns().get(2).min()).isNotNull();
  }

  @Test
  void uuidsAndJsonKeepTheirTypes() {
    reference.run("SET arrow_lossless_conversion = true");
    String data =
        "SELECT CASE WHEN i % 3 = 0 THEN NULL ELSE md5(i::VARCHAR)::UUID END AS u,"
            + " ('{\"a\": ' || i || '}')::JSON AS j, time_ns '12:34:56.123456789' AS t"
            + " FROM range(1000) r(i)";
    reference.write(
        data,
        file,
        ParquetWriteOptions.DEFAULT,
        fields ->
            List.of(
                fields.get(0),
                Field.of(fields.get(1).id().value(), "j", PrimitiveType.JSON),
                fields.get(2)));
    assertThat(
            reference.rows(
                "SELECT typeof(u), typeof(j), typeof(t) FROM read_parquet('" + file + "') LIMIT 1"))
        .containsExactly(List.of("UUID", "JSON", "TIME_NS"));
    reference.assertHolds(file, data);
  }
}
