package io.quacklake.catalog;

import io.quacklake.format.FormatVersion;
import org.jspecify.annotations.Nullable;

/**
 * What the catalog says of the lake as a whole.
 *
 * @param dataPath where the files lie, as stored; the reference takes a relative one from the
 *     working directory of the process
 * @param createdBy the program that made the lake
 */
public record LakeInfo(
    FormatVersion version, String dataPath, Encryption encryption, @Nullable String createdBy) {
  /** Whether the lake's files are written encrypted. */
  public enum Encryption {
    NONE,
    ENCRYPTED
  }
}
