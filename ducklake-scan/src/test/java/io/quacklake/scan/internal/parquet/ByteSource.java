package io.quacklake.scan.internal.parquet;

import io.quacklake.storage.ObjectSource;
import io.quacklake.storage.StorageException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file in memory. */
record ByteSource(String location, byte[] bytes) implements ObjectSource {
  static ByteSource of(Path file) {
    try {
      return new ByteSource(file.toString(), Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public long size() {
    return bytes.length;
  }

  @Override
  public void read(long offset, ByteBuffer into) {
    if (offset < 0 || into.remaining() > bytes.length - offset) {
      throw new StorageException(
          StorageException.Reason.TOO_SHORT, location, "it ends before " + offset, null);
    }
    into.put(bytes, (int) offset, into.remaining());
  }

  @Override
  public void close() {}
}
