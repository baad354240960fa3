package io.quacklake.catalog.internal.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Values in the text of a statement, as DuckDB reads them. */
class LiteralsTest {
  private static @Nullable Object read(String type, @Nullable Object value) throws Exception {
    String sql = Literals.in("SELECT CAST(? AS " + type + ")", Arrays.asList(value));
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(Objects.requireNonNull(sql))) {
      assertThat(row.next()).isTrue();
      return row.getObject(1);
    }
  }

  @Test
  void numbersAndTruthValuesAreReadBack() throws Exception {
    for (long number : new long[] {0, -1, 1L << 31, Long.MAX_VALUE, Long.MIN_VALUE}) {
      assertThat(read("BIGINT", number)).isEqualTo(number);
    }
    assertThat(read("BOOLEAN", true)).isEqualTo(true);
    assertThat(read("BOOLEAN", false)).isEqualTo(false);
    assertThat(read("BIGINT", null)).isNull();
  }

  @Property(tries = 30)
  void textsAreReadBack(@ForAll String text) throws Exception {
    boolean isText = text.codePoints().noneMatch(c -> c == 0 || (c >= 0xD800 && c <= 0xDFFF));
    if (isText) {
      assertThat(read("VARCHAR", text)).isEqualTo(text);
    }
  }

  @Test
  void quotesAndBackslashesStayInTheirText() throws Exception {
    for (String text : List.of("it's", "''", "\\'", "'; DROP TABLE t; --", "a?b", "\"", "\n")) {
      assertThat(read("VARCHAR", text)).isEqualTo(text);
    }
  }

  @Test
  void questionMarksInQuotesAreNoPlaces() {
    assertThat(
            Literals.in(
                "SELECT \"a?\"\"b?\", '?''?' FROM t WHERE x = ? AND y = ?", List.of(1L, "z")))
        .isEqualTo("SELECT \"a?\"\"b?\", '?''?' FROM t WHERE x = 1 AND y = 'z'");
  }

  @Test
  void whatIsNotPlainIsBound() {
    assertThat(Literals.in("SELECT ?", List.of(new byte[1]))).isNull();
    assertThat(Literals.in("SELECT ?", List.of("a\0b"))).isNull();
    assertThat(Literals.in("SELECT ?", List.of("x".repeat(1 << 18)))).isNull();
    assertThat(Literals.in("SELECT ?, ?", List.of(1L))).isNull();
    assertThat(Literals.in("SELECT ?", List.of(1L, 2L))).isNull();
  }
}
