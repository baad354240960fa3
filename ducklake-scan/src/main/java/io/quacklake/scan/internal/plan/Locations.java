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

  private Locations(String dataPath, @Nullable Path catalogDirectory) {
    this.dataPath = dataPath;
    this.catalogDirectory = catalogDirectory;
  }

  /**
   * @param dataPath as the catalog has it or as the caller overrides it
   * @param catalogDirectory where the catalog file lies, null if the catalog is no file
   */
  public static Locations of(String dataPath, @Nullable Path catalogDirectory) {
    String ended = dataPath.endsWith("/") || dataPath.isEmpty() ? dataPath : dataPath + "/";
    return new Locations(anchor(ended, catalogDirectory), catalogDirectory);
  }

  /** The lake's data path, ready to be joined with the paths below it; ends in a separator. */
  public String dataPath() {
    return dataPath;
  }

  /** Where a file lies, given its table's location. */
  public String file(LakePath path, String tableLocation) {
    return path.isRelative() ? path.resolve(tableLocation) : anchor(path.value(), catalogDirectory);
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
