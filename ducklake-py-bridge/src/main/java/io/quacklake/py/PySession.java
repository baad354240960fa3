package io.quacklake.py;

import io.quacklake.catalog.CatalogUri;
import io.quacklake.catalog.LakeInfo.Encryption;
import io.quacklake.catalog.NewLake;
import io.quacklake.format.AlreadyExistsException;
import io.quacklake.format.NotFoundException;
import io.quacklake.format.TableRef;
import io.quacklake.format.UnsupportedFeatureException;
import io.quacklake.scan.AsOf;
import io.quacklake.scan.ConfigResolver;
import io.quacklake.scan.LakehouseConfig;
import io.quacklake.scan.LakehouseSession;
import io.quacklake.transact.Lakes;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A lake as Python holds it. Results that are small are JSON texts. */
public final class PySession {
  private static final Logger LOG = LoggerFactory.getLogger(PySession.class);

  private final LakehouseSession session;
  private final PyArguments.Writing writing;
  private final Lease lease;

  private PySession(LakehouseSession session, PyArguments.Writing writing) {
    this.session = session;
    this.writing = writing;
    this.lease = new Lease(session::close);
  }

  /**
   * Opens a lake.
   *
   * @param directory Python's working directory: it may have moved since the JVM started
   * @param environment Python's environment, for the same reason
   */
  public static PySession open(
      String directory, Map<String, String> environment, PyArguments arguments) {
    CallerThread.prepare();
    Path here = Path.of(directory);
    LakehouseConfig found =
        ConfigResolver.resolve(
                new ConfigResolver.Arguments(
                    arguments.address(),
                    arguments.lake(),
                    arguments.config(),
                    arguments.dataPath(),
                    arguments.metadataSchema(),
                    arguments.storageOptions()),
                new ConfigResolver.Surroundings(
                    environment, here, Path.of(System.getProperty("user.home", ""))))
            .config();
    LakehouseConfig absolute =
        LakehouseConfig.of(below(here, found.catalog()))
            .withDataPath(found.dataPath())
            .withMetadataSchema(found.metadataSchema())
            .withStorageOptions(found.storageOptions())
            .withCacheDirectory(found.cacheDirectory())
            .withDataInliningRowLimit(arguments.inliningLimit());
    if (arguments.creation() != PyArguments.Creation.NONE) {
      create(absolute, arguments.creation());
    }
    return new PySession(LakehouseSession.open(absolute, Exports.ROOT), arguments.writing());
  }

  /** Makes the lake unless there is one. */
  private static void create(LakehouseConfig config, PyArguments.Creation creation) {
    Encryption encryption =
        creation == PyArguments.Creation.ENCRYPTED ? Encryption.ENCRYPTED : Encryption.NONE;
    try {
      Lakes.create(config, NewLake.DEFAULT.withEncryption(encryption)).close();
    } catch (AlreadyExistsException there) {
      LOG.debug("The lake is there already", there);
    }
  }

  private static CatalogUri below(Path directory, CatalogUri catalog) {
    return catalog
        .file()
        .map(file -> CatalogUri.ofFile(catalog.kind(), directory.resolve(file)))
        .orElse(catalog);
  }

  /** The number of the latest snapshot. */
  public long currentSnapshot() {
    return open().currentSnapshot().id().value();
  }

  /** The snapshots, oldest first. */
  public String snapshots() {
    return Json.rows(open().snapshots(), Descriptions::snapshot);
  }

  /** The schemas at a snapshot; null for the latest. */
  public String schemas(@Nullable Long snapshot) {
    return Json.rows(open().schemas(asOf(snapshot, null)), Descriptions::schema);
  }

  /** The tables at a snapshot; null for the latest. */
  public String tables(@Nullable Long snapshot) {
    return Json.rows(open().tables(asOf(snapshot, null)), Descriptions::table);
  }

