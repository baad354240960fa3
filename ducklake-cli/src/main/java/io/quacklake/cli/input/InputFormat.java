package io.quacklake.cli.input;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Formats that rows are read from. */
public enum InputFormat {
  PARQUET("parquet"),
  CSV("csv txt"),
  NDJSON("ndjson jsonl"),
  ARROW("arrow arrows ipc feather");

  private final String extensions;

  InputFormat(String extensions) {
    this.extensions = extensions;
  }

  /** The format that a file's extension says. */
  public static Optional<InputFormat> ofFileName(String name) {
    String extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    return Arrays.stream(values())
        .filter(each -> List.of(each.extensions.split(" ")).contains(extension))
        .findFirst();
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
