package io.quacklake.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quacklake.format.CorruptLakeException;
import io.quacklake.format.TableRef;
import io.quacklake.golden.Backend;
import io.quacklake.golden.GoldenLake;
import io.quacklake.golden.GoldenLake.ExpectedColumn;
import io.quacklake.golden.GoldenLake.ExpectedRead;
import java.io.FileInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.ipc.ArrowFileReader;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lakes whose catalog holds keys wrapped by a master key, as AES key wrap of RFC 3394. */
class KeyUnwrapperTest {
  private static final SecretKey MASTER = new SecretKeySpec(new byte[32], "AES");
  private static final TableRef TABLE = TableRef.of("main", "e");

  @TempDir Path directory;
  private GoldenLake lake;
  private final Set<String> asked = ConcurrentHashMap.newKeySet();

  @BeforeEach
  void wrapTheKeys() throws Exception {
    lake = GoldenLake.load("encrypted").copyTo(directory.resolve("lake"));
    for (String table : List.of("ducklake_data_file", "ducklake_delete_file")) {
      rewriteKeys(table);
    }
  }

  @Test
  void dataAndDeleteFilesAreReadAtEverySnapshot() throws Exception {
    try (LakehouseSession session = open(this::unwrap)) {
      for (ExpectedRead read : lake.tables().get(0).reads()) {
        List<String> types = read.columns().stream().map(ExpectedColumn::type).toList();
        TableScan scan = session.scan(TABLE).asOf(read.snapshot());
        try (ArrowReader rows = scan.open()) {
          assertThat(ArrowRows.counted(rows, types)).isEqualTo(expected(read, types));
        }
        assertThat(scan.count()).isEqualTo(read.rows());
      }
    }
    assertThat(asked).anyMatch(file -> file.endsWith("-delete.parquet"));
    assertThat(asked).anyMatch(file -> !file.endsWith("-delete.parquet"));
  }

  @Test
  void theChangeFeedIsThatOfTheLakeWithPlainKeys() throws Exception {
    GoldenLake plain = GoldenLake.load("encrypted");
    List<String> types = List.of("BIGINT", "BIGINT", "VARCHAR", "INTEGER", "VARCHAR");
    Map<String, Integer> wanted;
    try (LakehouseSession session = LakehouseSession.open(plain.address(Backend.SQLITE));
        ArrowReader rows = session.changes("e", 1, 7).select("id", "v").open()) {
      wanted = ArrowRows.counted(rows, types);
    }
    assertThat(wanted.toString()).contains("update_postimage, 1, changed");

    try (LakehouseSession session = open(this::unwrap);
        ArrowReader rows = session.changes("e", 1, 7).select("id", "v").open()) {
      assertThat(ArrowRows.counted(rows, types)).isEqualTo(wanted);
    }
  }

  @Test
  void withoutTheHookTheKeysAreOfNoUse() {
    assertFails(KeyUnwrapper.PLAIN, CorruptLakeException.class, "cannot be decrypted");
  }

  @Test
  void aKeyThatIsATextOfItsOwnIsLeftToTheHook() throws Exception {
    Map<String, String> vault = new LinkedHashMap<>();
    try (Connection catalog = catalog();
        Statement statement = catalog.createStatement()) {
      for (String table : List.of("ducklake_data_file", "ducklake_delete_file")) {
        for (String key : keys(table)) {
          vault.putIfAbsent(key, "vault:key/" + vault.size());
          statement.executeUpdate(
              "UPDATE %s SET encryption_key = '%s' WHERE encryption_key = '%s'"
                  .formatted(table, vault.get(key), key));
        }
      }
    }
    Map<String, String> wrapped = new LinkedHashMap<>();
    vault.forEach((key, name) -> wrapped.put(name, key));

    try (LakehouseSession session =
        open((name, location) -> unwrap(String.valueOf(wrapped.get(name)), location))) {
      assertThat(session.scan(TABLE).count()).isEqualTo(89);
    }
    assertFails(KeyUnwrapper.PLAIN, KeyUnwrapException.class, "is not Base64", "key unwrapper");
  }

