package io.quacklake.scan.internal.feed;

import java.nio.charset.StandardCharsets;

/** What happened to a row. */
enum ChangeType {
  INSERT("insert"),
  DELETE("delete"),
  UPDATE_PREIMAGE("update_preimage"),
  UPDATE_POSTIMAGE("update_postimage");

  private final String text;

  ChangeType(String text) {
    this.text = text;
  }

  /** As the result spells it. */
  byte[] text() {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
