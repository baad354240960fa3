package io.quacklake.format;

/** Something in the lake that this version cannot read correctly and therefore refuses by name. */
public final class UnsupportedFeatureException extends DuckLakeException {
  private final String feature;

  /**
   * @param feature a short name such as {@code "specification 2.0"} or {@code "encoding
   *     BIT_PACKED"}
   * @param message what was met, where, and what to do
   */
  public UnsupportedFeatureException(String feature, String message) {
    super(message, null);
    this.feature = feature;
  }

  /** The feature's short name. */
  public String feature() {
    return feature;
  }
}
