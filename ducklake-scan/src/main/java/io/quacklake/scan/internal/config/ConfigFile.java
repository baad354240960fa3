package io.quacklake.scan.internal.config;

import io.quacklake.format.NotFoundException;
import io.quacklake.storage.StorageOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.tomlj.Toml;
import org.tomlj.TomlParseError;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/** The configuration file: named profiles of lakes. A key that is not known is an error. */
public record ConfigFile(Path path, Map<String, LakeProfile> lakes) {
  public static final String NAME = "ducklake.toml";

  private static final Set<String> LAKE_KEYS =
      Set.of("catalog", "data_path", "metadata_schema", "storage");

  public ConfigFile {
    lakes = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(lakes));
  }

  /** The first file that is there: in the working directory, then where users keep their own. */
  public static Optional<Path> find(Map<String, String> environment, Path directory, Path home) {
    List<Path> candidates = new ArrayList<>();
    candidates.add(directory.resolve(NAME));
    String xdg = environment.getOrDefault("XDG_CONFIG_HOME", "");
    candidates.add(
        (xdg.isEmpty() ? home.resolve(".config") : Path.of(xdg)).resolve("ducklake").resolve(NAME));
    candidates.add(home.resolve("Library/Application Support/ducklake").resolve(NAME));
    String roaming = environment.getOrDefault("APPDATA", "");
    if (!roaming.isEmpty()) {
      candidates.add(Path.of(roaming).resolve("ducklake").resolve(NAME));
    }
    return candidates.stream().filter(Files::isRegularFile).findFirst();
  }

  /**
   * Reads a file.
   *
   * @throws NotFoundException if it is not there, or names a setting that is not
   * @throws IllegalArgumentException if it is not TOML, or a value has the wrong type
   */
  public static ConfigFile read(Path path) {
    TomlParseResult root = parse(path);
    onlyKeys(root, Set.of("lakes"), "setting", path + "");
    Map<String, LakeProfile> lakes = new TreeMap<>();
    TomlTable tables = table(root, "lakes", path + "");
    if (tables != null) {
      for (String name : tables.keySet()) {
        String place = "[lakes." + name + "] of " + path;
        TomlTable lake = table(tables, name, path + "");
        if (lake != null) {
          lakes.put(name, profile(lake, place));
        }
      }
    }
    return new ConfigFile(path, lakes);
  }

  /** The profile of that name. */
  public LakeProfile lake(String name) {
    LakeProfile found = lakes.get(name);
    if (found == null) {
      throw NotFoundException.withSuggestions("lake", name, path.toString(), lakes.keySet());
    }
    return found;
  }

  private static TomlParseResult parse(Path path) {
    if (!Files.isRegularFile(path)) {
      throw new NotFoundException(
          "configuration file",
          path.toString(),
          "There is no configuration file " + path + ". Check --config and DUCKLAKE_CONFIG.");
    }
    TomlParseResult result;
    try {
      result = Toml.parse(path);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "Cannot read the configuration file " + path + ": " + e.getMessage(), e);
    }
    if (result.hasErrors()) {
      TomlParseError first = result.errors().get(0);
      TomlPosition at = first.position();
      throw new IllegalArgumentException(
          "The configuration file "
              + path
              + " is not TOML: line "
              + at.line()
              + ", column "
              + at.column()
              + ": "
              + first.getMessage());
    }
    return result;
  }

  private static LakeProfile profile(TomlTable lake, String place) {
    onlyKeys(lake, LAKE_KEYS, "setting", place);
    TomlTable storage = table(lake, "storage", place);
    Map<String, String> options = new TreeMap<>();
    if (storage != null) {
      for (String key : storage.keySet()) {
        String value = scalar(storage, key, place);
        StorageOptions.Option option =
            StorageOptions.resolve(key, value, "the storage options of " + place);
        options.put(option.name(), option.value());
      }
    }
    return new LakeProfile(
        text(lake, "catalog", place),
        text(lake, "data_path", place),
        text(lake, "metadata_schema", place),
        options);
  }

  private static void onlyKeys(TomlTable table, Set<String> known, String kind, String place) {
    for (String key : table.keySet()) {
      if (!known.contains(key)) {
        throw NotFoundException.withSuggestions(kind, key, place, known);
      }
    }
  }

  private static @Nullable TomlTable table(TomlTable parent, String key, String place) {
    Object value = parent.get(List.of(key));
    if (value == null || value instanceof TomlTable) {
      return (TomlTable) value;
    }
    throw wrongType(key, place, "a table");
  }

  private static @Nullable String text(TomlTable table, String key, String place) {
    Object value = table.get(List.of(key));
    if (value == null || value instanceof String) {
      return (String) value;
    }
    throw wrongType(key, place, "a text in quotes");
  }

  private static String scalar(TomlTable table, String key, String place) {
    Object value = table.get(List.of(key));
    if (value instanceof String || value instanceof Long || value instanceof Boolean) {
      return value.toString();
    }
    throw wrongType(key, place, "a text, a whole number, true or false");
  }

  private static IllegalArgumentException wrongType(String key, String place, String expected) {
    return new IllegalArgumentException(
        "The setting " + key + " in " + place + " must be " + expected + ".");
  }
}
