package io.quacklake.transact.internal.maintain;

import io.quacklake.catalog.ScheduledFile;
import io.quacklake.catalog.SnapshotReader;
import io.quacklake.scan.LakehouseSession;
import io.quacklake.scan.internal.plan.Locations;
import io.quacklake.storage.ObjectInfo;
import io.quacklake.storage.ObjectStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Removes files that no snapshot has. */
public final class Cleanup {
  private static final String UUID = "[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}";

  /**
   * The names that writers of lakes give to files, and those of files that a local store has not
   * finished. Anything else below the data path may be somebody's.
   */
  private static final Pattern OF_LAKES =
      Pattern.compile(
          "ducklake-%1$s(-delete)?\\.(parquet|puffin)|\\.ducklake-%1$s(-delete)?\\.(parquet|puffin)\\.%1$s\\.tmp"
              .formatted(UUID));

  private static final int FORGOTTEN_AT_ONCE = 500;
  private static final Duration DEFAULT_AGE = Duration.ofDays(2);

  private final LakehouseSession lake;
  private final Instant limit;

  /**
   * @param age how old a file at least is; null for what the lake's option says, or two days
   */
  public Cleanup(LakehouseSession lake, @Nullable Duration age) {
    this.lake = lake;
    this.limit = Instant.now().minus(age == null ? storedAge(lake) : age);
  }

  private static Duration storedAge(LakehouseSession lake) {
    String text =
        lake.catalog().read(reader -> reader.options(null, null)).get("delete_older_than");
    return text == null || text.isBlank() ? DEFAULT_AGE : Ages.parse(text);
  }

  /** Files below the data path that the catalog does not name. */
  public List<String> orphans() {
    // In this order: a file that is committed in between is then known to the catalog.
    List<ObjectInfo> stored = store().list(lake.dataPath());
    Set<String> known = lake.catalog().read(SnapshotReader::fileNames);
    return stored.stream()
        .filter(file -> file.modified().isBefore(limit))
        .map(ObjectInfo::location)
        .filter(location -> OF_LAKES.matcher(name(location)).matches())
        .filter(location -> !known.contains(name(location)))
        .sorted()
        .toList();
  }

  private static String name(String location) {
    return location.substring(location.lastIndexOf('/') + 1);
  }

  /** Removes what {@link #orphans} finds. */
  public List<String> removeOrphans() {
    List<String> orphans = orphans();
    ObjectStore store = store();
    orphans.forEach(store::delete);
    return orphans;
  }

  private ObjectStore store() {
    return lake.stores().forLocation(lake.dataPath());
  }

  /** Files that were scheduled for deletion. */
  public List<String> scheduled() {
    return due().stream().map(this::location).toList();
  }

  private List<ScheduledFile> due() {
    return lake.catalog().read(SnapshotReader::scheduledFiles).stream()
        .filter(file -> file.since().isBefore(limit))
        .sorted(Comparator.comparing(ScheduledFile::since).thenComparing(ScheduledFile::id))
        .toList();
  }

  /**
   * Removes what {@link #scheduled} finds. One that a snapshot needs after all, since it was added
   * twice, is only forgotten.
   */
  public List<String> removeScheduled() {
    List<ScheduledFile> due = due();
    Set<String> needed = lake.catalog().read(SnapshotReader::fileNamesInUse);
    List<String> removed = new ArrayList<>();
    for (int from = 0; from < due.size(); from += FORGOTTEN_AT_ONCE) {
      List<ScheduledFile> some = due.subList(from, Math.min(due.size(), from + FORGOTTEN_AT_ONCE));
      for (ScheduledFile file : some) {
        if (!needed.contains(name(file.path().value()))) {
          String location = location(file);
          lake.stores().forLocation(location).delete(location);
          removed.add(location);
        }
      }
      lake.catalog()
          .<@Nullable Object>write(
              writer -> {
                writer.forget(some);
                return null;
              });
    }
    return removed;
  }

  private String location(ScheduledFile file) {
    return Locations.of(lake.dataPath(), lake.catalog().baseDirectory().orElse(null))
        .file(file.path(), lake.dataPath());
  }
}
