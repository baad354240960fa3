package io.quacklake.format.internal.text;

import io.quacklake.format.FieldId;
import io.quacklake.format.UnsupportedFeatureException;
import io.quacklake.format.type.DataType;
import io.quacklake.format.type.DecimalType;
import io.quacklake.format.type.Field;
import io.quacklake.format.type.GeometryType;
import io.quacklake.format.type.ListType;
import io.quacklake.format.type.MapType;
import io.quacklake.format.type.PrimitiveType;
import io.quacklake.format.type.StructType;
import io.quacklake.format.type.VariantType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Types as people write them: in DuckDB's spelling or the specification's, nested ones included.
 * Fields inside of them get the id 0.
 */
public final class SqlTypes {
  private static final Pattern TOKEN =
      Pattern.compile(
          "\\s*(?:\"((?:[^\"]|\"\")+)\"|([\\p{L}_][\\p{L}\\p{N}_]*)|(\\d+)|([(),\\[\\]<>]))");
  private static final int DEFAULT_PRECISION = 18;
  private static final int DEFAULT_SCALE = 3;
  private static final int MAX_DEPTH = 100;
  private static final Map<String, DataType> NAMES = names();
  private static final Set<String> IMPOSSIBLE =
      Set.of("ENUM", "UNION", "BIT", "BITSTRING", "BIGNUM", "VARINT", "ARRAY");

  private final String text;
  private final List<Token> tokens;
  private int at;
  private int depth;

  private enum Kind {
    WORD,
    QUOTED,
    NUMBER,
    SIGN
  }

  private record Token(Kind kind, String text) {}

  private SqlTypes(String text) {
    this.text = text;
    this.tokens = tokens(text);
  }

  /**
   * Reads {@code INTEGER}, {@code decimal(18,3)}, {@code VARCHAR[]}, {@code STRUCT(a INTEGER)},
   * {@code MAP(VARCHAR, INTEGER)} and the like.
   *
   * @throws UnsupportedFeatureException if it is not a type that a lake can hold
   */
  public static DataType parse(String text) {
    SqlTypes parser = new SqlTypes(text);
    DataType type = parser.type();
    if (parser.at < parser.tokens.size()) {
      throw parser.malformed();
    }
    return type;
  }

  /** Writes a type in DuckDB's spelling. */
  public static String print(DataType type) {
    if (type instanceof ListType list) {
      return print(list.element().type()) + "[]";
    }
    if (type instanceof MapType map) {
      return "MAP(" + print(map.key().type()) + ", " + print(map.value().type()) + ")";
    }
    if (type instanceof StructType struct) {
      return struct.fields().stream()
          .map(field -> '"' + field.name().replace("\"", "\"\"") + "\" " + print(field.type()))
          .collect(Collectors.joining(", ", "STRUCT(", ")"));
    }
    if (type instanceof PrimitiveType primitive) {
      return name(primitive);
    }
    return type.toString().toUpperCase(Locale.ROOT);
  }

  private DataType type() {
    if (++depth > MAX_DEPTH) {
      throw new UnsupportedFeatureException(
          "deeply nested type", "A type is nested more than " + MAX_DEPTH + " times: " + text);
    }
    DataType type = base();
    while (accept("[")) {
      if (peek(Kind.NUMBER)) {
        throw unsupported(
            "array of fixed size", "DuckLake has no arrays of fixed size. Use a list: TYPE[].");
      }
      expect("]");
      type = new ListType(Field.of(0, "element", type));
    }
    depth--;
    return type;
  }

