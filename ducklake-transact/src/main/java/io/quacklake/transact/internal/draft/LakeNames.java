package io.quacklake.transact.internal.draft;

import io.quacklake.format.AlreadyExistsException;
import io.quacklake.format.NotFoundException;
import io.quacklake.format.SchemaId;
import io.quacklake.format.TableRef;
import io.quacklake.format.UnsupportedFeatureException;
import io.quacklake.format.schema.SchemaInfo;
import io.quacklake.format.schema.TableInfo;
import io.quacklake.format.schema.ViewInfo;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the names of schemas, tables and views mean to a transaction: those of the base snapshot,
 * but for what it has made, renamed and dropped. Case alone does not tell names apart.
 */
final class LakeNames {
  private final Map<String, SchemaDraft> schemas = new LinkedHashMap<>();
  private final Map<SchemaId, SchemaDraft> schemasAtBase = new LinkedHashMap<>();

  /** Tables that nobody has asked for to change them. */
  private final Map<TableRef, TableInfo> baseTables = new LinkedHashMap<>();

  private final Map<TableRef, TableDraft> tables = new LinkedHashMap<>();
  private final Supplier<List<ViewInfo>> viewsAtBase;

  /** Of the base and changed; null before anybody asked. */
  private @Nullable Map<TableRef, ViewDraft> views;

  /**
   * @param viewsAtBase asked once, when a name may be that of a view
   */
  LakeNames(
      List<SchemaInfo> schemasAtBase,
      List<TableInfo> tablesAtBase,
      Supplier<List<ViewInfo>> viewsAtBase) {
    for (SchemaInfo schema : schemasAtBase) {
      SchemaDraft draft = SchemaDraft.of(schema);
      add(draft);
      this.schemasAtBase.put(schema.id(), draft);
    }
    tablesAtBase.forEach(table -> baseTables.put(key(table.ref()), table));
    this.viewsAtBase = viewsAtBase;
  }

  private Map<TableRef, ViewDraft> knownViews() {
    Map<TableRef, ViewDraft> known = views;
    if (known == null) {
      known = new LinkedHashMap<>();
      for (ViewInfo view : viewsAtBase.get()) {
        SchemaDraft schema = schemasAtBase.get(view.schema().id());
        if (schema != null) {
          known.put(key(TableRef.of(schema.name(), view.name())), ViewDraft.of(view, schema));
        }
      }
      views = known;
    }
    return known;
  }

