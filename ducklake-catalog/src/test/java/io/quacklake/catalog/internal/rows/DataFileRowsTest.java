package io.quacklake.catalog.internal.rows;

import static org.assertj.core.api.Assertions.assertThat;

import io.quacklake.catalog.Access;
import io.quacklake.catalog.CatalogUri;
import io.quacklake.catalog.internal.init.CatalogLayout;
import io.quacklake.catalog.internal.jdbc.Connections;
import io.quacklake.catalog.internal.jdbc.Jdbc;
import io.quacklake.format.FieldId;
import io.quacklake.format.FormatVersion;
import io.quacklake.format.SnapshotId;
import io.quacklake.format.TableId;
import io.quacklake.format.file.DataFile;
import io.quacklake.golden.Backend;
import io.quacklake.golden.GoldenLake;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DataFileRowsTest {
  private static final int FILES = 250;

  @ParameterizedTest
  @EnumSource(names = {"DUCKDB", "SQLITE"})
  void givesTheSameFilesWhateverThePageIs(Backend backend) {
    String address = GoldenLake.load("many_files").address(backend);
    try (Connections connections =
        Connections.open(CatalogUri.parse(address), Access.READ_ONLY, null)) {
      List<DataFile> inOnePage = connections.read(jdbc -> files(jdbc, FILES + 1));
      assertThat(inOnePage).hasSize(FILES).allMatch(file -> file.stats().size() == 2);
      for (int page : new int[] {1, 7, FILES / 2, FILES}) {
        List<DataFile> inPages = connections.read(jdbc -> files(jdbc, page));
        assertThat(inPages).isEqualTo(inOnePage);
      }
    }
  }

  private static List<DataFile> files(Jdbc jdbc, int page) {
    CatalogLayout layout = CatalogLayout.of(FormatVersion.V1_0, CatalogLayout.tables(jdbc));
    List<DataFile> files = new ArrayList<>();
    new DataFileRows(jdbc, layout, page)
        .each(
            new TableId(1), new SnapshotId(3), Set.of(new FieldId(1), new FieldId(2)), files::add);
    return files;
  }
}