  /** The views at a snapshot; null for the latest. */
  public String views(@Nullable Long snapshot) {
    return Json.rows(open().views(asOf(snapshot, null)), Descriptions::view);
  }

  /** The macros at a snapshot, a row for each list of parameters; null for the latest. */
  public String macros(@Nullable Long snapshot) {
    return Json.rows(
        Descriptions.Overload.of(open().macros(asOf(snapshot, null))), Descriptions::macro);
  }

  /** Fails if there is no such table or view, or no such snapshot. */
  public void require(String relation, @Nullable Long snapshot, @Nullable String time) {
    try {
      open().columns(TableRef.parse(relation), asOf(snapshot, time));
    } catch (UnsupportedFeatureException viewForAnEngine) {
      // It is there; reading it will say what is the matter.
    }
  }

  /** The description of a table or view, as a JSON object. */
  public String describe(String relation, @Nullable Long snapshot, @Nullable String time) {
    TableRef ref = TableRef.parse(relation);
    AsOf version = asOf(snapshot, time);
    try {
      return RelationJson.of(open().table(ref, version));
    } catch (NotFoundException noTable) {
      try {
        return RelationJson.of(open().view(ref, version));
      } catch (NotFoundException noView) {
        throw noTable;
      }
    }
  }

  /** The snapshots up to the one asked for that changed the table. */
  public String history(String table, @Nullable Long snapshot, @Nullable String time) {
    return Json.rows(
        TableHistory.of(open(), TableRef.parse(table), asOf(snapshot, time)),
        Descriptions::snapshot);
  }

  /** The lake's options. */
  public String options() {
    return Json.rows(open().options(), Descriptions::option);
  }

  /** Begins a transaction. */
  public PyTransaction transaction() {
    LakehouseSession lake = writable();
    Runnable release = lease.take();
    try {
      return new PyTransaction(lake, release);
    } catch (RuntimeException | Error e) {
      release.run();
      throw e;
    }
  }

  /** What keeps the lake in shape. */
  public PyMaintenance maintenance() {
    return new PyMaintenance(writable(), lease);
  }

  /** Stores an option, for the lake, a schema or a table. */
  public void setOption(
      String name, String value, @Nullable String schema, @Nullable String table) {
    if (table != null) {
      Lakes.setTableOption(writable(), TableRef.parse(table), name, value);
    } else if (schema != null) {
      Lakes.setSchemaOption(writable(), schema, name, value);
    } else {
      Lakes.setOption(writable(), name, value);
    }
  }

  private LakehouseSession writable() {
    LakehouseSession lake = open();
    if (writing == PyArguments.Writing.REFUSED) {
      throw new IllegalStateException(
          "The session was opened with read_only=True. Open another to write.");
    }
    return lake;
  }

  /** A scan of a table, of all columns and rows at first. */
  public PyScan scan(String table) {
    return new PyScan(open().scan(table), lease);
  }

  /**
   * The changes of a table from one version to another, each a snapshot's number or a time; null
   * for the latest as the last.
   */
  public PyChanges changes(
      String table,
      @Nullable Long fromSnapshot,
      @Nullable String fromTime,
      @Nullable Long toSnapshot,
      @Nullable String toTime) {
    return new PyChanges(
        open()
            .changes(TableRef.parse(table), asOf(fromSnapshot, fromTime), asOf(toSnapshot, toTime)),
        lease);
  }

  /**
   * Closes the session for further work. Streams that are being read go on, and what they need is
   * closed after the last; rows that Python holds stay valid.
   */
  public void close() {
    lease.end();
  }

  private LakehouseSession open() {
    lease.check();
    return session;
  }

  @Override
  public String toString() {
    return session.config().toString();
  }

  private static AsOf asOf(@Nullable Long snapshot, @Nullable String time) {
    if (snapshot != null) {
      return AsOf.snapshot(snapshot);
    }
    return time == null ? AsOf.latest() : AsOf.time(Times.parse(time));
  }
}