  private static String key(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  private static TableRef key(TableRef ref) {
    return TableRef.of(key(ref.schema()), key(ref.name()));
  }

  /** Refuses what cannot be a name. */
  static void requireName(String name, String kind) {
    if (name.isEmpty() || name.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("A " + kind + " needs a name without NUL characters.");
    }
    if (name.length() > 10_000) {
      throw new UnsupportedFeatureException(
          "long name", "A name has at most 10000 characters, not " + name.length() + ".");
    }
  }

  /** Refuses the name of a schema that there is. */
  void requireFree(String schema) {
    SchemaDraft taken = schemas.get(key(schema));
    if (taken != null) {
      throw new AlreadyExistsException(
          "schema", taken.name(), "There is a schema " + taken.name() + " already.");
    }
  }

  /** Refuses the name of a table or view that there is, or one in no schema. */
  void requireFree(TableRef ref) {
    schema(ref.schema());
    requireNoView(ref);
    TableDraft draft = tables.get(key(ref));
    TableInfo table = baseTables.get(key(ref));
    if (draft != null) {
      throw taken("table", draft.ref());
    }
    if (table != null) {
      throw taken("table", table.ref());
    }
  }

  /** Refuses a new name that is not free, unless it differs from the old one in case alone. */
  void requireFree(TableRef old, TableRef renamed) {
    if (!key(renamed).equals(key(old))) {
      requireFree(renamed);
    }
  }

  /** Refuses the name of a view that there is. */
  void requireNoView(TableRef ref) {
    ViewDraft view = knownViews().get(key(ref));
    if (view != null) {
      throw taken("view", view.ref());
    }
  }

  private static AlreadyExistsException taken(String kind, TableRef name) {
    return new AlreadyExistsException(
        kind,
        name.toString(),
        "There is a "
            + kind
            + " "
            + name
            + " already. Choose another name; case alone does not tell names apart.");
  }

  SchemaDraft schema(String name) {
    SchemaDraft schema = schemas.get(key(name));
    if (schema == null) {
      throw NotFoundException.withSuggestions(
          "schema", name, "the lake", schemas.values().stream().map(SchemaDraft::name).toList());
    }
    return schema;
  }

  boolean isTable(TableRef ref) {
    return tables.containsKey(key(ref)) || baseTables.containsKey(key(ref));
  }

  boolean isView(TableRef ref) {
    return knownViews().containsKey(key(ref));
  }

  /**
   * The table of that name.
   *
   * @param load makes what can be changed of a table of the base; called once for each
   */
  TableDraft table(TableRef ref, Function<TableInfo, TableDraft> load) {
    TableDraft draft = tables.get(key(ref));
    if (draft != null) {
      return draft;
    }
    TableDraft loaded = load.apply(baseTable(ref));
    baseTables.remove(key(ref));
    tables.put(key(ref), loaded);
    return loaded;
  }

  private TableInfo baseTable(TableRef ref) {
    TableInfo info = baseTables.get(key(ref));
    if (info != null) {
      return info;
    }
    schema(ref.schema());
    if (isView(ref)) {
      throw new NotFoundException(
          "table", ref.toString(), ref + " is a view, and not a table with rows of its own.");
    }
    throw NotFoundException.withSuggestions(
        "table",
        ref.toString(),
        "the lake",
        Stream.concat(
                baseTables.values().stream().map(TableInfo::ref),
                tables.values().stream().map(TableDraft::ref))
            .map(TableRef::toString)
            .toList());
  }

  ViewDraft view(TableRef ref) {
    ViewDraft view = knownViews().get(key(ref));
    if (view != null) {
      return view;
    }
    schema(ref.schema());
    throw NotFoundException.withSuggestions(
        "view",
        ref.toString(),
        "the lake",
        knownViews().values().stream().map(each -> each.ref().toString()).toList());
  }

  /** The tables and views of a schema. */
  List<TableRef> inside(String schema) {
    return Stream.of(baseTables.keySet(), tables.keySet(), knownViews().keySet())
        .flatMap(Collection::stream)
        .filter(ref -> ref.schema().equals(key(schema)))
        .distinct()
        .toList();
  }

  void add(SchemaDraft schema) {
    schemas.put(key(schema.name()), schema);
  }

  void add(TableDraft table) {
    tables.put(key(table.ref()), table);
  }

  void rename(TableDraft table, String newName) {
    TableRef old = table.ref();
    requireFree(old, TableRef.of(table.schema().name(), newName));
    tables.remove(key(old));
    table.rename(newName);
    add(table);
  }

  /** Adds a view, or puts a changed one in the place of that of its name. */
  void put(ViewDraft view) {
    knownViews().put(key(view.ref()), view);
  }

  void remove(SchemaDraft schema) {
    schemas.remove(key(schema.name()));
  }

  /** The table of the base that is dropped with the name; none if it is new. */
  Optional<TableInfo> removeTable(TableRef ref) {
    TableDraft draft = tables.remove(key(ref));
    if (draft != null) {
      return draft.base().map(BaseTable::info);
    }
    TableInfo info = baseTable(ref);
    baseTables.remove(key(ref));
    return Optional.of(info);
  }

  void remove(ViewDraft view) {
    knownViews().remove(key(view.ref()));
  }

  Collection<SchemaDraft> schemas() {
    return Collections.unmodifiableCollection(schemas.values());
  }

  /** Tables that are new or were looked at to be changed. */
  Collection<TableDraft> tables() {
    return Collections.unmodifiableCollection(tables.values());
  }

  /** All views, changed or not; none if nobody has looked at any. */
  Collection<ViewDraft> views() {
    return views == null ? List.of() : Collections.unmodifiableCollection(views.values());
  }
}
