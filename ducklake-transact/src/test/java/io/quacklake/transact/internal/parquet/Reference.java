package io.quacklake.transact.internal.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import io.quacklake.format.type.Field;
import io.quacklake.transact.internal.parquet.layout.ParquetWriteOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.arrow.c.ArrowArrayStream;
import org.apache.arrow.c.Data;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBResultSet;

/** DuckDB: makes the data by SQL and reads back what was written. */
public final class Reference implements AutoCloseable {
  public final BufferAllocator allocator = new RootAllocator();
  private final Connection connection;

  public Reference() {
    try {
      connection = DriverManager.getConnection("jdbc:duckdb:");
      run("SET TimeZone = 'UTC'");
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  public void run(String sql) {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new AssertionError(sql, e);
    }
  }

  /** Rows as lists of texts. */
  public List<List<String>> rows(String sql) {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      List<List<String>> rows = new ArrayList<>();
      while (result.next()) {
        List<String> row = new ArrayList<>();
        for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
          row.add(result.getString(i));
        }
        rows.add(row);
      }
      return rows;
    } catch (SQLException e) {
      throw new AssertionError(sql, e);
    }
  }

  public List<String> column(String sql) {
    return rows(sql).stream().map(row -> row.get(0)).toList();
  }

  public interface BatchUse {
    void use(ArrowReader batches) throws IOException;
  }

  /** Runs a query and hands its batches over as Arrow. */
  public void batches(String sql, int batchRows, BatchUse use) {
    try (Statement statement = connection.unwrap(DuckDBConnection.class).createStatement();
        DuckDBResultSet result = statement.executeQuery(sql).unwrap(DuckDBResultSet.class);
        ArrowReader reader = (ArrowReader) result.arrowExportStream(allocator, batchRows)) {
      use.use(reader);
    } catch (SQLException | IOException e) {
      throw new AssertionError(sql, e);
    }
  }

  /** Makes a table of what a reader gives, in place of one of that name. */
  public void load(String table, ArrowReader rows) {
    try (ArrowArrayStream stream = ArrowArrayStream.allocateNew(allocator)) {
      Data.exportArrayStream(allocator, rows, stream);
      connection.unwrap(DuckDBConnection.class).registerArrowStream(table + "_stream", stream);
      run("CREATE OR REPLACE TABLE " + table + " AS FROM " + table + "_stream");
    } catch (SQLException e) {
      throw new AssertionError(table, e);
    }
  }

  /** Writes a query's rows, its columns typed by their Arrow schema. */
  WrittenFile write(String sql, Path file, ParquetWriteOptions options) {
    return write(sql, file, options, fields -> fields);
  }

  WrittenFile write(
      String sql, Path file, ParquetWriteOptions options, UnaryOperator<List<Field>> retype) {
    WrittenFile[] written = new WrittenFile[1];
    batches(
        sql,
        5000,
        reader -> {
          List<Field> fields =
              retype.apply(ArrowFields.of(reader.getVectorSchemaRoot().getSchema()));
          try (ParquetFileWriter writer =
              ParquetFileWriter.open(Files.newOutputStream(file), fields, options, allocator)) {
            while (reader.loadNextBatch()) {
              writer.write(reader.getVectorSchemaRoot());
            }
            written[0] = writer.finish();
          }
        });
    assertThat(written[0].fileSizeBytes()).isEqualTo(size(file));
    return written[0];
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A row of {@code parquet_schema} for each node but the root. */
  List<String> schema(Path file) {
    return column(
        "SELECT concat_ws(' ', name, type, type_length, repetition_type, converted_type, field_id,"
            + " logical_type) FROM parquet_schema('"
            + file
            + "') WHERE name <> 'duckdb_schema'");
  }

  /** Asserts that the file holds exactly the rows of the query, duplicates counted. */
  void assertHolds(Path file, String sql) {
    String written = "SELECT * FROM read_parquet('" + file + "')";
    assertThat(column("SELECT count(*) FROM (" + written + ")"))
        .isEqualTo(column("SELECT count(*) FROM (" + sql + ")"));
    assertThat(rows("(" + sql + ") EXCEPT ALL (" + written + ") LIMIT 3")).isEmpty();
    assertThat(rows("(" + written + ") EXCEPT ALL (" + sql + ") LIMIT 3")).isEmpty();
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new AssertionError(e);
    } finally {
      // Fails on a leak.
      allocator.close();
    }
  }
}
