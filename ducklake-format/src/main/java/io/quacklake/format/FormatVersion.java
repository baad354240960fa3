package io.quacklake.format;

import java.util.Arrays;
import java.util.Optional;

/** The specification versions that are read in place. */
public enum FormatVersion {
  V0_1("0.1"),
  V0_2("0.2"),
  V0_3_DEV("0.3-dev1"),
  V0_3("0.3"),
  V0_4_DEV("0.4-dev1"),
  V0_4("0.4"),
  V1_0("1.0"),
  V1_1_DEV("1.1-dev1"),
  V1_1("1.1");

  private final String text;

  FormatVersion(String text) {
    this.text = text;
  }

  /** The version as {@code ducklake_metadata} has it. */
  public String text() {
    return text;
  }

  /** The version of that text, or empty if it is none of ours. */
  public static Optional<FormatVersion> of(String text) {
    return Arrays.stream(values()).filter(each -> each.text.equals(text)).findFirst();
  }

  /** Whether this version is {@code other} or came after it. */
  public boolean isAtLeast(FormatVersion other) {
    return compareTo(other) >= 0;
  }
}
