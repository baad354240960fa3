package io.quacklake.scan.internal.config;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the configuration file says of one lake, {@code [lakes.NAME]}. */
public record LakeProfile(
    @Nullable String catalog,
    @Nullable String dataPath,
    @Nullable String metadataSchema,
    Map<String, String> storageOptions) {
  public LakeProfile {
    storageOptions = Map.copyOf(storageOptions);
  }
}
