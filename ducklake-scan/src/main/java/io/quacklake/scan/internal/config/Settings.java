package io.quacklake.scan.internal.config;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Settings after the stronger ones have won.
 *
 * @param storageOptions under their own names
 * @param origins where each setting came from, by its name ({@code storage.region} for an option)
 */
public record Settings(
    String catalog,
    @Nullable String dataPath,
    @Nullable String metadataSchema,
    Map<String, String> storageOptions,
    Map<String, String> origins) {
  public Settings {
    storageOptions = Map.copyOf(storageOptions);
    origins = Map.copyOf(origins);
  }
}
