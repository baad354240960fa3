package io.quacklake.transact.internal.write;

import io.quacklake.format.FieldId;
import io.quacklake.format.partition.PartitionField;
import io.quacklake.format.partition.Transform;
import io.quacklake.format.schema.Column;
import io.quacklake.format.schema.DefaultValue;
import io.quacklake.format.type.Field;
import io.quacklake.scan.internal.arrow.Concat;
import io.quacklake.storage.ObjectStores;
import io.quacklake.storage.StorageOptions;
import io.quacklake.transact.internal.parquet.ArrowFields;
import io.quacklake.transact.internal.parquet.Reference;
import io.quacklake.transact.internal.stage.StagedFile;
import io.quacklake.transact.internal.stage.StagedInsert;
import io.quacklake.transact.internal.stage.TableTarget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Writing TPC-H lineitem from memory, paired with DuckDB's {@code COPY} from its in-memory table in
 * the same process, one thread each: into one file, and by year and month of the shipping date.
 *
 * <p>{@code java … WriteSpeed lineitem.parquet ROUNDS}; the first rounds warm up. Ratios are
 * Quacklake / DuckDB of CPU time.
 */
final class WriteSpeed {
  private WriteSpeed() {}

  public static void main(String[] arguments) throws IOException {
    Path out = Files.createTempDirectory("write-speed");
    try (Reference reference = new Reference()) {
      reference.run("SET threads = 1");
      reference.run("CREATE TABLE l AS FROM '" + arguments[0] + "'");
      List<VectorSchemaRoot> batches = batches(reference);
      for (int round = 0; round < Integer.parseInt(arguments[1]); round++) {
        compare("one file", reference, batches, plain(out, batches), "COPY l TO '%s/d.parquet'");
        compare(
            "by month",
            reference,
            batches,
            byMonth(plain(out, batches)),
            "COPY (SELECT *, year(l_shipdate) AS y, month(l_shipdate) AS m FROM l) TO '%s/d'"
                + " (FORMAT parquet, PARTITION_BY (y, m))");
      }
      batches.forEach(VectorSchemaRoot::close);
    } finally {
      remove(out);
    }
  }

  private static List<VectorSchemaRoot> batches(Reference reference) {
    List<VectorSchemaRoot> batches = new ArrayList<>();
    reference.batches(
        "FROM l",
        122_880,
        reader -> {
          while (reader.loadNextBatch()) {
            List<FieldVector> copies = new ArrayList<>();
            for (FieldVector vector : reader.getVectorSchemaRoot().getFieldVectors()) {
              copies.add(Concat.of(List.of(vector), reference.allocator));
            }
            VectorSchemaRoot batch = new VectorSchemaRoot(copies);
            batch.setRowCount(reader.getVectorSchemaRoot().getRowCount());
            batches.add(batch);
          }
        });
    return batches;
  }

  private static TableTarget plain(Path out, List<VectorSchemaRoot> batches) {
    List<Column> columns = new ArrayList<>();
    for (Field field : ArrowFields.of(batches.get(0).getSchema())) {
      columns.add(new Column(field, DefaultValue.NULL, null));
    }
    return Targets.table(out, columns);
  }

  private static TableTarget byMonth(TableTarget table) {
    FieldId shipped =
        table.columns().stream()
            .filter(column -> column.name().equals("l_shipdate"))
            .findFirst()
            .orElseThrow()
            .id();
    return Targets.partitioned(
        table,
        new PartitionField(0, shipped, Transform.parse("year")),
        new PartitionField(1, shipped, Transform.parse("month")));
  }

  private static void compare(
      String name,
      Reference reference,
      List<VectorSchemaRoot> batches,
      TableTarget table,
      String copy)
      throws IOException {
    Path out = Path.of(table.location());
    remove(out);
    long start = cpuMillis();
    StagedInsert insert =
        TableWriter.append(
            table,
            new InMemory(batches, reference.allocator),
            WriteContext.of(ObjectStores.of(StorageOptions.NONE), reference.allocator));
    long ours = cpuMillis() - start;
    long ourBytes = insert.files().stream().mapToLong(StagedFile::sizeBytes).sum();
    remove(out);
    Files.createDirectories(out);
    start = cpuMillis();
    reference.run(copy.formatted(out));
    long theirs = cpuMillis() - start;
    long theirBytes;
    try (Stream<Path> walk = Files.walk(out)) {
      theirBytes =
          walk.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
    System.out.printf(
        "%s: CPU %d ms and %d ms, ratio %.2f; size ratio %.3f%n",
        name, ours, theirs, (double) ours / theirs, (double) ourBytes / theirBytes);
  }

  /** User and system time of the process, whose ticks are hundredths of a second on Linux. */
  private static long cpuMillis() throws IOException {
    String[] fields = Files.readString(Path.of("/proc/self/stat")).split("\\) ", 2)[1].split(" ");
    return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * 10;
  }

  private static void remove(Path directory) throws IOException {
    if (Files.exists(directory)) {
      try (Stream<Path> walk = Files.walk(directory)) {
        for (Path each : walk.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(each);
        }
      }
    }
  }

  /** Gives the same batches to whoever asks. */
  private static final class InMemory extends ArrowReader {
    private final List<VectorSchemaRoot> batches;
    private int at = -1;

    InMemory(List<VectorSchemaRoot> batches, BufferAllocator allocator) {
      super(allocator);
      this.batches = batches;
    }

    @Override
    public VectorSchemaRoot getVectorSchemaRoot() {
      return batches.get(Math.max(at, 0));
    }

    @Override
    public boolean loadNextBatch() {
      return ++at < batches.size();
    }

    @Override
    public long bytesRead() {
      return 0;
    }

    @Override
    protected void closeReadSource() {}

    @Override
    public void close() {}

    @Override
    protected Schema readSchema() {
      return batches.get(0).getSchema();
    }
  }
}
