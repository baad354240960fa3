package io.quacklake.catalog;

import io.quacklake.catalog.dialect.Dialect;
import io.quacklake.catalog.dialect.SqlFailure;
import io.quacklake.catalog.internal.init.CatalogLayout;
import io.quacklake.catalog.internal.init.SnapshotFacts;
import io.quacklake.catalog.internal.jdbc.Connections;
import io.quacklake.catalog.internal.jdbc.Jdbc;
import io.quacklake.catalog.internal.rows.MetadataRows;
import io.quacklake.catalog.internal.rows.SnapshotRows;
import io.quacklake.format.AlreadyExistsException;
import io.quacklake.format.CorruptLakeException;
import io.quacklake.format.FormatVersion;
import io.quacklake.format.UnsupportedFeatureException;
import io.quacklake.format.type.Field;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** An open catalog. It may be shared by threads; whoever opened it closes it. */
public final class Catalog implements AutoCloseable {
  private final CatalogConfig config;
  private final Connections connections;
  private final LakeInfo info;
  private final CatalogLayout layout;
  private final SnapshotFacts facts = new SnapshotFacts();

  private Catalog(
      CatalogConfig config, Connections connections, LakeInfo info, CatalogLayout layout) {
    this.config = config;
    this.connections = connections;
    this.info = info;
    this.layout = layout;
  }

  /**
   * Opens a catalog that exists; none is ever created.
   *
   * @throws CatalogException if the database cannot be opened; its reason says why
   * @throws CatalogNotInitializedException if the database holds no lake
   * @throws UnsupportedFeatureException if the lake is of a version that cannot be read
   */
  public static Catalog open(CatalogConfig config) {
    Connections connections = connect(config);
    try {
      return connections.read(jdbc -> describe(config, connections, jdbc));
    } catch (RuntimeException | Error e) {
      connections.close();
      throw e;
    }
  }

  /**
   * Makes a lake without tables, and opens its catalog. A file is made where there is none, and is
   * not there if that fails; in a database that exists already the lake's tables are added.
   *
   * @throws AlreadyExistsException if there is a lake already
   */
  public static Catalog create(CatalogConfig config, NewLake lake) {
    new CatalogCreator(config, lake).create();
    return open(config);
  }

  static Connections connect(CatalogConfig config) {
    CatalogUri address = config.address();
    if (address == null) {
      if (config.dataSource() == null) {
        throw new IllegalArgumentException("A catalog has either an address or a data source");
      }
      return Connections.of(config.dataSource(), config.metadataSchema());
    }
    if (address.url().isPresent() && address.file().isEmpty()) {
      throw new UnsupportedFeatureException(
          "making lakes at URLs",
          "A catalog file at a URL is only read: "
              + address
              + ". Make the lake in a local file or in a database.");
    }
    Runnable letGo =
        address.file().map(file -> CatalogFile.hold(address.kind(), file)).orElse(() -> {});
    try {
      return Connections.open(address, config.access(), config.metadataSchema()).closing(letGo);
    } catch (RuntimeException | Error e) {
      letGo.run();
      throw e;
    }
  }

  private static Catalog describe(CatalogConfig config, Connections connections, Jdbc jdbc) {
    Map<String, List<String>> tables = CatalogLayout.tables(jdbc);
    List<String> metadata = tables.get("ducklake_metadata");
    if (metadata == null) {
      throw new CatalogNotInitializedException(
          "There is a database at %s, but it holds no lake (no table ducklake_metadata%s)."
              .formatted(
                  config,
                  config.metadataSchema() == null
                      ? ""
                      : " in the schema " + config.metadataSchema()),
          null);
    }
    List<LakeOption> options = new MetadataRows(jdbc, Set.copyOf(metadata)).all();
    if (options.isEmpty()) {
      throw new CatalogNotInitializedException(
          "The lake at %s is being made, or that was cut off: its table ducklake_metadata is empty. If nobody is making it, drop its tables and make it again."
              .formatted(config),
          null);
    }
    LakeInfo info = info(config, options);
    return new Catalog(config, connections, info, CatalogLayout.of(info.version(), tables));
  }

