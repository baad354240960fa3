package io.quacklake.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import io.quacklake.cli.output.TableOutput.Fit;
import io.quacklake.format.type.DecimalType;
import io.quacklake.format.type.PrimitiveType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TableOutputTest {
  private static final TableOutput EVERYTHING = new TableOutput(Fit.EVERYTHING);

  @Test
  void numbersStandRightAndTextsLeft() throws IOException {
    Rows rows =
        new Rows()
            .column("id", PrimitiveType.INT64)
            .column("name", PrimitiveType.VARCHAR)
            .column("amount", new DecimalType(6, 2))
            .row(1L, "duck", new BigDecimal("12.50"))
            .row(100L, "mallard duck", new BigDecimal("-3.00"))
            .row(null, null, null);

    assertThat(rows.text(EVERYTHING))
        .isEqualTo(
            """
               id  name                amount
            int64  varchar       decimal(6,2)
            -----  ------------  ------------
                1  duck                 12.50
              100  mallard duck         -3.00
             NULL  NULL                  NULL
            """);
  }

  @Test
  void theTextNullIsToldFromNull() throws IOException {
    Rows rows = new Rows().column("t", PrimitiveType.VARCHAR).row("NULL").row((Object) null);

    assertThat(rows.text(EVERYTHING).lines().skip(3)).containsExactly("'NULL'", "NULL");
  }

  @Test
  void wideCharactersTakeTwoColumnsAndMarksNone() throws IOException {
    Rows rows =
        new Rows()
            .column("a", PrimitiveType.VARCHAR)
            .column("b", PrimitiveType.VARCHAR)
            .row("漢字カナ", "x")
            .row("🦆", "x")
            .row("e\u0301", "x")
            .row("12345678", "x");

    assertThat(rows.text(EVERYTHING).lines().skip(3))
        .containsExactly("漢字カナ  x", "🦆        x", "e\u0301         x", "12345678  x");
  }

  @Test
  void controlCharactersAreShownAndNotSent() throws IOException {
    Rows rows =
        new Rows().column("t", PrimitiveType.VARCHAR).row("a\nb\tc\r\u001b[31m\u202e\u0000");

    assertThat(rows.text(EVERYTHING).lines().skip(3))
        .containsExactly("a\\nb\\tc\\r\\u001b[31m\\u202e\\u0000");
  }

  @Test
  void aWiderRowAfterTheSamplePushesItsLineOut() throws IOException {
    Rows rows = new Rows().column("a", PrimitiveType.VARCHAR).column("b", PrimitiveType.VARCHAR);
    for (int i = 0; i < TableOutput.SAMPLE; i++) {
      rows.row("a", "b");
    }
    rows.row("quite a long text", "b");

    assertThat(rows.text(EVERYTHING).lines().skip(TableOutput.SAMPLE + 3L))
        .containsExactly("quite a long text  b");
  }

  @Test
  void aTerminalGetsTheFirstRowsAndShortCells() throws IOException {
    Rows rows = new Rows().column("a", PrimitiveType.VARCHAR);
    for (int i = 0; i < 10; i++) {
      rows.row("0123456789");
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (Result result = rows.result()) {
      assertThat(new TableOutput(new Fit(8, 4)).write(result, out)).isEqualTo(5);
    }

    assertThat(out.toString(StandardCharsets.UTF_8).lines().skip(3))
        .containsExactly("0123456…", "0123456…", "0123456…", "0123456…");
  }

  @Test
  void aRecordHasALineForEachColumn() throws IOException {
    Rows rows =
        new Rows()
            .column("files", PrimitiveType.INT64)
            .column("snapshot", PrimitiveType.INT64)
            .row(1L, 22L);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (Result result = rows.result(Result.Layout.RECORD)) {
      EVERYTHING.write(result, out);
    }

    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("files     1\nsnapshot  22\n");
  }

  @Test
  void aResultWithoutRowsHasItsHeader() throws IOException {
    assertThat(new Rows().column("a", PrimitiveType.BOOLEAN).text(EVERYTHING))
        .isEqualTo("a\nboolean\n-------\n");
  }
}
