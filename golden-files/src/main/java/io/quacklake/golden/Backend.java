package io.quacklake.golden;

import java.util.Locale;

/** The catalog databases that a golden lake may come in; each has data files of its own. */
public enum Backend {
  DUCKDB,
  SQLITE,
  /** A dump, to be restored into a server. */
  POSTGRES,
  /** A server for new lakes; no golden lake comes in it. */
  MARIADB;

  static Backend of(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT));
  }
}
