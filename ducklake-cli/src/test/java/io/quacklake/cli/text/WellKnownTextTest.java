package io.quacklake.cli.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quacklake.format.CorruptLakeException;
import io.quacklake.format.UnsupportedFeatureException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WellKnownTextTest {
  /** Texts and bytes are what DuckDB 1.5.5 makes of a GEOMETRY. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "POINT (1 2); 0101000000000000000000f03f0000000000000040",
        "POINT EMPTY; 0101000000000000000000f87f000000000000f87f",
        "LINESTRING ZM (0 0 1 2, 1 1 3 4);"
            + " 01ba0b00000200000000000000000000000000000000000000000000000000f03f0000000000000040"
            + "000000000000f03f000000000000f03f00000000000008400000000000001040",
        "POLYGON ((0 0, 1 0, 1 1, 0 0), (2 2, 4 2, 4 4, 2 2));"
            + " 010300000002000000"
            + "0400000000000000000000000000000000000000000000000000f03f0000000000000000"
            + "000000000000f03f000000000000f03f00000000000000000000000000000000"
            + "040000000000000000000040000000000000004000000000000010400000000000000040"
            + "0000000000001040000000000000104000000000000000400000000000000040",
        "MULTIPOINT (1 2, EMPTY);"
            + " 0104000000020000000101000000000000000000f03f0000000000000040"
            + "0101000000000000000000f87f000000000000f87f",
        "MULTILINESTRING ((0 0, 1 1), EMPTY);"
            + " 01050000000200000001020000000200000000000000000000000000000000000000000000000000f03f"
            + "000000000000f03f010200000000000000",
        "MULTIPOLYGON (((0 0, 1 0, 1 1, 0 0)));"
            + " 0106000000010000000103000000010000000400000000000000000000000000000000000000"
            + "000000000000f03f0000000000000000000000000000f03f000000000000f03f"
            + "00000000000000000000000000000000",
        "GEOMETRYCOLLECTION Z (POINT Z (1 2 3), GEOMETRYCOLLECTION Z EMPTY);"
            + " 01ef0300000200000001e9030000000000000000f03f0000000000000040000000000000084001"
            + "ef03000000000000",
        "POINT M (0.1 -2e+20 1e-07); 01d10700009a9999999999b93f408cb5781daf25c448afbc9af2d77a3e",
        "LINESTRING EMPTY; 010200000000000000",
      })
  void readsWhatDuckDbWrites(String text, String hex) {
    assertThat(WellKnownText.of(HexFormat.of().parseHex(hex))).isEqualTo(text);
  }

  @Test
  void readsBigEndianAndTheFlagsOfExtendedBinary() {
    assertThat(
            WellKnownText.of(
                HexFormat.of()
                    .parseHex(
                        "00a0000001000010e63ff000000000000040000000000000004008000000000000")))
        .isEqualTo("POINT Z (1 2 3)");
  }

  @Test
  void bytesThatEndEarlyAreCorrupt() {
    assertThatThrownBy(() -> WellKnownText.of(HexFormat.of().parseHex("0101000000000000")))
        .isInstanceOf(CorruptLakeException.class);
    assertThatThrownBy(() -> WellKnownText.of(HexFormat.of().parseHex("0102000000ffffff7f")))
        .isInstanceOf(CorruptLakeException.class);
  }

  @Test
  void anUnknownKindIsRefused() {
    assertThatThrownBy(() -> WellKnownText.of(HexFormat.of().parseHex("0108000000")))
        .isInstanceOf(UnsupportedFeatureException.class);
  }
}
