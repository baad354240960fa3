"""Random sequences of operations on a lake, from a seed; each is generated against the lake as it is by then."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

from golden import quoted
from lab import REATTACH, Lab, Step, split
from oracle import Refused

# SQL literals of each type: lowest and highest values, and such that texts and statistics may get wrong.
VALUES: dict[str, list[str]] = {
    "BOOLEAN": ["true", "false"],
    "TINYINT": ["-128", "127", "0", "7"],
    "SMALLINT": ["-32768", "32767", "0", "12"],
    "INTEGER": ["-2147483648", "2147483647", "0", "42", "-7"],
    "BIGINT": ["-9223372036854775808", "9223372036854775807", "0", "1234567890123"],
    "HUGEINT": ["1180591620717411303424", "-1180591620717411303424", "0", "5"],  # what a double holds
    "UTINYINT": ["0", "255", "9"],
    "USMALLINT": ["0", "65535", "10"],
    "UINTEGER": ["0", "4294967295", "11"],
    "UBIGINT": ["0", "18446744073709551615", "12"],
    "FLOAT": ["1.5", "-0.0", "'nan'", "'inf'", "'-inf'", "3.4e38", "0.25"],
    "DOUBLE": ["0.1", "-0.0", "'nan'", "'inf'", "'-inf'", "1.7e308", "5e-324"],
    "DECIMAL(4,1)": ["999.9", "-999.9", "0.0", "1.5"],
    "DECIMAL(9,2)": ["9999999.99", "-9999999.99", "0.05"],
    "DECIMAL(18,3)": ["999999999999999.999", "-0.001", "17"],
    "DECIMAL(38,10)": ["'9999999999999999999999999999.9999999999'", "'-9999999999999999999999999999.9999999999'", "0.5"],
    "VARCHAR": ["''", "'a'", "'NULL'", "'it''s'", "'back\\slash'", "'ünï ✓'", "'a,b=c/d %20'", "repeat('long', 80)", "' spaced '", "'[x]'"],
    "BLOB": ["'\\x00\\xFF'::BLOB", "''::BLOB", "'abc'::BLOB"],
    "DATE": ["'2020-02-29'", "'1969-12-31'", "'infinity'", "'-infinity'", "'0001-01-01'", "'9999-12-31'", "'0044-03-15 (BC)'"],
    "TIME": ["'00:00:00'", "'23:59:59.999999'", "'12:30:00.5'", "'24:00:00'"],
    "TIMESTAMP": ["'2020-02-29 12:30:00.123456'", "'1969-12-31 23:59:59.999999'", "'infinity'", "'-infinity'", "'1500-01-01 00:00:00'"],
    "TIMESTAMP_S": ["'2020-02-29 12:30:00'", "'1969-12-31 23:59:59'", "'1500-01-01 00:00:00'"],
    "TIMESTAMP_MS": ["'2020-02-29 12:30:00.123'", "'1969-12-31 23:59:59.999'"],
    "TIMESTAMP_NS": ["'2020-02-29 12:30:00.123456789'", "'1969-12-31 23:59:59.999999999'"],
    "TIMESTAMPTZ": ["'2020-02-29 12:30:00+05:30'", "'1969-12-31 23:59:59.999999+00'", "'infinity'", "'-infinity'"],
    "INTERVAL": ["'1 year 2 months 3 days 04:05:06.007'", "'0 days'", "'100 hours'"],
    "TIMETZ": ["'12:30:00+02'", "'00:00:00-15:59'", "'23:59:59.999999+15:59'"],
    "UHUGEINT": ["0", "36893488147419103232"],
    "GEOMETRY": ["'POINT (1 2)'", "'POINT EMPTY'", "'LINESTRING (0 0, 1 1.5)'", "'POINT Z (1 2 3)'", "'GEOMETRYCOLLECTION (POINT (1 2))'"],
    "UUID": ["'00000000-0000-0000-0000-000000000000'", "'ffffffff-ffff-ffff-ffff-ffffffffffff'", "'f79c3e09-677c-4bbd-a479-3f349cb785e7'"],
    "JSON": ["'{\"a\": [1, 2]}'", "'null'", "'\"x\"'", "'3'"],
    "STRUCT(a INTEGER, b VARCHAR)": ["{'a': 1, 'b': 'x'}", "{'a': NULL, 'b': NULL}", "{'a': -5, 'b': ''}"],
    "STRUCT(p STRUCT(q INTEGER), r BIGINT[])": ["{'p': {'q': 3}, 'r': [1, NULL]}", "{'p': NULL, 'r': []}", "{'p': {'q': NULL}, 'r': NULL}"],
    "INTEGER[]": ["[1, 2, NULL]", "[]", "[NULL]", "[7]"],
    "VARCHAR[][]": ["[['a', 'it''s'], [], NULL]", "[]", "[['x,y', 'NULL', '']]"],
    "STRUCT(x INTEGER, y VARCHAR)[]": ["[{'x': 1, 'y': 'p'}, NULL]", "[]", "[{'x': NULL, 'y': 'it'}]"],
    "MAP(VARCHAR, INTEGER)": ["MAP {'k': 1, 'l': NULL}", "MAP {}", "MAP {'a=b': 3}"],
    "MAP(INTEGER, STRUCT(v INTEGER))": ["MAP {1: {'v': 2}}", "MAP {}", "MAP {3: NULL, 4: {'v': NULL}}"],
}
NO_DEFAULT = ("GEOMETRY", "STRUCT", "MAP", "[]", "BLOB")
INTEGERS = ["TINYINT", "SMALLINT", "INTEGER", "BIGINT"]
UNSIGNED = ["UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT"]
PROMOTIONS: dict[str, list[str]] = {
    **{kind: [*INTEGERS[i + 1 :], "HUGEINT", "FLOAT", "DOUBLE", "DECIMAL(38,10)"] for i, kind in enumerate(INTEGERS)},
    **{kind: [*UNSIGNED[i + 1 :], *INTEGERS[i + 1 :], "HUGEINT", "FLOAT", "DOUBLE", "DECIMAL(38,10)"] for i, kind in enumerate(UNSIGNED)},
    "BOOLEAN": [*INTEGERS, *UNSIGNED],
    "FLOAT": ["DOUBLE"],
    "DECIMAL(4,1)": ["DECIMAL(9,2)", "DECIMAL(18,3)", "DECIMAL(38,10)", "DOUBLE", "FLOAT"],
    "DECIMAL(9,2)": ["DECIMAL(18,3)", "DECIMAL(38,10)", "DOUBLE"],
    "DECIMAL(18,3)": ["DECIMAL(38,10)", "DOUBLE", "FLOAT"],
    "DATE": ["TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS", "TIMESTAMPTZ"],
    "TIMESTAMP": ["TIMESTAMP_NS", "TIMESTAMPTZ"],
    "TIMESTAMP_S": ["TIMESTAMP", "TIMESTAMP_MS", "TIMESTAMP_NS"],
    "TIMESTAMP_MS": ["TIMESTAMP", "TIMESTAMP_NS"],
}
FIELD_TYPES = ["INTEGER", "VARCHAR", "DOUBLE", "BIGINT[]"]
SHORT = {"TIMESTAMP WITH TIME ZONE": "TIMESTAMPTZ"}


def sequence(lab: Lab, seed: int, length: int) -> Iterator[Step]:
    """Runs a random sequence on a fresh lake; yields the steps that the reference took."""
    generator = Generator(lab, random.Random(seed))
    for step in generator.beginning():
        lab.run(step)
        yield step
    done = 0
    for _ in range(length * 3):
        step = generator.step()
        if step is None:
            continue
        try:
            lab.run(step)
        except Refused as refusal:
            if "INTERNAL" in str(refusal) or "FATAL" in str(refusal):
                raise
            continue
        yield step
        done += 1
        if done == length:
            return


class Generator:
    def __init__(self, lab: Lab, random_: random.Random) -> None:
        self.lab, self.random = lab, random_
        self.names = 0
        self.next = 0
        # Few types in one sequence, so that its columns meet often.
        self.types = random_.sample(sorted(VALUES), 6) + ["INTEGER", "VARCHAR"]
        if lab.backend == "sqlite":
            # The reference cannot read what it inlines of structs there with quotes or dates (P4); these hold none.
            self.types = [kind for kind in self.types if kind != "BLOB"] or ["INTEGER"]
        self.weights: dict[str, int] = {
            "insert": 10, "insert_some": 3, "delete": 7, "delete_rows": 3, "update": 5, "merge_into": 2, "add_column": 4, "drop_column": 2,
            "rename_column": 2, "promote": 4, "default": 2, "field": 4, "partition": 2, "sort": 1, "merge_files": 3, "rewrite": 3, "flush": 3,
            "expire": 1, "cleanup": 1, "inlining": 3, "option": 1, "create": 2, "drop": 1, "rename_table": 1, "truncate": 1, "reattach": 1,
            "transaction": 3, "add_file": 2, "view": 1, "comment": 1, "zone": 1, "replace": 1, "schema": 1, "checkpoint": 1, "update_all": 1,
        }  # fmt: skip
        for kind in random_.sample(sorted(self.weights), 8):  # each seed has its own taste
            if kind != "insert":
                self.weights[kind] *= random_.choice([0, 3])

    def beginning(self) -> Iterator[Step]:
        yield (f"CALL lake.set_option('data_inlining_row_limit', {self.random.choice([0, 0, 1, 10, 10, 30])})",)
        yield self.create()
        for _ in range(2):
            yield (f"INSERT INTO lake.main.t0 {self.rows('main.t0')}",)

    def step(self) -> Step | None:
        kind = self.random.choices(list(self.weights), list(self.weights.values()))[0]
        made: Step | str | None = getattr(self, kind)()
        return (made,) if isinstance(made, str) else made

    def table(self) -> str:
        tables = self.lab.tables(self.lab.snapshots()[-1])
        return self.random.choice(tables) if tables else "main.none"

    def columns(self, table: str) -> list[tuple[str, str]]:
        try:
            return [(quoted(name), SHORT.get(kind, kind)) for name, kind in self.lab.types(table)]
        except Refused:
            return []

    def new_name(self) -> str:
        self.names += 1
        return self.random.choice([f"c{self.names}", f"c{self.random.randrange(4)}", f'"Odd {self.names}.x"'])

    # -- rows

    def value(self, kind: str) -> str:
        """An expression of the row number ``i`` that takes several values of a type."""
        known = VALUES.get(re.sub(r'"', "", kind))
        if known is None:
            return f"{nested_value(kind, self.random)}::{kind}" if self.random.random() < 0.8 else f"NULL::{kind}"
        chosen = [*self.random.sample(known, min(len(known), self.random.randint(1, 5))), *self.random.choice([[], ["NULL"]])]
        if len(chosen) == 1:
            return f"CAST({chosen[0]} AS {kind})"
        step = self.random.choice([1, 3, 7])
        typed = [f"CAST({value} AS {kind})" for value in chosen]
        whens = " ".join(f"WHEN {n} THEN {value}" for n, value in enumerate(typed[:-1]))
        return f"CASE (i * {step}) % {len(chosen)} {whens} ELSE {typed[-1]} END"

    def rows(self, table: str, columns: list[tuple[str, str]] | None = None) -> str:
        columns = self.columns(table) if columns is None else columns
        count = self.random.choice([1, 1, 2, 5, 10, 10, 11, 11, 30, 30, 100, 0])
        values = [f"i::{kind}" if name == '"id"' and kind in ("INTEGER", "BIGINT") else self.value(kind) for name, kind in columns]
        first, self.next = self.next, self.next + count
        return f"SELECT {', '.join(values)} FROM range({first}, {first + count}) r(i)"

    def condition(self, table: str) -> str:
        id_ = '"id"' if any(name == '"id"' for name, _ in self.columns(table)) else "rowid"
        modulus = self.random.choice([2, 3, 5, 10])
        return self.random.choice([
            f"{id_}::DOUBLE % {modulus} = {self.random.randrange(modulus)}",
            f"rowid % {modulus} = {self.random.randrange(modulus)}",
            f"{id_}::DOUBLE < {self.random.randrange(max(self.next, 1))}",
            f"{id_}::DOUBLE BETWEEN {(low := self.random.randrange(max(self.next, 1)))} AND {low + self.random.choice([0, 4, 12])}",
        ])  # fmt: skip

    def insert(self) -> str:
        table = self.table()
        return f"INSERT INTO lake.{table} {self.rows(table)}"

    def insert_some(self) -> str | None:
        table = self.table()
        columns = self.columns(table)
        if len(columns) < 2:
            return None
        some = self.random.sample(columns, self.random.randint(1, len(columns) - 1))
        return f"INSERT INTO lake.{table} ({', '.join(name for name, _ in some)}) {self.rows(table, some)}"

    def delete(self) -> str:
        table = self.table()
        return f"DELETE FROM lake.{table} WHERE {self.condition(table)}"

    def delete_rows(self) -> str:
        low = self.random.randrange(max(self.next, 1))
        return f"DELETE FROM lake.{self.table()} WHERE rowid BETWEEN {low} AND {low + self.random.choice([0, 1, 9, 10, 11])}"

    def update(self) -> str | None:
        table = self.table()
        columns = [column for column in self.columns(table) if column[0] != '"id"']
        if not columns:
            return None
        name, kind = self.random.choice(columns)
        value = self.value(kind).replace("(i *", "(rowid *")
        return f"UPDATE lake.{table} SET {name} = {value} WHERE {self.condition(table)}"

    def update_all(self) -> str | None:
        """Every column at once, partition keys included; some rows to what they are."""
        table = self.table()
        columns = self.columns(table)
        some = self.random.sample(columns, self.random.randint(0, len(columns)))
        sets = [f"{name} = {name if self.random.random() < 0.4 else self.value(kind).replace('(i *', '(rowid *')}" for name, kind in some]
        sets = [each.replace("i::", "rowid::") for each in sets]
        return f"UPDATE lake.{table} SET {', '.join(sets)} WHERE {self.condition(table)}" if sets else None

    def merge_into(self) -> str | None:
        table = self.table()
        columns = self.columns(table)
        others = [column for column in columns if column[0] != '"id"']
        if len(others) == len(columns) or not others:
            return None
        name, kind = self.random.choice(others)
        low = self.random.randrange(max(self.next, 1))
        return (
            f"MERGE INTO lake.{table} USING (SELECT i AS id, {self.value(kind)} AS v FROM range({low}, {low + 8}) r(i)) s ON {table}.id = s.id "
            f"WHEN MATCHED {self.random.choice(['', 'AND s.id % 2 = 0 '])}THEN {self.random.choice([f'UPDATE SET {name} = s.v', 'DELETE'])} "
            f"WHEN NOT MATCHED THEN INSERT (id, {name}) VALUES (s.id, s.v)"
        ).replace(f"ON {table}.", f"ON {table.split('.')[-1]}.")

    def truncate(self) -> str:
        return self.random.choice(["TRUNCATE lake.{}", "DELETE FROM lake.{}"]).format(self.table())

    # -- columns

    def add_column(self) -> str:
        kind = self.random.choice(self.types)
        default = ""
        if self.random.random() < 0.6 and not any(part in kind for part in NO_DEFAULT):
            default = f" DEFAULT {self.literal(kind)}"
        return f"ALTER TABLE lake.{self.table()} ADD COLUMN {self.new_name()} {kind}{default}"

    def literal(self, kind: str) -> str:
        """As a text: the reference takes no expression, such as -7 or true, for the default of a new column."""
        value = self.random.choice([value for value in VALUES[kind] if "(" not in value or value.startswith("'")])
        return value if value.startswith("'") else f"'{value}'"

    def other_column(self, table: str) -> tuple[str, str]:
        return self.random.choice([column for column in self.columns(table) if column[0] != '"id"'] or [("none", "INTEGER")])

    def drop_column(self) -> str:
        table = self.table()
        return f"ALTER TABLE lake.{table} DROP COLUMN {self.other_column(table)[0]}"

    def rename_column(self) -> str:
        table = self.table()
        return f"ALTER TABLE lake.{table} RENAME COLUMN {self.other_column(table)[0]} TO {self.new_name()}"

    def promote(self) -> str | None:
        table = self.table()
        name, kind = self.other_column(table)
        wider = PROMOTIONS.get(kind, [])
        if self.random.random() < 0.2:
            wider = [] if kind == "VARCHAR" else ["JSON"]
        return f"ALTER TABLE lake.{table} ALTER COLUMN {name} SET DATA TYPE {self.random.choice(wider)}" if wider else None

    def default(self) -> str | None:
        table = self.table()
        name, kind = self.other_column(table)
        if self.random.random() < 0.3 or any(part in kind for part in NO_DEFAULT) or kind not in VALUES:
            return f"ALTER TABLE lake.{table} ALTER COLUMN {name} DROP DEFAULT"
        return f"ALTER TABLE lake.{table} ALTER COLUMN {name} SET DEFAULT {self.literal(kind)}"

    def field(self) -> str | None:
        table = self.table()
        paths = [path for name, kind in self.columns(table) for path in structs(name, kind)]
        if not paths:
            return None
        path, fields = self.random.choice(paths)
        name = self.random.choice(fields)
        return f"ALTER TABLE lake.{table} " + self.random.choice([
            f"ADD COLUMN {path}.{self.new_name()} {self.random.choice(FIELD_TYPES)}",
            f"ADD COLUMN {path}.{self.new_name()} STRUCT(z INTEGER)",
            f"DROP COLUMN {path}.{name}",
            f"RENAME COLUMN {path}.{name} TO {self.new_name()}",
        ])  # fmt: skip

    # -- layout

    def partition(self) -> str:
        table = self.table()
        if self.random.random() < 0.25:
            return f"ALTER TABLE lake.{table} RESET PARTITIONED BY"
        name, kind = self.random.choice(self.columns(table) or [("none", "INTEGER")])
        choices = [name, f"bucket({self.random.choice([1, 3, 4])}, {name})"]
        if kind.startswith(("DATE", "TIMESTAMP")):
            choices += [f"{part}({name})" for part in ("year", "month", "day")]
        return f"ALTER TABLE lake.{table} SET PARTITIONED BY ({self.random.choice(choices)})"

    def sort(self) -> str:
        table = self.table()
        if self.random.random() < 0.3:
            return f"ALTER TABLE lake.{table} RESET SORTED BY"
        return f"ALTER TABLE lake.{table} SET SORTED BY ({self.random.choice(self.columns(table) or [('id', '')])[0]} {self.random.choice(['ASC', 'DESC'])})"

    def merge_files(self) -> str:
        return "CALL ducklake_merge_adjacent_files('lake')"

    def rewrite(self) -> str:
        return f"CALL ducklake_rewrite_data_files('lake', delete_threshold => {self.random.choice([0.01, 0.3])})"

    def flush(self) -> str:
        return "CALL ducklake_flush_inlined_data('lake')"

    def expire(self) -> str | None:
        snapshots = self.lab.snapshots()[:-1]
        if len(snapshots) < 4:
            return None
        return f"CALL ducklake_expire_snapshots('lake', versions => {sorted(self.random.sample(snapshots, len(snapshots) // 3))})"

    def cleanup(self) -> str:
        return "CALL ducklake_cleanup_old_files('lake', cleanup_all => true)"

    def checkpoint(self) -> str:
        return "CHECKPOINT lake"

    def zone(self) -> str:
        return f"SET TimeZone = '{self.random.choice(['UTC', 'America/New_York', 'Asia/Kolkata'])}'"

    def inlining(self) -> Step:  # the reference crashes at options of tables that it remembers and that are gone
        return REATTACH, f"CALL lake.set_option('data_inlining_row_limit', {self.random.choice([0, 0, 1, 10, 50])})"

    def option(self) -> Step:
        name, value = self.random.choice([
            ("parquet_compression", self.random.choice(["zstd", "snappy", "gzip", "lz4_raw", "uncompressed", "brotli"])),
            ("parquet_version", self.random.choice(["1", "2"])), ("parquet_row_group_size", "7"), ("target_file_size", "1KB"),
            ("hive_file_pattern", self.random.choice(["1", "0"])), ("write_deletion_vectors", self.random.choice(["true", "false"])),
        ])  # fmt: skip
        return REATTACH, f"CALL lake.set_option('{name}', '{value}')"

    # -- tables

    def create(self) -> Step:
        self.names += 1
        table = f"t{self.names - 1}" if self.names == 1 or self.random.random() < 0.5 else f"t{self.random.randrange(3)}"
        columns = ", ".join(f"c{n} {self.random.choice(self.types)}" for n in range(self.random.randint(1, 4)))
        schema = self.random.choice(["main", "main", *self.lab.schemas(self.lab.snapshots()[-1])]) if self.names > 1 else "main"
        return (f"CREATE TABLE lake.{quoted(schema)}.{table} (id INTEGER, {columns})",)

    def schema(self) -> str:
        self.names += 1
        return f'CREATE SCHEMA lake."Other {self.names}"'

    def replace(self) -> str:
        table = self.table()
        return f"CREATE OR REPLACE TABLE lake.{table} AS SELECT *, {self.value(self.random.choice(self.types))} AS c{self.random.randrange(9)} FROM (SELECT rowid::BIGINT AS i, * FROM lake.{table})"

    def drop(self) -> str | None:
        return f"DROP TABLE lake.{self.table()}" if len(self.lab.tables(self.lab.snapshots()[-1])) > 1 else None

    def rename_table(self) -> str:
        return f"ALTER TABLE lake.{self.table()} RENAME TO t{self.random.randrange(4)}"

    def reattach(self) -> str:
        return REATTACH

    def view(self) -> str:
        self.names += 1
        return f"CREATE VIEW lake.main.v{self.names} AS SELECT * FROM lake.{self.table()}"

    def comment(self) -> str:
        return f"COMMENT ON TABLE lake.{self.table()} IS {self.random.choice(['NULL', repr('a note')])}"

    def transaction(self) -> Step | None:
        kinds = ["insert", "insert", "delete", "delete_rows", "update", "insert_some", "add_column", "rename_column", "default", "promote", "truncate"]
        steps = [getattr(self, self.random.choice(kinds))() for _ in range(self.random.randint(2, 4))]
        statements = tuple(step for step in steps if step)
        return ("BEGIN", *statements, self.random.choice(["COMMIT", "COMMIT", "COMMIT", "ROLLBACK"])) if statements else None

    def add_file(self) -> Step | None:
        if self.lab.options:
            return None  # an encrypted lake takes no file without a key
        table = self.table()
        columns = self.columns(table)
        some = self.random.sample(columns, self.random.randint(1, len(columns))) if columns else []
        if not some:
            return None
        self.names += 1
        file = f"@EXT@/f{self.names}.parquet"
        rows = self.rows(table, some)
        aliases = ", ".join(self.random.choice([str, str, str.upper])(name) for name, _ in some)
        more, words = self.random.choice([("", ""), ("", ""), (", 7 AS surplus", ", ignore_extra_columns => true")])
        schema, name = (part[1:-1] for part in split(table, "."))
        return (
            f"COPY (SELECT *{more} FROM ({rows}) r({aliases})) TO '{file}' (FORMAT parquet)",
            f"CALL ducklake_add_data_files('lake', '{name}', '{file}', schema => '{schema}', allow_missing => true{words})",
        )


def structs(path: str, kind: str) -> list[tuple[str, list[str]]]:
    """The paths of the structs inside a type, with the names of their fields."""
    if kind.endswith("[]"):
        return structs(f"{path}.element", kind[:-2])
    if kind.startswith("MAP("):
        return structs(f"{path}.value", split(kind[4:-1])[1])
    if not kind.startswith("STRUCT("):
        return []
    fields = [re.match(r'^("(?:[^"]|"")*"|\S+)\s+(.*)$', part, re.DOTALL) for part in split(kind[7:-1])]
    found = [(path, [field[1] for field in fields if field])]
    for field in fields:
        if field:
            found += structs(f"{path}.{field[1]}", field[2])
    return found


def nested_value(kind: str, random_: random.Random) -> str:
    """A literal of a type that evolution has made."""
    if random_.random() < 0.15:
        return "NULL"
    if kind.endswith("[]"):
        return f"[{', '.join(nested_value(kind[:-2], random_) for _ in range(random_.randint(0, 2)))}]"
    if kind.startswith("MAP("):
        key, value = split(kind[4:-1])
        return f"MAP {{{nested_value('key ' + key, random_)}: {nested_value(value, random_)}}}"
    if kind.startswith("STRUCT("):
        fields = [re.match(r'^("(?:[^"]|"")*"|\S+)\s+(.*)$', part, re.DOTALL) for part in split(kind[7:-1])]
        return "{" + ", ".join(f"{quoted_field(f[1])}: {nested_value(f[2], random_)}" for f in fields if f) + "}"
    if kind.startswith("key "):
        return "'k'" if kind == "key VARCHAR" else "1"
    known = VALUES.get(kind)
    if known is None or kind in ("VARCHAR", "JSON"):
        return {"VARCHAR": "'v'", "JSON": "'[1]'"}.get(kind, "NULL")
    return f"CAST({random_.choice(known)} AS {kind})"


def quoted_field(name: str) -> str:
    plain = name[1:-1].replace('""', '"') if name.startswith('"') else name
    return "'" + plain.replace("'", "''") + "'"
