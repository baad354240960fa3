package io.quacklake.catalog;

import io.quacklake.catalog.internal.init.SnapshotFacts;
import io.quacklake.catalog.internal.rows.SchemaRows;
import io.quacklake.catalog.internal.rows.TableRows;
import io.quacklake.format.CorruptLakeException;
import io.quacklake.format.NotFoundException;
import io.quacklake.format.SnapshotId;
import io.quacklake.format.TableRef;
import io.quacklake.format.schema.SchemaInfo;
import io.quacklake.format.schema.TableInfo;
import io.quacklake.format.schema.ViewInfo;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The schemas, tables and views of snapshots, and which of them a name means. Case alone does not
 * tell names apart.
 */
final class SnapshotNames {
  private final SnapshotFacts facts;
  private final SchemaRows schemas;
  private final TableRows tables;
  private final MetadataReader details;

  SnapshotNames(SnapshotFacts facts, SchemaRows schemas, TableRows tables, MetadataReader details) {
    this.facts = facts;
    this.schemas = schemas;
    this.tables = tables;
    this.details = details;
  }

  List<SchemaInfo> schemas(SnapshotId snapshot) {
    return facts.of(
        snapshot,
        new SnapshotFacts.Key<>("schemas", ""),
        () -> Collections.unmodifiableList(schemas.at(snapshot)));
  }

  /** The tables of some schemas. */
  List<TableInfo> tables(SnapshotId snapshot, List<SchemaInfo> of) {
    return facts.of(
        snapshot,
        new SnapshotFacts.Key<>("tables", of),
        () -> Collections.unmodifiableList(tables.at(snapshot, of)));
  }

  /** The views of some schemas. */
  List<ViewInfo> views(SnapshotId snapshot, List<SchemaInfo> of) {
    return facts.of(
        snapshot, new SnapshotFacts.Key<>("views", of), () -> details.views(snapshot, of));
  }

  Optional<ViewInfo> view(TableRef ref, SnapshotId snapshot) {
    return named(ref.schema(), schemas(snapshot), SchemaInfo::name)
        .flatMap(schema -> named(ref.name(), views(snapshot, List.of(schema)), ViewInfo::name));
  }

  TableInfo table(TableRef ref, SnapshotId snapshot) {
    List<SchemaInfo> all = schemas(snapshot);
    SchemaInfo schema =
        named(ref.schema(), all, SchemaInfo::name)
            .orElseThrow(
                () ->
                    NotFoundException.withSuggestions(
                        "schema",
                        TableRef.quote(ref.schema()),
                        place(snapshot),
                        all.stream().map(SchemaInfo::name).toList()));
    List<TableInfo> known = tables(snapshot, List.of(schema));
    return named(ref.name(), known, TableInfo::name)
        .orElseThrow(() -> noTable(ref, snapshot, known));
  }

  private NotFoundException noTable(TableRef ref, SnapshotId snapshot, List<TableInfo> known) {
    if (view(ref, snapshot).isPresent()) {
      return new NotFoundException("table", ref.toString(), ref + " is a view, not a table.");
    }
    return NotFoundException.withSuggestions(
        "table",
        ref.toString(),
        place(snapshot),
        known.stream().map(each -> each.ref().toString()).toList());
  }

  private static String place(SnapshotId snapshot) {
    return "the lake at snapshot " + snapshot;
  }

  private static <T> Optional<T> named(String name, Collection<T> all, Function<T, String> nameOf) {
    List<T> matches =
        all.stream().filter(each -> nameOf.apply(each).equalsIgnoreCase(name)).toList();
    if (matches.size() <= 1) {
      return matches.stream().findFirst();
    }
    // A race of two writers, or letters that only some think equal.
    List<T> exact = matches.stream().filter(each -> nameOf.apply(each).equals(name)).toList();
    if (exact.size() != 1) {
      throw new CorruptLakeException(
          "The name "
              + TableRef.quote(name)
              + " is not unique: "
              + matches.stream().map(nameOf).toList());
    }
    return Optional.of(exact.get(0));
  }
}
