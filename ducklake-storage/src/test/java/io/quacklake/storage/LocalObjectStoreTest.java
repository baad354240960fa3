package io.quacklake.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.quacklake.format.UnsupportedFeatureException;
import io.quacklake.storage.StorageException.Reason;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalObjectStoreTest {
  @TempDir Path directory;

  private final ObjectStore store = ObjectStores.of(StorageOptions.NONE).forLocation("plain/path");

  @Test
  void readsTheBytesOfARange() throws Exception {
    String location = write("a b/p=k%3D0/é.bin", "0123456789");

    try (ObjectSource source = store.open(location)) {
      ByteBuffer into = ByteBuffer.allocate(4);
      source.read(3, into);

      assertThat(source.size()).isEqualTo(10);
      assertThat(new String(into.array(), UTF_8)).isEqualTo("3456");
    }
  }

  @Test
  void aRangePastTheEndIsAnErrorAndNotAShortRead() throws Exception {
    String location = write("f", "0123456789");

    try (ObjectSource source = store.open(location)) {
      assertThatExceptionOfType(StorageException.class)
          .isThrownBy(() -> source.read(8, ByteBuffer.allocate(4)))
          .matches(failure -> failure.reason() == Reason.TOO_SHORT)
          .withMessageContaining("ends at 10");
    }
  }

  @Test
  void aMissingFileIsNotFound() {
    String location = directory.resolve("none.parquet").toString();

    assertThatExceptionOfType(StorageException.class)
        .isThrownBy(() -> store.open(location))
        .matches(failure -> failure.reason() == Reason.NOT_FOUND)
        .withMessageContaining("none.parquet");
  }

  @Test
  void aNewFileIsSeenOnlyWhenItIsWhole() throws Exception {
    Path target = directory.resolve("new/file");
    try (OutputStream out = store.create(target.toString())) {
      out.write("half".getBytes(UTF_8));
      assertThat(target).doesNotExist();
      out.write(" and half".getBytes(UTF_8));
    }

    assertThat(target).hasContent("half and half");
    assertThat(store.list(directory + "/new/")).hasSize(1);
  }

  @Test
  void aFileThatExistsIsNotReplaced() throws Exception {
    String location = write("f", "old");

    assertThatExceptionOfType(StorageException.class)
        .isThrownBy(() -> store.create(location))
        .matches(failure -> failure.reason() == Reason.EXISTS);
    assertThat(Path.of(location)).hasContent("old");
  }

  @Test
  void listsBelowAPrefixAndDeletes() throws Exception {
    write("t/a.parquet", "1");
    write("t/sub/b.parquet", "22");
    write("other/c.parquet", "3");

    assertThat(store.list(directory + "/t/"))
        .extracting(ObjectInfo::size)
        .containsExactlyInAnyOrder(1L, 2L);

    store.delete(directory + "/t/a.parquet");
    store.delete(directory + "/t/a.parquet");
    assertThat(store.list(directory + "/t/")).hasSize(1);
  }

  @Test
  void aSchemeWithoutAStoreIsRefusedByName() {
    assertThatExceptionOfType(UnsupportedFeatureException.class)
        .isThrownBy(() -> ObjectStores.of(StorageOptions.NONE).forLocation("ftp://host/key"))
        .withMessageContaining("ftp");
  }

  private String write(String name, String content) throws Exception {
    Path file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
    return file.toString();
  }
}
