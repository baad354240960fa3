package io.quacklake.scan.internal.plan;

import io.quacklake.format.LakePath;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where relative locations begin. The reference takes a relative data path from the working
 * directory of the process; a lake that is opened from elsewhere has its files beside its catalog.
 * So: the working directory if what is looked for is there, else the catalog's directory if it is
 * there, else the working directory.
 */
public final class Locations {
  private final String dataPath;
  private final @Nullable Path catalogDirectory;
  private final @Nullable String catalogUrl;

  private Locations(String dataPath, @Nullable Path catalogDirectory, @Nullable String catalogUrl) {
    this.dataPath = dataPath;
    this.catalogDirectory = catalogDirectory;
    this.catalogUrl = catalogUrl;
  }

  /**
   * @param dataPath as the catalog has it or as the caller overrides it
   * @param catalogDirectory where the catalog file lies, null if the catalog is no file
   */
  public static Locations of(String dataPath, @Nullable Path catalogDirectory) {
    String ended = dataPath.endsWith("/") || dataPath.isEmpty() ? dataPath : dataPath + "/";
    return new Locations(anchor(ended, catalogDirectory), catalogDirectory, null);
  }

  /** Where the files of a catalog lie that was fetched from a URL: relative ones beside it. */
  public static Locations ofUrl(String dataPath, String catalogUrl) {
    String ended = dataPath.endsWith("/") || dataPath.isEmpty() ? dataPath : dataPath + "/";
    return new Locations(beside(ended, catalogUrl), null, catalogUrl);
  }

  private static String beside(String location, String catalogUrl) {
    boolean complete =
        LakePath.isUrl(location) || location.startsWith("file:") || location.startsWith("/");
    String plain = location.startsWith("./") ? location.substring(2) : location;
    return complete || location.matches("[A-Za-z]:[/\\\\].*")
        ? location
        : catalogUrl.substring(0, catalogUrl.lastIndexOf('/') + 1) + plain;
  }

  /** The lake's data path, ready to be joined with the paths below it; ends in a separator. */
  public String dataPath() {
    return dataPath;
  }

  /** Where a file lies, given its table's location. */
  public String file(LakePath path, String tableLocation) {
    if (path.isRelative()) {
      return path.resolve(tableLocation);
    }
    return catalogUrl == null
        ? anchor(path.value(), catalogDirectory)
        : beside(path.value(), catalogUrl);
  }

  private static String anchor(String location, @Nullable Path catalogDirectory) {
    if (catalogDirectory == null || LakePath.isUrl(location) || location.startsWith("file:")) {
      return location;
    }
    if (Path.of(location).isAbsolute() || Files.exists(Path.of(location))) {
      return location;
    }
    Path beside = catalogDirectory.resolve(location);
    if (!Files.exists(beside)) {
      return location;
    }
    String anchored = beside.toString().replace('\\', '/');
    return location.endsWith("/") ? anchored + "/" : anchored;
  }
}
