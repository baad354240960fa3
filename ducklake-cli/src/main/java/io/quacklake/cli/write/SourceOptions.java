package io.quacklake.cli.write;

import io.quacklake.cli.input.InputFiles;
import io.quacklake.cli.input.InputFormat;
import io.quacklake.cli.write.WriteCommand.Work;
import io.quacklake.format.TableRef;
import io.quacklake.format.schema.Column;
import io.quacklake.scan.AsOf;
import io.quacklake.storage.ObjectStores;
import io.quacklake.storage.StorageOptions;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where rows come from. */
final class SourceOptions {
  private static final long INTERVAL_NANOS = 500_000_000;

  @Option(
      names = "--input-format",
      paramLabel = "FORMAT",
      description = "parquet, csv, ndjson or arrow, where the file's name does not say.")
  private @Nullable InputFormat format;

  /** What is done with the rows of one file; gives how many they are. */
  interface Use {
    long of(ArrowReader rows) throws IOException;
  }

  /** Gives the rows of a file to {@code use}; at a terminal, it says how far that is. */
  long read(Work work, TableRef table, String file, Use use) throws IOException {
    var surroundings = work.ducklake().surroundings();
    Progress progress = surroundings.atTerminal() ? new Progress(file, surroundings.err()) : null;
    List<Column> columns =
        work.lake().table(table, AsOf.snapshot(work.transaction().base().id().value())).columns();
    StorageOptions storage = StorageOptions.of(work.ducklake().resolve().config().storageOptions());
    try (ObjectStores stores = ObjectStores.of(storage);
        ArrowReader rows =
            new InputFiles(
                    surroundings.directory(),
                    surroundings.in(),
                    work.lake().allocator(),
                    progress == null ? count -> {} : progress::show,
                    stores)
                .open(file, format, columns)) {
      return use.of(rows);
    } finally {
      if (progress != null) {
        progress.end();
      }
    }
  }

  /** Says twice a second how many rows have been read. */
  private static final class Progress {
    private final String file;
    private final PrintStream terminal;
    private long shownAt = System.nanoTime();
    private boolean shown;

    Progress(String file, PrintStream terminal) {
      this.file = file;
      this.terminal = terminal;
    }

    void show(long rows) {
      long now = System.nanoTime();
      if (now - shownAt > INTERVAL_NANOS) {
        shownAt = now;
        shown = true;
        terminal.printf(Locale.ROOT, "\r%s: %,d rows", file, rows);
        terminal.flush();
      }
    }

    void end() {
      if (shown) {
        terminal.println();
      }
    }
  }
}
