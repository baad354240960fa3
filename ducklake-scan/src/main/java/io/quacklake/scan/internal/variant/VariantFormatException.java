package io.quacklake.scan.internal.variant;

/** Bytes or columns that are no variant. The caller knows where they lie and says so. */
public final class VariantFormatException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  VariantFormatException(String message) {
    super(message);
  }

  VariantFormatException(String message, Throwable cause) {
    super(message, cause);
  }
}