  @Test
  void whatTheHookThrowsIsKeptWithoutItsTexts() {
    assertFails(
        (key, location) -> {
          throw new IllegalStateException("access denied for " + key);
        },
        KeyUnwrapException.class,
        "key unwrapper failed",
        "IllegalStateException",
        ".parquet");
  }

  @Test
  void aKeyOfAnotherLengthIsAnError() {
    assertFails((key, location) -> new byte[5], KeyUnwrapException.class, "5 bytes");
    assertFails((key, location) -> null, KeyUnwrapException.class, "no bytes");
  }

  @Test
  void anotherKeyIsAnError() {
    assertFails((key, location) -> new byte[16], CorruptLakeException.class, "decrypted");
  }

  private void assertFails(KeyUnwrapper unwrapper, Class<?> type, String... parts) {
    for (int threads : new int[] {1, 2}) {
      try (LakehouseSession session = open(unwrapper)) {
        assertThatThrownBy(() -> drain(session.scan(TABLE).withThreads(threads)))
            .isInstanceOf(type)
            .hasMessageContainingAll(parts)
            .satisfies(this::assertShowsNoKey);
        assertThatThrownBy(() -> session.scan(TABLE).count()).satisfies(this::assertShowsNoKey);
        assertThat(session.allocator().getAllocatedMemory()).isZero();
      }
    }
  }

  private void assertShowsNoKey(Throwable failure) throws Exception {
    StringWriter trace = new StringWriter();
    failure.printStackTrace(new PrintWriter(trace));
    for (String key : keys("ducklake_data_file")) {
      assertThat(trace.toString()).doesNotContain(key);
    }
  }

  private static void drain(TableScan scan) throws Exception {
    try (ArrowReader reader = scan.open()) {
      while (reader.loadNextBatch()) {
        // the rows do not matter
      }
    }
  }

  private LakehouseSession open(KeyUnwrapper unwrapper) {
    return LakehouseSession.open(
        LakehouseConfig.of(lake.address(Backend.SQLITE)).withKeyUnwrapper(unwrapper));
  }

  private byte[] unwrap(String key, String location) {
    asked.add(location);
    try {
      Cipher cipher = Cipher.getInstance("AESWrap");
      cipher.init(Cipher.UNWRAP_MODE, MASTER);
      return cipher.unwrap(Base64.getDecoder().decode(key), "AES", Cipher.SECRET_KEY).getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private void rewriteKeys(String table) throws Exception {
    Cipher cipher = Cipher.getInstance("AESWrap");
    cipher.init(Cipher.WRAP_MODE, MASTER);
    for (String key : keys(table)) {
      byte[] plain = Base64.getDecoder().decode(key);
      byte[] wrapped = cipher.wrap(new SecretKeySpec(plain, "AES"));
      assertThat(Arrays.equals(plain, wrapped)).isFalse();
      try (Connection catalog = catalog();
          PreparedStatement update =
              catalog.prepareStatement(
                  "UPDATE " + table + " SET encryption_key = ? WHERE encryption_key = ?")) {
        update.setString(1, Base64.getEncoder().encodeToString(wrapped));
        update.setString(2, key);
        assertThat(update.executeUpdate()).isPositive();
      }
    }
  }

  private List<String> keys(String table) throws Exception {
    List<String> keys = new java.util.ArrayList<>();
    try (Connection catalog = catalog();
        Statement statement = catalog.createStatement();
        ResultSet rows = statement.executeQuery("SELECT DISTINCT encryption_key FROM " + table)) {
      while (rows.next()) {
        keys.add(rows.getString(1));
      }
    }
    return keys;
  }

  private Connection catalog() throws Exception {
    return DriverManager.getConnection("jdbc:sqlite:" + lake.catalog(Backend.SQLITE).file());
  }

  private static Map<String, Integer> expected(ExpectedRead read, List<String> types)
      throws Exception {
    try (BufferAllocator allocator = new RootAllocator();
        FileInputStream in = new FileInputStream(read.arrow().toFile());
        ArrowFileReader reader = new ArrowFileReader(in.getChannel(), allocator)) {
      return ArrowRows.counted(reader, types);
    }
  }
}
