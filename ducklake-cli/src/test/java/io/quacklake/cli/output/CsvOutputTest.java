package io.quacklake.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import io.quacklake.format.type.Field;
import io.quacklake.format.type.ListType;
import io.quacklake.format.type.PrimitiveType;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class CsvOutputTest {
  @Test
  void nullIsEmptyAndAnEmptyTextIsQuoted() throws IOException {
    Rows rows =
        new Rows()
            .column("id", PrimitiveType.INT64)
            .column("name", PrimitiveType.VARCHAR)
            .row(1L, null)
            .row(2L, "")
            .row(null, "x");

    assertThat(rows.text(new CsvOutput())).isEqualTo("id,name\n1,\n2,\"\"\n,x\n");
  }

  @Test
  void commasQuotesAndLineEndsAreQuoted() throws IOException {
    Rows rows =
        new Rows()
            .column("a,b", PrimitiveType.VARCHAR)
            .row("say \"hi\"")
            .row("two\nlines")
            .row("carriage\rreturn")
            .row(" space ");

    assertThat(rows.text(new CsvOutput()))
        .isEqualTo("\"a,b\"\n\"say \"\"hi\"\"\"\n\"two\nlines\"\n\"carriage\rreturn\"\n space \n");
  }

  @Test
  void nestedValuesAreTheTextsOfDuckDb() throws IOException {
    Rows rows =
        new Rows()
            .column("l", new ListType(Field.of(2, "element", PrimitiveType.INT32)))
            .row(List.of(1L, 2L));

    assertThat(rows.text(new CsvOutput())).isEqualTo("l\n\"[1, 2]\"\n");
  }

  @Test
  void aResultWithoutRowsHasItsHeader() throws IOException {
    assertThat(new Rows().column("a", PrimitiveType.INT64).text(new CsvOutput())).isEqualTo("a\n");
  }
}
