package io.quacklake.transact.internal.partition;

import static org.assertj.core.api.Assertions.assertThat;

import io.quacklake.format.FieldId;
import io.quacklake.format.partition.PartitionField;
import io.quacklake.format.partition.PartitionSpec;
import io.quacklake.format.partition.Transform;
import io.quacklake.format.schema.Column;
import io.quacklake.format.type.DataType;
import io.quacklake.format.type.DecimalType;
import io.quacklake.format.type.PrimitiveType;
import io.quacklake.transact.internal.parquet.Reference;
import io.quacklake.transact.internal.partition.PartitionRouter.Partition;
import io.quacklake.transact.internal.write.Targets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Partition values and directories are those that the reference (1.5.5) writes. The expected ones
 * were read out of lakes that it made with these values.
 */
class PartitionRouterTest {
  private final Reference reference = new Reference();

  @AfterEach
  void close() {
    reference.close();
  }

  private Partition partition(String sql, List<Column> columns, PartitionField... fields) {
    List<Partition> partitions = new ArrayList<>();
    reference.batches(
        sql,
        100,
        reader -> {
          PartitionRouter router =
              new PartitionRouter(new PartitionSpec(1, List.of(fields)), columns);
          while (reader.loadNextBatch()) {
            int rows = reader.getVectorSchemaRoot().getRowCount();
            for (int each : router.route(reader.getVectorSchemaRoot().getFieldVectors(), rows)) {
              partitions.add(router.partition(each));
            }
          }
        });
    assertThat(partitions).hasSize(1);
    return partitions.get(0);
  }

  private static PartitionField key(int index, long column, String transform) {
    return new PartitionField(index, new FieldId(column), Transform.parse(transform));
  }

  static Stream<Arguments> identities() {
    return Stream.of(
        Arguments.of("'a b'", PrimitiveType.VARCHAR, "a b", "a%20b"),
        Arguments.of("'a=b'", PrimitiveType.VARCHAR, "a=b", "a%3Db"),
        Arguments.of("'a/b'", PrimitiveType.VARCHAR, "a/b", "a%2Fb"),
        Arguments.of("''", PrimitiveType.VARCHAR, "", ""),
        Arguments.of("NULL::VARCHAR", PrimitiveType.VARCHAR, null, "__HIVE_DEFAULT_PARTITION__"),
        Arguments.of("'é'", PrimitiveType.VARCHAR, "é", "%C3%A9"),
        Arguments.of("'%41'", PrimitiveType.VARCHAR, "%41", "%2541"),
        Arguments.of("'a+b:c'", PrimitiveType.VARCHAR, "a+b:c", "a%2Bb%3Ac"),
        Arguments.of("'~_-.'", PrimitiveType.VARCHAR, "~_-.", "~_-."),
        Arguments.of("'!*()'", PrimitiveType.VARCHAR, "!*()", "%21%2A%28%29"),
        Arguments.of("'\"''#?&@'", PrimitiveType.VARCHAR, "\"'#?&@", "%22%27%23%3F%26%40"),
        Arguments.of("'A\\B'", PrimitiveType.VARCHAR, "A\\B", "A%5CB"),
        Arguments.of("'😀'", PrimitiveType.VARCHAR, "😀", "%F0%9F%98%80"),
        Arguments.of(
            "'a' || chr(1) || chr(127)", PrimitiveType.VARCHAR, "a\u0001\u007f", "a%01%7F"),
        Arguments.of("-1::INTEGER", PrimitiveType.INT32, "-1", "-1"),
        Arguments.of("DATE '2020-01-02'", PrimitiveType.DATE, "2020-01-02", "2020-01-02"),
        Arguments.of("'infinity'::DATE", PrimitiveType.DATE, "infinity", "infinity"),
        Arguments.of(
            "'0044-03-15 (BC)'::DATE",
            PrimitiveType.DATE,
            "0044-03-15 (BC)",
            "0044-03-15%20%28BC%29"),
        Arguments.of(
            "TIMESTAMP '2020-01-02 03:04:05.6'",
            PrimitiveType.TIMESTAMP,
            "2020-01-02 03:04:05.6",
            "2020-01-02%2003%3A04%3A05.6"),
        Arguments.of("'-infinity'::TIMESTAMP", PrimitiveType.TIMESTAMP, "-infinity", "-infinity"),
        Arguments.of("-0.5::DECIMAL(9,2)", new DecimalType(9, 2), "-0.50", "-0.50"),
        Arguments.of("true", PrimitiveType.BOOLEAN, "true", "true"),
        Arguments.of("1::DOUBLE", PrimitiveType.FLOAT64, "1.0", "1.0"),
        Arguments.of("'nan'::DOUBLE", PrimitiveType.FLOAT64, "nan", "nan"),
        Arguments.of("1e300::DOUBLE", PrimitiveType.FLOAT64, "1e+300", "1e%2B300"),
        Arguments.of("0.1::FLOAT", PrimitiveType.FLOAT32, "0.1", "0.1"),
        Arguments.of(
            "TIMESTAMPTZ '2020-01-02 03:04:05+02'",
            PrimitiveType.TIMESTAMPTZ,
            "2020-01-02 01:04:05+00",
            "2020-01-02%2001%3A04%3A05%2B00"),
        Arguments.of("TIME '01:02:03.004'", PrimitiveType.TIME, "01:02:03.004", "01%3A02%3A03.004"),
        Arguments.of(
            "18446744073709551615::UBIGINT",
            PrimitiveType.UINT64,
            "18446744073709551615",
            "18446744073709551615"));
  }

