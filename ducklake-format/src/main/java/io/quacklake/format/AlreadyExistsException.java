package io.quacklake.format;

/** A lake, schema, table or view of that name is there already. */
public final class AlreadyExistsException extends DuckLakeException {
  private final String kind;
  private final String name;

  public AlreadyExistsException(String kind, String name, String message) {
    super(message, null);
    this.kind = kind;
    this.name = name;
  }

  /** What was to be made: {@code "lake"}, {@code "table"} and so on. */
  public String kind() {
    return kind;
  }

  /** The name that is taken. */
  public String name() {
    return name;
  }
}