  private DataType base() {
    if (!peek(Kind.WORD) && !peek(Kind.QUOTED)) {
      throw malformed();
    }
    String spelled = tokens.get(at++).text();
    String word = spelled.toUpperCase(Locale.ROOT);
    return switch (word) {
      case "STRUCT", "ROW" -> struct();
      case "MAP" -> map();
      case "LIST" -> list();
      case "DECIMAL", "NUMERIC", "DEC" -> decimal();
      case "VARCHAR", "CHAR", "BPCHAR", "CHARACTER", "TEXT", "STRING", "NVARCHAR" -> text();
      case "DOUBLE" -> {
        acceptWord("PRECISION");
        yield PrimitiveType.FLOAT64;
      }
      case "TIME" -> acceptZone(PrimitiveType.TIME, PrimitiveType.TIMETZ);
      case "TIMESTAMP" -> acceptZone(PrimitiveType.TIMESTAMP, PrimitiveType.TIMESTAMPTZ);
      case "INT8" -> {
        if (spelled.equals("int8")) {
          yield PrimitiveType.INT8; // what the catalog calls it
        }
        throw unsupported(
            "type " + spelled,
            "It is 8 bytes long in SQL and 8 bits in DuckLake. Use BIGINT or TINYINT.");
      }
      default -> named(spelled, word);
    };
  }

  private DataType named(String spelled, String word) {
    DataType known = NAMES.get(word);
    if (known != null) {
      return known;
    }
    if (IMPOSSIBLE.contains(word)) {
      throw unsupported("type " + spelled, "DuckLake cannot hold values of this type.");
    }
    throw unsupported(
        "type " + spelled,
        "There is no such type. Use a type of DuckDB, such as INTEGER, VARCHAR or DECIMAL(18,3).");
  }

  private DataType struct() {
    String end = open();
    List<Field> fields = new ArrayList<>();
    Set<String> taken = new HashSet<>();
    do {
      if (!peek(Kind.WORD) && !peek(Kind.QUOTED)) {
        throw malformed();
      }
      String name = tokens.get(at++).text();
      if (!taken.add(name.toLowerCase(Locale.ROOT))) {
        throw unsupported(
            "struct with two fields " + name, "Fields of a struct need different names.");
      }
      fields.add(Field.of(0, name, type()));
    } while (accept(","));
    expect(end);
    return new StructType(fields);
  }

  private DataType map() {
    String end = open();
    DataType key = type();
    expect(",");
    DataType value = type();
    expect(end);
    return new MapType(
        new Field(new FieldId(0), "key", key, true, null), Field.of(0, "value", value));
  }

  private DataType list() {
    String end = open();
    DataType element = type();
    expect(end);
    return new ListType(Field.of(0, "element", element));
  }

  private String open() {
    if (accept("(")) {
      return ")";
    }
    expect("<");
    return ">";
  }

  private DataType decimal() {
    if (!accept("(")) {
      return new DecimalType(DEFAULT_PRECISION, DEFAULT_SCALE);
    }
    int precision = number();
    int scale = accept(",") ? number() : 0;
    expect(")");
    if (precision < 1 || precision > DecimalType.MAX_PRECISION || scale > precision) {
      throw unsupported(
          "type decimal(" + precision + "," + scale + ")",
          "The precision of a decimal is 1 to 38, the scale at most that.");
    }
    return new DecimalType(precision, scale);
  }

  /** Lengths are accepted and mean nothing, as in DuckDB. */
  private DataType text() {
    if (accept("(")) {
      number();
      expect(")");
    }
    return PrimitiveType.VARCHAR;
  }

  private DataType acceptZone(PrimitiveType without, PrimitiveType with) {
    if (acceptWord("WITH")) {
      expectWord("TIME");
      expectWord("ZONE");
      return with;
    }
    if (acceptWord("WITHOUT")) {
      expectWord("TIME");
      expectWord("ZONE");
    }
    return without;
  }

  private int number() {
    if (!peek(Kind.NUMBER) || tokens.get(at).text().length() > 9) {
      throw malformed();
    }
    return Integer.parseInt(tokens.get(at++).text());
  }

  private boolean peek(Kind kind) {
    return at < tokens.size() && tokens.get(at).kind() == kind;
  }

  private boolean accept(String sign) {
    boolean there = peek(Kind.SIGN) && tokens.get(at).text().equals(sign);
    at += there ? 1 : 0;
    return there;
  }

