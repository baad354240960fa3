package io.quacklake.storage.internal;

import java.io.FilterOutputStream;
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
final class AtomicFileOutputStream extends FilterOutputStream {
  private final Path target;
  private final Path temporary;
  private boolean closed;
  private boolean failed;

  private AtomicFileOutputStream(Path target, Path temporary, OutputStream out) {
    super(out);
    this.target = target;
    this.temporary = temporary;
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
      super.close();
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

  private void force() throws IOException {
    try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }
}
