package io.quacklake.cli.output;

import java.util.Locale;
import java.util.Optional;

/** The forms in which a result is written. */
public enum OutputFormat {
  TABLE,
  CSV,
  JSON,
  NDJSON,
  /** Arrow IPC, stream format. */
  ARROW,
  PARQUET;

  /** The format that a file's extension asks for. */
  public static Optional<OutputFormat> ofFileName(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return switch (lower.substring(lower.lastIndexOf('.') + 1)) {
      case "csv" -> Optional.of(CSV);
      case "json" -> Optional.of(JSON);
      case "ndjson", "jsonl" -> Optional.of(NDJSON);
      case "arrow", "arrows", "ipc" -> Optional.of(ARROW);
      case "parquet" -> Optional.of(PARQUET);
      case "txt" -> Optional.of(TABLE);
      default -> Optional.empty();
    };
  }

  /** Whether the bytes are no text, and so nothing for a terminal. */
  public boolean isBinary() {
    return this == ARROW || this == PARQUET;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