  private static LakeInfo info(CatalogConfig config, List<LakeOption> options) {
    String version = required(config, options, "version");
    FormatVersion known =
        FormatVersion.of(version)
            .orElseThrow(
                () ->
                    new UnsupportedFeatureException(
                        "specification " + version,
                        "The catalog %s is of DuckLake specification %s, which this version cannot"
                                .formatted(config, version)
                            + " read. It reads "
                            + Arrays.stream(FormatVersion.values())
                                .map(FormatVersion::text)
                                .collect(Collectors.joining(", "))
                            + ". Use a newer version."));
    String encrypted = global(options, "encrypted").orElse("false");
    LakeInfo.Encryption encryption =
        switch (encrypted) {
          case "true" -> LakeInfo.Encryption.ENCRYPTED;
          case "false" -> LakeInfo.Encryption.NONE;
          default ->
              throw new CorruptLakeException(
                  "The catalog %s says encrypted = %s; it has to be true or false."
                      .formatted(config, encrypted));
        };
    return new LakeInfo(
        known,
        required(config, options, "data_path"),
        encryption,
        global(options, "created_by").orElse(null));
  }

  private static String required(CatalogConfig config, List<LakeOption> options, String key) {
    return global(options, key)
        .orElseThrow(
            () ->
                new CorruptLakeException(
                    "The catalog %s does not say its %s (ducklake_metadata)."
                        .formatted(config, key)));
  }

  private static Optional<String> global(List<LakeOption> options, String key) {
    return options.stream()
        .filter(option -> option.scope() == LakeOption.Scope.LAKE && option.key().equals(key))
        .map(LakeOption::value)
        .findFirst();
  }

  public LakeInfo info() {
    return info;
  }

  /** The directory of a catalog that is a file: where the data files lie too, by habit. */
  public Optional<Path> baseDirectory() {
    CatalogUri address = config.address();
    return address == null
        ? Optional.empty()
        : address.file().map(file -> file.toAbsolutePath().normalize().getParent());
  }

  /**
   * Runs {@code work} in one transaction, which sees one state of the catalog. The reader is not to
   * be used after it.
   */
  public <R extends @Nullable Object> R read(Function<SnapshotReader, R> work) {
    return connections.read(jdbc -> work.apply(new SnapshotReader(jdbc, layout, facts)));
  }

  /**
   * Runs {@code work} in one transaction that writes: committed when it returns, rolled back when
   * it throws. If the failure's reason {@link SqlFailure#isRetryable is retryable}, the same work
   * may succeed when it is run again. Must not be called inside {@link #read}.
   *
   * @throws OutcomeUnknownException if the database failed in the commit itself, so that what was
   *     written may be there or not
   * @throws UnsupportedFeatureException if the lake is of a version that is only read
   */
  public <R extends @Nullable Object> R write(Function<CatalogWriter, R> work) {
    CatalogUri address = config.address();
    if (address != null && address.url().isPresent()) {
      throw new UnsupportedFeatureException(
          "writing lakes whose catalog is at a URL",
          "The catalog %s was fetched and is only read. Keep the catalog of a lake that is written in a local file or in a database."
              .formatted(config));
    }
    if (!info.version().isAtLeast(FormatVersion.V1_0)) {
      throw new UnsupportedFeatureException(
          "writing specification " + info.version().text(),
          "The catalog %s is of DuckLake specification %s, which is only read. Migrate it to 1.0 to write it."
              .formatted(config, info.version().text()));
    }
    return connections.write(
        "ducklake_snapshot", jdbc -> work.apply(new CatalogWriter(jdbc, layout)));
  }

  /**
   * Whether small inserts into a table with these columns can be kept in the catalog; if not, all
   * its rows go to files.
   */
  public boolean canInline(List<Field> columns) {
    Dialect dialect = connections.dialect();
    Set<String> reserved = layout.namesNotInlined();
    return columns.size() <= dialect.mostInlinedColumns()
        && columns.stream()
            .allMatch(
                column ->
                    !reserved.contains(column.name().toLowerCase(Locale.ROOT))
                        && dialect.canNameInlinedColumn(column.name())
                        && dialect.inlinedType(column.type()).isPresent());
  }

  /**
   * The state that the catalog is in now, by at most one small query: what was read of a catalog in
   * the same state need not be read again.
   */
  public CatalogVersion version() {
    return connections.ask("version", jdbc -> new SnapshotRows(jdbc, layout).version());
  }

  /** Where the catalog is, without secrets. */
  @Override
  public String toString() {
    return config.toString();
  }

  @Override
  public void close() {
    connections.close();
  }
}
