package io.quacklake.scan.internal.plan;

import io.quacklake.catalog.Catalog;
import io.quacklake.catalog.CatalogVersion;
import io.quacklake.catalog.SnapshotReader;
import io.quacklake.format.FieldId;
import io.quacklake.format.Snapshot;
import io.quacklake.format.TableId;
import io.quacklake.format.TableRef;
import io.quacklake.scan.AsOf;
import io.quacklake.scan.ScanPlan;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Plans scans. What the catalog said of the newest snapshot is kept until there is a newer one, so
 * that planning the same table again asks for nothing but the catalog's version. Older snapshots
 * are asked for each time: compaction gives them other files. Safe to share between threads.
 */
public final class Plans {
  /** Most data files of one table that are kept, and most of all tables; of a kilobyte or so. */
  private static final int FILES_OF_ONE = 8_192;

  private static final long FILES = 16_384;
  private static final int TABLES = 64;

  private final Catalog catalog;
  private final Locations locations;
  private final Map<TableRef, Named> tables = lru();
  private final Map<Wanted, TableFiles.Known> files = lru();
  private long weight;
  private @Nullable CatalogVersion version;

  public Plans(Catalog catalog, Locations locations) {
    this.catalog = catalog;
    this.locations = locations;
  }

  /** A scan and its plan. */
  public record Planned(BoundScan scan, ScanPlan plan) {}

  /** What the name of a table or view means. */
  private record Named(Snapshot snapshot, Relation relation) {}

  private record Wanted(TableId table, Set<FieldId> statistics) {}

  private static <K, V> Map<K, V> lru() {
    return new LinkedHashMap<>(16, 0.75f, true);
  }

  /** Plans a request. */
  public Planned of(ScanRequest request) {
    if (request.asOf() instanceof AsOf.Latest) {
      CatalogVersion now = catalog.version();
      Named named = named(now, request.table());
      if (named != null) {
        BoundScan scan = ScanPlanner.bind(request, named.snapshot(), named.relation());
        TableFiles.Known known = known(now, wanted(scan));
        if (known != null) {
          return new Planned(scan, ScanPlanner.plan(scan, known, locations));
        }
      }
    }
    return catalog.read(reader -> ask(reader, request));
  }

  /** The same for a table, though a virtual column may have the name of one of its own. */
  public Planned alsoAlike(ScanRequest request) {
    return catalog.read(
        reader -> {
          BoundScan scan = new ScanPlanner(reader).bindAlsoAlike(request);
          return new Planned(
              scan, ScanPlanner.plan(scan, TableFiles.asked(reader, scan), locations));
        });
  }

  private Planned ask(SnapshotReader reader, ScanRequest request) {
    ScanPlanner planner = new ScanPlanner(reader);
    Snapshot snapshot = ScanPlanner.snapshot(reader, request.asOf());
    Relation relation = planner.relation(request, snapshot);
    BoundScan scan = ScanPlanner.bind(request, snapshot, relation);
    TableFiles asked = TableFiles.asked(reader, scan);
    if (!(request.asOf() instanceof AsOf.Latest)) {
      return new Planned(scan, ScanPlanner.plan(scan, asked, locations));
    }
    CatalogVersion seen = reader.version();
    TableFiles.Keeping keeping = new TableFiles.Keeping(asked, FILES_OF_ONE);
    ScanPlan plan = ScanPlanner.plan(scan, keeping, locations);
    TableFiles.Known known = keeping.known();
    if (known != null && known.weight() <= 2L * FILES_OF_ONE) {
      keep(seen, request.table(), new Named(snapshot, relation), wanted(scan), known);
    }
    return new Planned(scan, plan);
  }

  private static Wanted wanted(BoundScan scan) {
    return new Wanted(scan.table().id(), scan.statistics());
  }

  private synchronized @Nullable Named named(CatalogVersion now, TableRef table) {
    return now.equals(version) ? tables.get(table) : null;
  }

  private synchronized TableFiles.@Nullable Known known(CatalogVersion now, Wanted wanted) {
    return now.equals(version) ? files.get(wanted) : null;
  }

  private synchronized void keep(
      CatalogVersion seen, TableRef name, Named named, Wanted wanted, TableFiles.Known known) {
    if (!seen.equals(version)) {
      tables.clear();
      files.clear();
      weight = 0;
      version = seen;
    }
    tables.put(name, named);
    TableFiles.Known before = files.put(wanted, known);
    weight += known.weight() - (before == null ? 0 : before.weight());
    while (tables.size() > TABLES) {
      tables.remove(tables.keySet().iterator().next());
    }
    var oldest = files.values().iterator();
    while (weight > FILES) {
      weight -= oldest.next().weight();
      oldest.remove();
    }
  }
}
