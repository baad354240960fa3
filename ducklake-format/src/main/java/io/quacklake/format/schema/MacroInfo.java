package io.quacklake.format.schema;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A macro as of a snapshot: SQL under a name, for an engine.
 *
 * @param implementations one for each list of parameters
 */
public record MacroInfo(
    long id, SchemaInfo schema, String name, List<Implementation> implementations) {
  public MacroInfo {
    implementations = List.copyOf(implementations);
  }

  /** What a macro stands for. */
  public enum Kind {
    /** An expression. */
    SCALAR,
    /** A query. */
    TABLE
  }

  /**
   * One meaning of a macro.
   *
   * @param dialect the SQL dialect of {@code sql}, {@code duckdb} for the reference
   */
  public record Implementation(Kind kind, String dialect, String sql, List<Parameter> parameters) {
    public Implementation {
      parameters = List.copyOf(parameters);
    }
  }

  /**
   * A parameter of a macro.
   *
   * @param type null where it has none
   * @param defaultValue SQL text; null where the caller has to give a value
   * @param defaultType the type of the default, null without one
   */
  public record Parameter(
      String name,
      @Nullable String type,
      @Nullable String defaultValue,
      @Nullable String defaultType) {}
}
