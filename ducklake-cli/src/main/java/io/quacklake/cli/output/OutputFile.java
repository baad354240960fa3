package io.quacklake.cli.output;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * A file that appears whole or not at all: the bytes go to a neighbour that takes its name in the
 * end. A file that is there before is replaced; a device or pipe is written as it is.
 */
public final class OutputFile extends FilterOutputStream {
  private final Path target;
  private final Path written;
  private final Thread onExit;
  private boolean finished;

  private OutputFile(OutputStream out, Path target, Path written) {
    super(out);
    this.target = target;
    this.written = written;
    // Ctrl-C ends the process without closing anything.
    this.onExit = new Thread(this::discard);
    if (!written.equals(target)) {
      Runtime.getRuntime().addShutdownHook(onExit);
    }
  }

  /** Opens a file to write. */
  public static OutputFile create(Path path) throws IOException {
    Path target = Files.exists(path) ? path.toRealPath() : path.toAbsolutePath();
    if (Files.isDirectory(target)) {
      throw new IOException(target + " is a directory");
    }
    if (Files.exists(target) && !Files.isRegularFile(target)) {
      return new OutputFile(Files.newOutputStream(target), target, target);
    }
    Path directory = target.getParent();
    if (directory == null || !Files.isDirectory(directory)) {
      throw new IOException("the directory " + directory + " is not there");
    }
    Path neighbour =
        directory.resolve(
            "." + target.getFileName() + "." + ProcessHandle.current().pid() + ".tmp");
    return new OutputFile(
        Files.newOutputStream(
            neighbour,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE),
        target,
        neighbour);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    out.write(bytes, offset, length);
  }

  /** Closes the file and gives it its name. */
  public void finish() throws IOException {
    out.close();
    if (!written.equals(target)) {
      try {
        Files.move(written, target, StandardCopyOption.ATOMIC_MOVE);
      } catch (AtomicMoveNotSupportedException e) {
        Files.move(written, target, StandardCopyOption.REPLACE_EXISTING);
      }
    }
    finished = true;
  }

  /** Removes what was written, unless it is finished. */
  @Override
  public void close() throws IOException {
    if (!finished) {
      out.close();
      discard();
    }
    try {
      Runtime.getRuntime().removeShutdownHook(onExit);
    } catch (IllegalStateException shuttingDown) {
      // The hook does what is needed.
      return;
    }
  }

  private void discard() {
    if (!finished && !written.equals(target)) {
      try {
        Files.deleteIfExists(written);
      } catch (IOException e) {
        // Nothing more can be done; the name says that it is temporary.
        return;
      }
    }
  }
}
