package io.quacklake.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quacklake.catalog.CatalogException;
import io.quacklake.catalog.CatalogNotInitializedException;
import io.quacklake.format.CorruptLakeException;
import io.quacklake.format.DuckLakeException;
import io.quacklake.format.InvalidPredicateException;
import io.quacklake.format.NotFoundException;
import io.quacklake.format.UnsupportedFeatureException;
import io.quacklake.golden.Backend;
import io.quacklake.golden.GoldenLake;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What cannot be read gives an error that says what, where and what to do; never fewer rows. */
class BadInputTest {
  @TempDir Path directory;

  @Test
  void aMissingCatalogIsNotCreated() {
    Path missing = directory.resolve("none.sqlite");

    assertThatExceptionOfType(CatalogException.class)
        .isThrownBy(() -> LakehouseSession.open("ducklake:sqlite:" + missing))
        .withMessageContaining("none.sqlite");
    assertThat(missing).doesNotExist();
  }

  @Test
  void aFileThatIsNoDatabaseIsSaidToBeNone() throws Exception {
    Path text = Files.writeString(directory.resolve("notes.txt"), "not a database, only notes");

    assertThatExceptionOfType(DuckLakeException.class)
        .isThrownBy(() -> LakehouseSession.open(text.toString()))
        .withMessageContaining("notes.txt");
  }

  @Test
  void aDatabaseWithoutALakeIsSaidToHaveNone() throws Exception {
    Path file = directory.resolve("other.sqlite");
    execute(file, "CREATE TABLE t (i INTEGER)");

    assertThatExceptionOfType(CatalogNotInitializedException.class)
        .isThrownBy(() -> LakehouseSession.open("ducklake:sqlite:" + file))
        .withMessageContaining("no lake");
  }

  @Test
  void anUnknownSpecificationVersionIsRefusedByName() throws Exception {
    GoldenLake lake = GoldenLake.load("time_travel").copyTo(directory);
    execute(
        lake.catalog(Backend.SQLITE).file(),
        "UPDATE ducklake_metadata SET value = '2.7' WHERE \"key\" = 'version'");

    assertThatExceptionOfType(UnsupportedFeatureException.class)
        .isThrownBy(() -> LakehouseSession.open(lake.address(Backend.SQLITE)))
        .withMessageContaining("2.7");
  }

  @Test
  void missingNamesComeWithNearOnes() {
    try (LakehouseSession session = open(GoldenLake.load("partitioned"))) {
      assertThatExceptionOfType(NotFoundException.class)
          .isThrownBy(() -> session.scan("main.idents").plan())
          .withMessageContaining("main.ident?");
      assertThatExceptionOfType(NotFoundException.class)
          .isThrownBy(() -> session.scan("mian.ident").plan())
          .withMessageContaining("main?");
      assertThatExceptionOfType(NotFoundException.class)
          .isThrownBy(() -> session.scan("main.times").select("tss").plan())
          .withMessageContaining("ts?");
      assertThatExceptionOfType(NotFoundException.class)
          .isThrownBy(() -> session.scan("main.times").where("idd = 1").plan())
          .withMessageContaining("id?");
      assertThatExceptionOfType(NotFoundException.class)
          .isThrownBy(() -> session.scan("main.ident").asOf(9999).plan())
          .withMessageContaining("9999");
      assertThatExceptionOfType(NotFoundException.class)
          .isThrownBy(() -> session.scan("main.ident").asOf(Instant.EPOCH).plan())
          .withMessageContaining("1970");
    }
  }

  @Test
  void aBadFilterIsShownWithItsPosition() {
    try (LakehouseSession session = open(GoldenLake.load("partitioned"))) {
      assertThatExceptionOfType(InvalidPredicateException.class)
          .isThrownBy(() -> session.scan("main.ident").where("n > > 2"))
          .withMessageContaining("position 5");
      assertThatExceptionOfType(InvalidPredicateException.class)
          .isThrownBy(() -> session.scan("main.times").where("ts > 'yesterday'").plan())
          .withMessageContaining("yesterday");
    }
  }

  @Test
  void aMissingDataFileIsNamed() throws Exception {
    GoldenLake lake = GoldenLake.load("partitioned").copyTo(directory);
    Path file = dataFiles(lake).get(0);
    Files.delete(file);

    assertReadingFails(lake, CorruptLakeException.class, file.getFileName().toString(), "missing");
  }

  @Test
  void aTruncatedDataFileIsNamed() throws Exception {
    GoldenLake lake = GoldenLake.load("partitioned").copyTo(directory);
    Path file = dataFiles(lake).get(0);
    try (RandomAccessFile writable = new RandomAccessFile(file.toFile(), "rw")) {
      writable.setLength(writable.length() / 2);
    }

    assertReadingFails(lake, CorruptLakeException.class, file.getFileName().toString());
  }

