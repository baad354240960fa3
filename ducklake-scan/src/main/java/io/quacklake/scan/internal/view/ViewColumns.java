package io.quacklake.scan.internal.view;

import io.quacklake.format.TableRef;
import io.quacklake.format.predicate.ColumnPath;
import io.quacklake.format.predicate.Literal;
import io.quacklake.format.predicate.Predicate;
import io.quacklake.format.schema.Column;
import io.quacklake.format.type.DataType;
import io.quacklake.format.type.Field;
import io.quacklake.format.type.PrimitiveType;
import io.quacklake.format.type.StructType;
import io.quacklake.scan.internal.view.ViewQuery.Relation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What names in a view's query mean. A name that could mean two things is refused. Letters are
 * equal whatever their case only within ASCII, as for the reference.
 */
final class ViewColumns {
  private final Relation relation;
  private final List<Field> columns;

  ViewColumns(Relation relation, List<Column> columns) {
    this.relation = relation;
    this.columns = columns.stream().map(Column::field).toList();
  }

  static boolean isSame(String a, String b) {
    return lower(a).equals(lower(b));
  }

  private static String lower(String name) {
    StringBuilder lower = new StringBuilder(name);
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c >= 'A' && c <= 'Z') {
        lower.setCharAt(i, (char) (c | 0x20));
      }
    }
    return lower.toString();
  }

  /** The index of the column that a name of the select list is. */
  int index(List<String> names) throws NeedsEngine {
    List<Field> path = path(names);
    if (path.size() > 1) {
      throw new NeedsEngine("it takes a field out of column " + quoted(path.get(0)));
    }
    return columns.indexOf(path.get(0));
  }

  /** The same filter with the columns' own names, if every comparison in it is plain. */
  Predicate resolve(Predicate filter) throws NeedsEngine {
    if (filter instanceof Predicate.And and) {
      return Predicate.and(resolveAll(and.parts()));
    }
    if (filter instanceof Predicate.Or or) {
      return Predicate.or(resolveAll(or.parts()));
    }
    if (filter instanceof Predicate.Not not) {
      return new Predicate.Not(resolve(not.part()));
    }
    if (filter instanceof Predicate.Comparison comparison) {
      List<Field> path = path(comparison.column().names());
      requirePlain(path, comparison.literal());
      return new Predicate.Comparison(named(path), comparison.operator(), comparison.literal());
    }
    if (filter instanceof Predicate.In in) {
      List<Field> path = path(in.column().names());
      for (Literal literal : in.literals()) {
        requirePlain(path, literal);
      }
      return new Predicate.In(named(path), in.literals());
    }
    if (filter instanceof Predicate.IsNull isNull) {
      return new Predicate.IsNull(named(path(isNull.column().names())));
    }
    if (filter instanceof Predicate.Like like) {
      List<Field> path = path(like.column().names());
      if (leaf(path) != PrimitiveType.VARCHAR) {
        throw new NeedsEngine("it matches a pattern with a value of type " + leaf(path));
      }
      return new Predicate.Like(named(path), like.pattern(), like.caseRule());
    }
    if (filter instanceof Predicate.Constant constant) {
      return constant;
    }
    throw new NeedsEngine("it has the condition " + filter);
  }

  private Predicate[] resolveAll(List<Predicate> parts) throws NeedsEngine {
    Predicate[] resolved = new Predicate[parts.size()];
    for (int i = 0; i < resolved.length; i++) {
      resolved[i] = resolve(parts.get(i));
    }
    return resolved;
  }

  private static void requirePlain(List<Field> path, Literal literal) throws NeedsEngine {
    if (!ViewLiterals.isPlain(leaf(path), literal)) {
      throw new NeedsEngine(
          "it compares "
              + named(path)
              + " of type "
              + leaf(path)
              + " with "
              + literal
              + ", which takes a cast");
    }
  }

  private static DataType leaf(List<Field> path) {
    return path.get(path.size() - 1).type();
  }

  private static ColumnPath named(List<Field> path) {
    return new ColumnPath(path.stream().map(Field::name).toList());
  }

  /** The column, and the fields of structs in it, that a name with dots means. */
  private List<Field> path(List<String> names) throws NeedsEngine {
    int qualifiers = qualifiers(names);
    List<String> own = names.subList(qualifiers, names.size());
    boolean alsoRelation = isSame(names.get(0), relationName());
    if (qualifiers == 0 ? alsoRelation : isColumn(names.get(0))) {
      throw new NeedsEngine(
          TableRef.quote(names.get(0)) + " may be a column or the table that it reads");
    }
    List<Field> path = new ArrayList<>();
    List<Field> candidates = columns;
    for (String name : own) {
      if (!path.isEmpty()) {
        if (!(leaf(path) instanceof StructType struct)) {
          throw new NeedsEngine(quoted(path.get(path.size() - 1)) + " has no field " + name);
        }
        candidates = struct.fields();
      }
      path.add(find(name, candidates));
    }
    return path;
  }

  private String relationName() {
    return relation.alias() == null ? relation.table() : relation.alias();
  }

  private boolean isColumn(String name) {
    return columns.stream().anyMatch(each -> isSame(each.name(), name));
  }

  /** How many names at the start say which table is meant. */
  private int qualifiers(List<String> names) throws NeedsEngine {
    if (names.size() > 1 && isSame(names.get(0), relationName())) {
      return 1;
    }
    List<String> path = relation.path();
    boolean isQualified = relation.alias() == null && path.size() > 1 && names.size() > path.size();
    for (int i = 0; isQualified && i < path.size(); i++) {
      isQualified = isSame(names.get(i), path.get(i));
    }
    if (isQualified) {
      return path.size();
    }
    if (names.get(0).equals(ViewTokens.CATALOG)) {
      throw new NeedsEngine("it reads another table than the one in FROM");
    }
    return 0;
  }

  private static Field find(String name, List<Field> candidates) throws NeedsEngine {
    List<Field> near = candidates.stream().filter(each -> isNear(each.name(), name)).toList();
    if (near.size() != 1 || !isSame(near.get(0).name(), name)) {
      throw new NeedsEngine(
          near.isEmpty()
              ? "there is no column " + TableRef.quote(name) + " in the table that it reads"
              : "the name " + TableRef.quote(name) + " is not unique");
    }
    return near.get(0);
  }

  /** Equal by anyone's rules. */
  static boolean isNear(String a, String b) {
    return a.equalsIgnoreCase(b) || a.toLowerCase(Locale.ROOT).equals(b.toLowerCase(Locale.ROOT));
  }

  private static String quoted(Field field) {
    return TableRef.quote(field.name());
  }
}
