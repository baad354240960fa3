package io.quacklake.storage.internal;

import io.quacklake.storage.ObjectOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * Writes beside the target and links it into place on close, so that no one sees half a file and
 * none is replaced.
 */
final class AtomicFileOutputStream extends ObjectOutput {
  private final Path target;
  private final Path temporary;
  private final OutputStream out;
  private boolean closed;
  private boolean failed;

  private AtomicFileOutputStream(Path target, Path temporary, OutputStream out) {
    this.target = target;
    this.temporary = temporary;
    this.out = out;
  }

  static AtomicFileOutputStream create(Path target) throws IOException {
    if (Files.exists(target)) {
      throw new FileAlreadyExistsException(target.toString());
    }
    Path absolute = target.toAbsolutePath();
    Path directory = absolute.getParent();
    if (directory != null) {
      Files.createDirectories(directory);
    }
    Path temporary =
        absolute.resolveSibling("." + absolute.getFileName() + "." + UUID.randomUUID() + ".tmp");
    return new AtomicFileOutputStream(
        absolute, temporary, Files.newOutputStream(temporary, StandardOpenOption.CREATE_NEW));
  }

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void flush() throws IOException {
    out.flush();
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    try {
      out.write(bytes, offset, length);
    } catch (IOException failure) {
      failed = true;
      throw failure;
    }
  }

  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    try {
      out.close();
      if (!failed) {
        force();
        Files.createLink(target, temporary);
      }
    } catch (UnsupportedOperationException noHardLinks) {
      Files.move(temporary, target);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  @Override
  public void abort() {
    failed = true;
    try {
      close();
    } catch (IOException alreadyGivenUp) {
      // The error that made the file useless is the one to report.
    }
  }

  private void force() throws IOException {
    try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }
}
