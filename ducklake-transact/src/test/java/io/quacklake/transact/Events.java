package io.quacklake.transact;

import io.quacklake.scan.LakehouseSession;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/** Rows of a table with the columns {@code id BIGINT} and {@code name VARCHAR}. */
final class Events {
  private static final Schema SCHEMA =
      new Schema(
          List.of(
              Field.nullable("id", new ArrowType.Int(64, true)),
              Field.nullable("name", new ArrowType.Utf8())));

  private Events() {}

  static TableDefinition table(String ref) {
    return TableDefinition.of(
        ref, ColumnDefinition.of("id", "BIGINT"), ColumnDefinition.of("name", "VARCHAR"));
  }

  /** One row. */
  record Event(@Nullable Long id, @Nullable String name) {
    static Event of(long id) {
      return new Event(id, "event " + id);
    }
  }

  static List<Event> range(long from, long to) {
    return LongStream.range(from, to).mapToObj(Event::of).toList();
  }

  static long append(Transaction tx, LakehouseSession lake, String table, List<Event> rows) {
    try (ArrowReader reader = new Batch(lake.allocator(), rows)) {
      return tx.append(table, reader);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** One commit with those rows. */
  static CommitResult append(LakehouseSession lake, String table, List<Event> rows) {
    try (Transaction tx = Transaction.begin(lake)) {
      append(tx, lake, table, rows);
      return tx.commit();
    }
  }

  static ArrowReader reader(BufferAllocator allocator, List<Event> rows) {
    return new Batch(allocator, rows);
  }

  /** The rows as of a snapshot, by id. */
  static List<Event> read(LakehouseSession lake, String table, long snapshot) {
    List<Event> events = new ArrayList<>();
    try (ArrowReader reader = lake.scan(table).select("id", "name").asOf(snapshot).open()) {
      while (reader.loadNextBatch()) {
        VectorSchemaRoot root = reader.getVectorSchemaRoot();
        BigIntVector ids = (BigIntVector) root.getVector(0);
        VarCharVector names = (VarCharVector) root.getVector(1);
        for (int i = 0; i < root.getRowCount(); i++) {
          events.add(
              new Event(
                  ids.isNull(i) ? null : ids.get(i),
                  names.isNull(i) ? null : names.getObject(i).toString()));
        }
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    events.sort(Comparator.comparing(Event::id, Comparator.nullsFirst(Comparator.naturalOrder())));
    return events;
  }

  static List<Event> read(LakehouseSession lake, String table) {
    return read(lake, table, lake.currentSnapshot().id().value());
  }

  private static final class Batch extends ArrowReader {
    private final List<Event> rows;
    private boolean isRead;

    Batch(BufferAllocator allocator, List<Event> rows) {
      super(allocator);
      this.rows = rows;
    }

    @Override
    public boolean loadNextBatch() throws IOException {
      prepareLoadNextBatch();
      if (isRead) {
        return false;
      }
      isRead = true;
      VectorSchemaRoot root = getVectorSchemaRoot();
      root.allocateNew();
      BigIntVector ids = (BigIntVector) root.getVector(0);
      VarCharVector names = (VarCharVector) root.getVector(1);
      for (int i = 0; i < rows.size(); i++) {
        Long id = rows.get(i).id();
        String name = rows.get(i).name();
        if (id == null) {
          ids.setNull(i);
        } else {
          ids.setSafe(i, id);
        }
        if (name == null) {
          names.setNull(i);
        } else {
          names.setSafe(i, name.getBytes(StandardCharsets.UTF_8));
        }
      }
      root.setRowCount(rows.size());
      return true;
    }

    @Override
    public long bytesRead() {
      return 0;
    }

    @Override
    protected void closeReadSource() {}

    @Override
    protected Schema readSchema() {
      return SCHEMA;
    }
  }
}
