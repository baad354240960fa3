package io.quacklake.scan.internal.config;

import io.quacklake.storage.StorageOptions;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Decides every setting: an argument before the environment, the environment before the file. */
public final class SettingsResolution {
  private static final String STORAGE_PREFIX = "DUCKLAKE_STORAGE_";

  private final Map<String, String> environment;
  private final Path directory;
  private final Path home;
  private final Map<String, String> origins = new HashMap<>();

  private SettingsResolution(Map<String, String> environment, Path directory, Path home) {
    this.environment = environment;
    this.directory = directory;
    this.home = home;
  }

  /**
   * What was given as arguments; null and an empty map where nothing was.
   *
   * @param lake the name of a profile
   * @param config the path of the configuration file
   */
  public record Given(
      @Nullable String catalog,
      @Nullable String lake,
      @Nullable String config,
      @Nullable String dataPath,
      @Nullable String metadataSchema,
      Map<String, String> storageOptions) {}

  /** Resolves against an environment, a working directory and a home directory. */
  public static Settings resolve(
      Given given, Map<String, String> environment, Path directory, Path home) {
    return new SettingsResolution(environment, directory, home).resolve(given);
  }

  private record Chosen(@Nullable String value, String origin) {}

  private record Source(String name, LakeProfile profile) {}

  private Settings resolve(Given given) {
    Chosen catalog = chosenCatalog(given);
    Source source = catalog.value() == null ? fromFile(given) : checkedFile(given);
    String address =
        choose(
            "catalog",
            catalog.value(),
            catalog.origin(),
            source.profile().catalog(),
            source.name());
    if (address == null) {
      throw new IllegalArgumentException(
          "The lake has no catalog: " + source.name() + " does not set it.");
    }
    return new Settings(
        address,
        setting(
            "data_path",
            given.dataPath(),
            "DUCKLAKE_DATA_PATH",
            source.profile().dataPath(),
            source),
        setting(
            "metadata_schema",
            given.metadataSchema(),
            "DUCKLAKE_METADATA_SCHEMA",
            source.profile().metadataSchema(),
            source),
        storageOptions(given, source),
        origins);
  }

  /** The address that is given as such; its value is null where a profile is to give it. */
  private Chosen chosenCatalog(Given given) {
    if (given.catalog() != null && given.lake() != null) {
      throw new IllegalArgumentException(
          "Give the address of a catalog or the name of a lake, not both: "
              + "the lake "
              + given.lake()
              + " has an address of its own.");
    }
    if (given.catalog() != null) {
      return new Chosen(given.catalog(), "argument");
    }
    String fromEnvironment = variable("DUCKLAKE_CATALOG");
    if (given.lake() != null || fromEnvironment == null) {
      return new Chosen(null, "");
    }
    if (variable("DUCKLAKE_LAKE") != null) {
      throw new IllegalArgumentException(
          "DUCKLAKE_CATALOG and DUCKLAKE_LAKE are both set; unset one of them.");
    }
    return new Chosen(fromEnvironment, "environment DUCKLAKE_CATALOG");
  }

  /** A file that is named is read even where nothing of it is needed: it may be mistyped. */
  private Source checkedFile(Given given) {
    if (given.config() != null) {
      ConfigFile.read(directory.resolve(given.config()));
    }
    return new Source("", new LakeProfile(null, null, null, Map.of()));
  }

  private Source fromFile(Given given) {
    String lake = given.lake() != null ? given.lake() : variable("DUCKLAKE_LAKE");
    String named = given.config() != null ? given.config() : variable("DUCKLAKE_CONFIG");
    Path path =
        named != null
            ? directory.resolve(named)
            : ConfigFile.find(environment, directory, home).orElse(null);
    if (path == null) {
      throw new IllegalArgumentException(
          lake == null
              ? "No lake is named. Give the address of its catalog, such as"
                  + " duckdb:///lake.ducklake, or set DUCKLAKE_CATALOG, or name a lake of a"
                  + " ducklake.toml."
              : "The lake "
                  + lake
                  + " is not known: there is no ducklake.toml in the working directory or in the"
                  + " user's configuration directory. Name one with --config or DUCKLAKE_CONFIG.");
    }
    ConfigFile file = ConfigFile.read(path);
    if (lake == null) {
      if (file.lakes().size() != 1) {
        throw new IllegalArgumentException(
            "No lake is named. "
                + path
                + (file.lakes().isEmpty()
                    ? " has none."
                    : " has " + String.join(", ", file.lakes().keySet()) + ": choose one."));
      }
      lake = file.lakes().keySet().iterator().next();
    }
    return new Source("[lakes." + lake + "] of " + path, file.lake(lake));
  }

  private Map<String, String> storageOptions(Given given, Source source) {
    Map<String, String> options = new TreeMap<>();
    source
        .profile()
        .storageOptions()
        .forEach((name, value) -> put(options, name, value, source.name()));
    for (Map.Entry<String, String> each : new TreeMap<>(environment).entrySet()) {
      if (each.getKey().startsWith(STORAGE_PREFIX) && !each.getValue().isEmpty()) {
        String name = each.getKey().substring(STORAGE_PREFIX.length()).toLowerCase(Locale.ROOT);
        StorageOptions.Option option =
            StorageOptions.resolve(
                name, each.getValue(), "the environment (" + each.getKey() + ")");
        put(options, option.name(), option.value(), "environment " + each.getKey());
      }
    }
    for (Map.Entry<String, String> each : given.storageOptions().entrySet()) {
      StorageOptions.Option option =
          StorageOptions.resolve(each.getKey(), each.getValue(), "the arguments");
      put(options, option.name(), option.value(), "argument");
    }
    return options;
  }

  private void put(Map<String, String> options, String name, String value, String origin) {
    options.put(name, value);
    origins.put("storage." + name, origin);
  }

  private @Nullable String setting(
      String name,
      @Nullable String argument,
      String variable,
      @Nullable String inFile,
      Source source) {
    String fromEnvironment = variable(variable);
    return argument != null
        ? choose(name, argument, "argument", null, "")
        : choose(name, fromEnvironment, "environment " + variable, inFile, source.name());
  }

  private @Nullable String choose(
      String name,
      @Nullable String strong,
      String strongOrigin,
      @Nullable String weak,
      String weakOrigin) {
    if (strong != null) {
      origins.put(name, strongOrigin);
      return strong;
    }
    if (weak != null) {
      origins.put(name, weakOrigin);
    }
    return weak;
  }

  /** An empty variable is as good as none. */
  private @Nullable String variable(String name) {
    String value = environment.get(name);
    return value == null || value.isEmpty() ? null : value;
  }
}