  @Test
  void aFileThatIsNotParquetIsNamed() throws Exception {
    GoldenLake lake = GoldenLake.load("partitioned").copyTo(directory);
    Path file = dataFiles(lake).get(0);
    Files.write(file, new byte[(int) Files.size(file)]);

    assertReadingFails(lake, CorruptLakeException.class, file.getFileName().toString());
  }

  @Test
  void aRecordCountThatTheFileDoesNotHaveIsAnError() throws Exception {
    GoldenLake lake = GoldenLake.load("partitioned").copyTo(directory);
    execute(
        lake.catalog(Backend.SQLITE).file(),
        "UPDATE ducklake_data_file SET record_count = record_count + 1");

    assertReadingFails(lake, CorruptLakeException.class, "rows");
  }

  @Test
  void anUnknownFileFormatIsRefusedByName() throws Exception {
    GoldenLake lake = GoldenLake.load("partitioned").copyTo(directory);
    execute(
        lake.catalog(Backend.SQLITE).file(), "UPDATE ducklake_data_file SET file_format = 'orc'");

    assertReadingFails(lake, UnsupportedFeatureException.class, "orc");
  }

  @Test
  void aWrongOrMissingKeyOfAnEncryptedFileIsAnError() throws Exception {
    GoldenLake lake = GoldenLake.load("encrypted").copyTo(directory);
    Path catalog = lake.catalog(Backend.SQLITE).file();
    String otherKey = Base64.getEncoder().encodeToString(new byte[16]);
    execute(catalog, "UPDATE ducklake_data_file SET encryption_key = '" + otherKey + "'");

    try (LakehouseSession session = open(lake)) {
      var table = session.tables().get(0).ref();
      assertThatThrownBy(() -> drain(session.scan(table)))
          .isInstanceOf(CorruptLakeException.class)
          .hasMessageContaining("key")
          .hasMessageNotContaining(otherKey);
    }

    execute(catalog, "UPDATE ducklake_data_file SET encryption_key = NULL");
    assertReadingFails(lake, CorruptLakeException.class, "no key");
  }

  @Test
  void aMissingDeleteFileIsAnErrorAndDoesNotBringRowsBack() throws Exception {
    GoldenLake lake = GoldenLake.load("deletes_updates").copyTo(directory);
    for (Path file : dataFiles(lake)) {
      if (file.toString().contains("-delete")) {
        Files.delete(file);
      }
    }

    assertReadingFails(lake, DuckLakeException.class, "-delete");
  }

  @Test
  void noMemoryIsLeftAfterAFailure() throws Exception {
    GoldenLake lake = GoldenLake.load("types_scalar").copyTo(directory);
    List<Path> files = dataFiles(lake);
    Path file = files.get(files.size() - 1);
    byte[] bytes = Files.readAllBytes(file);
    for (int i = 200; i < bytes.length / 2; i++) {
      bytes[i] ^= 0x55;
    }
    Files.write(file, bytes);

    try (LakehouseSession session = open(lake)) {
      for (int threads : new int[] {1, 3}) {
        assertThatThrownBy(() -> drain(session.scan("main.t").withThreads(threads)))
            .isInstanceOf(DuckLakeException.class);
        assertThat(session.allocator().getAllocatedMemory()).isZero();
      }
    }
  }

  private static void assertReadingFails(
      GoldenLake lake, Class<? extends DuckLakeException> type, String... parts) {
    try (LakehouseSession session = open(lake)) {
      for (int threads : new int[] {1, 3}) {
        assertThatThrownBy(
                () -> {
                  for (var table : session.tables()) {
                    drain(session.scan(table.ref()).withThreads(threads));
                  }
                })
            .isInstanceOf(type)
            .hasMessageContainingAll(parts);
        assertThat(session.allocator().getAllocatedMemory()).isZero();
      }
    }
  }

  private static LakehouseSession open(GoldenLake lake) {
    return LakehouseSession.open(lake.address(Backend.SQLITE));
  }

  private static void drain(TableScan scan) throws Exception {
    try (ArrowReader reader = scan.open()) {
      while (reader.loadNextBatch()) {
        // the rows do not matter
      }
    }
  }

  private static List<Path> dataFiles(GoldenLake lake) throws Exception {
    try (Stream<Path> files = Files.walk(Path.of(lake.dataPath(Backend.SQLITE)))) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private static void execute(Path file, String sql) throws Exception {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