  private void expect(String sign) {
    if (!accept(sign)) {
      throw malformed();
    }
  }

  private boolean acceptWord(String word) {
    boolean there = peek(Kind.WORD) && tokens.get(at).text().equalsIgnoreCase(word);
    at += there ? 1 : 0;
    return there;
  }

  private void expectWord(String word) {
    if (!acceptWord(word)) {
      throw malformed();
    }
  }

  private List<Token> tokens(String from) {
    List<Token> found = new ArrayList<>();
    Matcher matcher = TOKEN.matcher(from.strip());
    int position = 0;
    while (position < matcher.regionEnd()) {
      if (!matcher.find(position) || matcher.start() != position) {
        throw malformed();
      }
      position = matcher.end();
      if (matcher.group(1) != null) {
        found.add(new Token(Kind.QUOTED, matcher.group(1).replace("\"\"", "\"")));
      } else if (matcher.group(2) != null) {
        found.add(new Token(Kind.WORD, matcher.group(2)));
      } else if (matcher.group(3) != null) {
        found.add(new Token(Kind.NUMBER, matcher.group(3)));
      } else {
        found.add(new Token(Kind.SIGN, matcher.group(4)));
      }
    }
    return found;
  }

  private UnsupportedFeatureException malformed() {
    return unsupported(
        "type " + text,
        "This is not a type. Write it as in DuckDB: INTEGER, DECIMAL(18,3), VARCHAR[], STRUCT(a"
            + " INTEGER, b VARCHAR), MAP(VARCHAR, INTEGER).");
  }

  private UnsupportedFeatureException unsupported(String feature, String why) {
    return new UnsupportedFeatureException(feature, "Cannot use the type '" + text + "'. " + why);
  }

  private static String name(PrimitiveType type) {
    return switch (type) {
      case INT8 -> "TINYINT";
      case INT16 -> "SMALLINT";
      case INT32 -> "INTEGER";
      case INT64 -> "BIGINT";
      case INT128 -> "HUGEINT";
      case UINT8 -> "UTINYINT";
      case UINT16 -> "USMALLINT";
      case UINT32 -> "UINTEGER";
      case UINT64 -> "UBIGINT";
      case UINT128 -> "UHUGEINT";
      case FLOAT32 -> "FLOAT";
      case FLOAT64 -> "DOUBLE";
      case TIMETZ -> "TIME WITH TIME ZONE";
      case TIMESTAMPTZ -> "TIMESTAMP WITH TIME ZONE";
      default -> type.name();
    };
  }

  private static Map<String, DataType> names() {
    Map<String, DataType> names = new HashMap<>();
    for (PrimitiveType type : PrimitiveType.values()) {
      names.put(type.name(), type);
      names.put(name(type), type);
    }
    names.remove("INT8");
    names.put("GEOMETRY", new GeometryType());
    names.put("VARIANT", new VariantType());
    alias(names, PrimitiveType.BOOLEAN, "BOOL", "LOGICAL");
    alias(names, PrimitiveType.INT8, "INT1");
    alias(names, PrimitiveType.INT16, "INT2", "SHORT");
    alias(names, PrimitiveType.INT32, "INT", "INT4", "SIGNED");
    alias(names, PrimitiveType.INT64, "LONG", "OID");
    alias(names, PrimitiveType.FLOAT32, "FLOAT4", "REAL");
    alias(names, PrimitiveType.FLOAT64, "FLOAT8");
    alias(names, PrimitiveType.TIMESTAMP, "DATETIME", "TIMESTAMP_US");
    alias(names, PrimitiveType.BLOB, "BYTEA", "BINARY", "VARBINARY");
    alias(names, PrimitiveType.UUID, "GUID");
    return Map.copyOf(names);
  }

  private static void alias(Map<String, DataType> names, DataType type, String... words) {
    for (String word : words) {
      names.put(word, type);
    }
  }
}
