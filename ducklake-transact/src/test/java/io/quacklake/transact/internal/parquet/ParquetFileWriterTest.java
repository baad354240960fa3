package io.quacklake.transact.internal.parquet;

import io.quacklake.transact.internal.parquet.layout.ParquetWriteOptions;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParquetFileWriterTest {
  @TempDir Path directory;
  private Reference reference;
  private Path file;

  @BeforeEach
  void openReference() {
    reference = new Reference();
    file = directory.resolve("written.parquet");
  }

  @AfterEach
  void closeReference() {
    reference.close();
  }

  @Test
  void schemaProbe() {
    reference.batches(
        "select true b, 1::hugeint h, 1::uhugeint uh, uuid() u, '12:00:00+02'::timetz ttz, time_ns"
            + " '12:00:00' tn, '{}'::json j, interval '1 month' iv, 1.5::decimal(38,2) d, '\\xAA'::blob bl, now() n,"
            + " [1] l, {'a':1} s, map{'a':1} m, '2020-01-01'::timestamp_s ts, 'a' v",
        100,
        reader -> System.out.println(reader.getVectorSchemaRoot().getSchema()));
    reference.write(
        "select i, i::varchar s, [i, null] l from range(300000) t(i)",
        file,
        ParquetWriteOptions.DEFAULT);
    reference.assertHolds(file, "select i, i::varchar s, [i, null] l from range(300000) t(i)");
  }
}