  @ParameterizedTest
  @MethodSource("identities")
  void anIdentityIsTheTextOfTheValue(String sql, DataType type, String text, String directory) {
    Partition partition =
        partition(
            "SELECT " + sql + " AS c",
            List.of(Targets.column(1, "c", type)),
            key(0, 1, "identity"));

    assertThat(partition.values().get(0)).isEqualTo(text);
    assertThat(partition.directory()).isEqualTo("c=" + directory + "/");
  }

  static Stream<Arguments> dates() {
    return Stream.of(
        Arguments.of("DATE '2020-01-02'", List.of("2020", "1", "2")),
        Arguments.of("NULL", Arrays.asList(null, null, null)),
        Arguments.of("'0044-03-15 (BC)'", List.of("-43", "3", "15")),
        Arguments.of("'infinity'", Arrays.asList(null, null, null)));
  }

  @ParameterizedTest
  @MethodSource("dates")
  void calendarKeysAreFieldsOfTheCalendar(String sql, List<String> expected) {
    Partition partition =
        partition(
            "SELECT " + sql + "::DATE AS d",
            List.of(Targets.column(1, "d", PrimitiveType.DATE)),
            key(0, 1, "year"),
            key(1, 1, "month"),
            key(2, 1, "day"));

    for (int i = 0; i < 3; i++) {
      assertThat(partition.values().get(i)).isEqualTo(expected.get(i));
    }
  }

  @Test
  void aNameThatIsTakenGetsTheColumnsNameBehindIt() {
    Partition partition =
        partition(
            "SELECT DATE '2020-01-02' AS d, TIMESTAMP '1969-12-31 23:59:59.999999' AS ts,"
                + " NULL::TIMESTAMPTZ AS tz, 'x' AS s, 7::INTEGER AS i",
            List.of(
                Targets.column(1, "d", PrimitiveType.DATE),
                Targets.column(2, "ts", PrimitiveType.TIMESTAMP),
                Targets.column(3, "tz", PrimitiveType.TIMESTAMPTZ),
                Targets.column(4, "s", PrimitiveType.VARCHAR),
                Targets.column(5, "i", PrimitiveType.INT32)),
            key(0, 1, "year"),
            key(1, 2, "year"),
            key(2, 3, "year"),
            key(3, 4, "bucket(4)"),
            key(4, 5, "bucket(4)"),
            key(5, 4, "bucket(8)"),
            key(6, 2, "hour"));

    assertThat(partition.directory())
        .isEqualTo(
            "year=2020/year_ts=1969/year_tz=__HIVE_DEFAULT_PARTITION__/bucket=3/bucket_i=3/"
                + "bucket_s=3/hour=23/");
  }
}
