package io.quacklake.catalog.internal.jdbc;

import io.quacklake.catalog.dialect.Dialect;
import io.quacklake.format.CorruptLakeException;
import io.quacklake.format.internal.text.ValueFormatException;
import io.quacklake.format.type.DataType;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The current row of a result; columns are read by their labels. */
public final class Row {
  private final ResultSet result;
  private final Dialect dialect;
  private final SqlErrors errors;
  private final String sql;

  Row(ResultSet result, Dialect dialect, SqlErrors errors, String sql) {
    this.result = result;
    this.dialect = dialect;
    this.errors = errors;
    this.sql = sql;
  }

  /** A number that the format does not allow to be NULL. */
  public long number(String label) {
    return required(label, numberOrNull(label));
  }

  public @Nullable Long numberOrNull(String label) {
    return read(
        () -> {
          long value = result.getLong(label);
          return result.wasNull() ? null : value;
        });
  }

  /** A text that the format does not allow to be NULL. */
  public String text(String label) {
    return required(label, textOrNull(label));
  }

  public @Nullable String textOrNull(String label) {
    return read(() -> result.getString(label));
  }

  public @Nullable Boolean flagOrNull(String label) {
    return read(
        () -> {
          boolean value = result.getBoolean(label);
          return result.wasNull() ? null : value;
        });
  }

  /** A time that was selected by {@link Dialect#instantExpression}. */
  public Instant instant(String label) {
    return required(label, read(() -> dialect.instant(result, label)));
  }

  /**
   * A value that was selected by {@link Dialect#inlinedExpression}.
   *
   * @param column counts from 1
   */
  public @Nullable Object inlined(int column, DataType type) {
    return read(() -> dialect.inlinedValue(result, column, type));
  }

  private <T> T required(String label, @Nullable T value) {
    if (value == null) {
      throw new CorruptLakeException(
          "A row of the catalog has no " + label + " where the format demands it: " + sql.strip());
    }
    return value;
  }

  private <T> @Nullable T read(Read<T> read) {
    try {
      return read.read();
    } catch (SQLException e) {
      throw errors.failure("Cannot read a row of the catalog", e);
    } catch (ValueFormatException e) {
      throw new CorruptLakeException(
          "A row of the catalog cannot be read: "
              + e.getMessage()
              + "; it came from "
              + sql.strip(),
          e);
    }
  }

  private interface Read<T> {
    @Nullable T read() throws SQLException;
  }
}
