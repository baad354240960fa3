package io.quacklake.catalog;

import io.quacklake.catalog.LakeInfo.Encryption;
import io.quacklake.format.FormatVersion;
import org.jspecify.annotations.Nullable;

/**
 * A lake that is to be made.
 *
 * @param version 1.0, or 1.1-dev1 for the development version of 1.1
 * @param dataPath where its files will lie: a directory, absolute or relative, or a URL; null for a
 *     directory beside the file of a DuckDB catalog
 * @param encryption whether its files will be encrypted; this cannot be changed later
 */
public record NewLake(FormatVersion version, @Nullable String dataPath, Encryption encryption) {
  /** The lake that the reference makes unless told otherwise. */
  public static final NewLake DEFAULT = new NewLake(FormatVersion.V1_0, null, Encryption.NONE);

  /** A lake of specification 1.0, not encrypted, with its files below that path. */
  public static NewLake at(String dataPath) {
    return DEFAULT.withDataPath(dataPath);
  }

  public NewLake withVersion(FormatVersion newVersion) {
    return new NewLake(newVersion, dataPath, encryption);
  }

  public NewLake withDataPath(String newDataPath) {
    return new NewLake(version, newDataPath, encryption);
  }

  public NewLake withEncryption(Encryption newEncryption) {
    return new NewLake(version, dataPath, newEncryption);
  }
}
