package io.quacklake.transact.internal.rows;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.quacklake.format.internal.text.JsonSyntax;
import io.quacklake.transact.internal.parquet.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is JSON for DuckDB is for us, and nothing else. */
class JsonSyntaxTest {
  private static final List<String> TEXTS =
      List.of(
          "",
          " ",
          "not json",
          "1",
          "-1",
          "+1",
          "01",
          "-01",
          "1.",
          "1.5",
          "1.e5",
          ".5",
          "1e5",
          "1E+400",
          "1e-5",
          "1e",
          "1e+",
          "-",
          "--1",
          "0x10",
          "NaN",
          "nan",
          "-nan",
          "Infinity",
          "INFINITY",
          "-Infinity",
          "inf",
          "-inf",
          "Inf",
          "+inf",
          "infin",
          "true",
          "True",
          "null",
          "nul",
          "nulls",
          "[1,2,]",
          "[,]",
          "[1,,]",
          "{\"a\":1,}",
          "{,}",
          "{a:1}",
          "{'a':1}",
          "[1 2]",
          "\"a\tb\"",
          "\"\\u12\"",
          "\"\\u00e9\"",
          "\"\\uD83D\\uDE00\"",
          "\"\\ud800\"",
          "\"\\udc00\"",
          "\"\\ud800\\ud800\"",
          "\"\\ud800x\"",
          "\"\\x41\"",
          "\"\\/\\b\\\"\"",
          "\"é😀\"",
          "\uFEFF1",
          "1 2",
          "1//c",
          "/*c*/1",
          " [ 1 , { } ] \n",
          "\u00A01",
          "\u000B1",
          "{\"a\":1,\"a\":[]}",
          "{ \"a\" : { \"b\" : [ ] } , \"c\" : null }",
          "{}",
          "[]",
          "[[]]",
          "[{}]",
          "[{},[]]",
          "{\"a\"}",
          "{\"a\":}",
          "{\"a\":1 \"b\":2}",
          "\"unclosed",
          "]",
          "[}",
          "[1",
          "{\"a\":1",
          "[1]]",
          "\"\\",
          "\"\u007F\"",
          "\"\\u0000\"",
          "1_000",
          "123456789012345678901234567890",
          "\"a\"\"b\"",
          "[true,false,null]",
          "{\"\":\"\"}");

  private static final String PARTS = "[]{},:\"\"a1-.eE 0\\uN";

  @Test
  void textsAreJsonWhereDuckDbSaysSo() {
    List<String> texts = new ArrayList<>(TEXTS);
    texts.add("[".repeat(900) + "]".repeat(900));
    Random random = new Random(7);
    for (int i = 0; i < 3000; i++) {
      StringBuilder changed = new StringBuilder(TEXTS.get(random.nextInt(TEXTS.size())));
      for (int edits = random.nextInt(3); edits >= 0; edits--) {
        int at = random.nextInt(changed.length() + 1);
        if (random.nextBoolean() || at == changed.length()) {
          changed.insert(at, PARTS.charAt(random.nextInt(PARTS.length())));
        } else {
          changed.deleteCharAt(at);
        }
      }
      texts.add(new String(changed.toString().getBytes(UTF_8), UTF_8));
    }
    try (Reference reference = new Reference()) {
      reference.run("CREATE TABLE texts (place INTEGER, text VARCHAR)");
      for (int i = 0; i < texts.size(); i += 100) {
        StringBuilder rows = new StringBuilder("INSERT INTO texts VALUES ");
        for (int j = i; j < Math.min(i + 100, texts.size()); j++) {
          String text = texts.get(j).replace("'", "''");
          rows.append(j == i ? "" : ", ").append("(").append(j).append(", '").append(text);
          rows.append("')");
        }
        reference.run(rows.toString());
      }
      List<String> theirs =
          reference.column("SELECT TRY_CAST(text AS JSON) IS NOT NULL FROM texts ORDER BY place");
      for (int i = 0; i < texts.size(); i++) {
        assertThat(JsonSyntax.isValid(texts.get(i).getBytes(UTF_8)))
            .as(texts.get(i))
            .isEqualTo(Boolean.valueOf(theirs.get(i)));
      }
      assertThat(theirs).contains("true", "false");
    }
  }
}
