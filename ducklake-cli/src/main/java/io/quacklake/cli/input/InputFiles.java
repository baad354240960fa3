package io.quacklake.cli.input;

import io.quacklake.format.LakePath;
import io.quacklake.format.schema.Column;
import io.quacklake.scan.internal.parquet.ParquetDataFile;
import io.quacklake.storage.ObjectSource;
import io.quacklake.storage.ObjectStores;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongConsumer;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.ipc.ArrowFileReader;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.jspecify.annotations.Nullable;

/** Opens files of rows: on this machine, or by their URLs in the stores of the lake. */
public final class InputFiles {
  /** The name of standard input. */
  public static final String STANDARD_INPUT = "-";

  private static final byte[] ARROW_FILE = "ARROW1".getBytes(StandardCharsets.US_ASCII);

  private final Path directory;
  private final InputStream standardInput;
  private final BufferAllocator allocator;
  private final LongConsumer progress;
  private final ObjectStores stores;

  /**
   * @param directory what relative names are below
   * @param progress told how many rows of a file have been read
   * @param stores where files with URLs are
   */
  public InputFiles(
      Path directory,
      InputStream standardInput,
      BufferAllocator allocator,
      LongConsumer progress,
      ObjectStores stores) {
    this.directory = directory;
    this.standardInput = standardInput;
    this.allocator = allocator;
    this.progress = progress;
    this.stores = stores;
  }

  /**
   * The rows of a file.
   *
   * @param name the file, or {@code -}
   * @param format null to go by the name
   * @param columns of the table that they are for, by which texts are read
   * @throws IllegalArgumentException if the format can neither be told from the name
   */
  public ArrowReader open(String name, @Nullable InputFormat format, List<Column> columns)
      throws IOException {
    InputFormat found =
        format != null
            ? format
            : InputFormat.ofFileName(name)
                .orElseThrow(
                    () ->
                        new IllegalArgumentException(
                            "The format of "
                                + (name.equals(STANDARD_INPUT) ? "standard input" : name)
                                + " cannot be told: say --input-format "
                                + Arrays.toString(InputFormat.values())
                                    .replaceAll("[\\[\\]]", "")
                                    .replace(", ", ", or ")
                                + "."));
    return switch (found) {
      case PARQUET -> parquet(name);
      case ARROW -> arrow(name);
      case CSV -> new TextReader(new CsvRows(name, stream(name), columns), allocator, progress);
      case NDJSON ->
          new TextReader(new NdjsonRows(name, stream(name), columns), allocator, progress);
    };
  }

  private ArrowReader parquet(String name) throws IOException {
    if (name.equals(STANDARD_INPUT)) {
      throw new IllegalArgumentException(
          "Parquet cannot be read from standard input, since its footer comes last: give a file.");
    }
    ObjectSource source = stores.open(LakePath.isUrl(name) ? name : path(name).toString());
    return new ParquetInput(source, ParquetDataFile.open(source, null, null), allocator, progress);
  }

  private ArrowReader arrow(String name) throws IOException {
    BufferedInputStream in = new BufferedInputStream(stream(name));
    in.mark(ARROW_FILE.length);
    boolean isFile = Arrays.equals(in.readNBytes(ARROW_FILE.length), ARROW_FILE);
    in.reset();
    if (!isFile || name.equals(STANDARD_INPUT)) {
      if (isFile) {
        throw new IllegalArgumentException(
            "An Arrow file cannot be read from standard input: give a file, or the stream format.");
      }
      return new ArrowStreamReader(in, allocator);
    }
    in.close();
    return new ArrowFileReader(channel(name), allocator);
  }

  private InputStream stream(String name) throws IOException {
    if (name.equals(STANDARD_INPUT)) {
      return standardInput;
    }
    return new BufferedInputStream(Channels.newInputStream(channel(name)), 1 << 16);
  }

  private SeekableByteChannel channel(String name) throws IOException {
    return LakePath.isUrl(name)
        ? new ObjectChannel(stores.open(name))
        : Files.newByteChannel(path(name));
  }

  private Path path(String name) throws IOException {
    Path path = directory.resolve(name);
    if (!Files.exists(path)) {
      throw new NoSuchFileException(name, null, "there is no such file");
    }
    return path;
  }
}
