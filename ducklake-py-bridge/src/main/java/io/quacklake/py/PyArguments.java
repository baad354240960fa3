package io.quacklake.py;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What {@code ducklake.connect} was given.
 *
 * @param address null to take it from the environment or the configuration file
 * @param inliningLimit null for the lake's own
 */
public record PyArguments(
    @Nullable String address,
    @Nullable String lake,
    @Nullable String config,
    @Nullable String dataPath,
    @Nullable String metadataSchema,
    Map<String, String> storageOptions,
    Creation creation,
    Writing writing,
    @Nullable Integer inliningLimit) {

  /** Whether a lake is made where there is none. */
  enum Creation {
    NONE,
    PLAIN,
    ENCRYPTED
  }

  /** Whether the lake may be written. */
  enum Writing {
    ALLOWED,
    REFUSED
  }

  public PyArguments(
      @Nullable String address,
      @Nullable String lake,
      @Nullable String config,
      @Nullable String dataPath,
      @Nullable String metadataSchema,
      Map<String, String> storageOptions) {
    this(
        address,
        lake,
        config,
        dataPath,
        metadataSchema,
        storageOptions,
        Creation.NONE,
        Writing.ALLOWED,
        null);
  }

  /** The same, with a lake made where there is none. */
  public PyArguments creating(boolean encrypted) {
    return with(encrypted ? Creation.ENCRYPTED : Creation.PLAIN, writing, inliningLimit);
  }

  /** The same, without writing. */
  public PyArguments readOnly() {
    return with(creation, Writing.REFUSED, inliningLimit);
  }

  /** The same, with another limit of rows that are inlined. */
  public PyArguments inlining(int limit) {
    return with(creation, writing, limit);
  }

  private PyArguments with(Creation newCreation, Writing newWriting, @Nullable Integer newLimit) {
    return new PyArguments(
        address,
        lake,
        config,
        dataPath,
        metadataSchema,
        storageOptions,
        newCreation,
        newWriting,
        newLimit);
  }
}
