package io.quacklake.scan;

import io.quacklake.scan.internal.config.Settings;
import io.quacklake.scan.internal.config.SettingsResolution;
import io.quacklake.scan.internal.fetch.CatalogCopy;
import io.quacklake.storage.StorageOptions;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds the settings of a lake by strength: arguments, the environment ({@code DUCKLAKE_CATALOG} or
 * {@code DUCKLAKE_LAKE}, {@code DUCKLAKE_DATA_PATH}, {@code DUCKLAKE_METADATA_SCHEMA}, {@code
 * DUCKLAKE_STORAGE_<OPTION>}, {@code DUCKLAKE_CACHE_DIR}), then a profile of the configuration
 * file.
 *
 * <p>The file is the one that is named, else that of {@code DUCKLAKE_CONFIG}, else {@code
 * ducklake.toml} in the working directory, else in the user's configuration directory ({@code
 * $XDG_CONFIG_HOME/ducklake} or {@code ~/.config/ducklake}, {@code ~/Library/Application
 * Support/ducklake}, {@code %APPDATA%\ducklake}). It is read where no address is given. A file with
 * one lake needs no name of a lake.
 */
public final class ConfigResolver {
  private ConfigResolver() {}

  /**
   * What was given as arguments; null and an empty map where nothing was.
   *
   * @param catalog the address of a catalog; excludes {@code lake}
   * @param lake the name of a profile, {@code [lakes.NAME]}
   * @param config the path of the configuration file
   */
  public record Arguments(
      @Nullable String catalog,
      @Nullable String lake,
      @Nullable String config,
      @Nullable String dataPath,
      @Nullable String metadataSchema,
      Map<String, String> storageOptions) {
    /** Nothing given. */
    public static final Arguments NONE = new Arguments(null, null, null, null, null, Map.of());

    public Arguments {
      storageOptions = Map.copyOf(storageOptions);
    }
  }

  /** Where settings are looked up beside the arguments. */
  public record Surroundings(Map<String, String> environment, Path directory, Path home) {
    public Surroundings {
      environment = Map.copyOf(environment);
    }

    /** Those of this process. */
    public static Surroundings ofProcess() {
      return new Surroundings(
          System.getenv(),
          Path.of("").toAbsolutePath(),
          Path.of(System.getProperty("user.home", "")));
    }
  }

  /**
   * A configuration and where it comes from.
   *
   * @param origins by the name of the setting, {@code storage.region} for a storage option
   */
  public record Resolved(LakehouseConfig config, Map<String, String> origins) {
    public Resolved {
      origins = Map.copyOf(origins);
    }

    /** The values by the names of {@code origins}, without secrets. */
    public Map<String, String> shown() {
      Map<String, String> shown = new TreeMap<>();
      shown.put("catalog", config.catalog().toString());
      if (config.dataPath() != null) {
        shown.put("data_path", config.dataPath());
      }
      if (config.metadataSchema() != null) {
        shown.put("metadata_schema", config.metadataSchema());
      }
      config
          .storageOptions()
          .forEach(
              (name, value) ->
                  shown.put(
                      "storage." + name, StorageOptions.mayBeShown(name) ? value : "(secret)"));
      return shown;
    }
  }

  /**
   * Resolves the settings.
   *
   * @throws io.quacklake.format.NotFoundException if a file, lake, setting or storage option is
   *     named that is not there
   * @throws IllegalArgumentException if no catalog is given, or two are, or the file cannot be read
   */
  public static Resolved resolve(Arguments arguments, Surroundings surroundings) {
    Settings settings =
        SettingsResolution.resolve(
            new SettingsResolution.Given(
                arguments.catalog(),
                arguments.lake(),
                arguments.config(),
                arguments.dataPath(),
                arguments.metadataSchema(),
                arguments.storageOptions()),
            surroundings.environment(),
            surroundings.directory(),
            surroundings.home());
    LakehouseConfig config =
        LakehouseConfig.of(settings.catalog())
            .withDataPath(settings.dataPath())
            .withMetadataSchema(settings.metadataSchema())
            .withStorageOptions(settings.storageOptions())
            .withCacheDirectory(
                CatalogCopy.cacheDirectory(surroundings.environment(), surroundings.home())
                    .toString());
    return new Resolved(config, settings.origins());
  }
}
