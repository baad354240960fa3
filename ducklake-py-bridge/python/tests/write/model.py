"""A table as plain Python lists, and what happens to it: by us, by the reference, or by both in turn."""

from __future__ import annotations

import datetime
import math
import random
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any, Optional

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "replay"))

import pyarrow as pa
import pytest

pytest.importorskip("duckdb_extensions", reason="the reference has no package for this Python")

from duckdb_extensions import import_extension

import ducklake
from golden import CATALOG_FILES
from oracle import Oracle, Refused

UTC = datetime.timezone.utc
Row = dict[str, Any]

# name, DuckDB type, Arrow type, values
KINDS: list[tuple[str, pa.DataType, list[Any]]] = [
    ("INTEGER", pa.int32(), [0, -1, 7, 2147483647, -2147483648]),
    ("BIGINT", pa.int64(), [0, 5, -9223372036854775808, 9223372036854775807]),
    ("VARCHAR", pa.string(), ["", "a", "it's", "ünï ✓", "x,y=z %20", "back\\slash", "NULL", "long" * 90]),
    ("DOUBLE", pa.float64(), [0.1, -0.0, math.inf, -math.inf, math.nan, 1.7e308]),
    ("DECIMAL(9,2)", pa.decimal128(9, 2), [Decimal("0.05"), Decimal("-9999999.99"), Decimal("12.50")]),
    ("DATE", pa.date32(), [datetime.date(2020, 2, 29), datetime.date(1969, 12, 31), datetime.date(1, 1, 1)]),
    ("TIMESTAMP", pa.timestamp("us"), [datetime.datetime(2020, 2, 29, 12, 30, 0, 123456), datetime.datetime(1969, 12, 31, 23, 59, 59, 999999)]),
    ("BOOLEAN", pa.bool_(), [True, False]),
    ("BLOB", pa.binary(), [b"", b"\x00\xff", b"abc"]),
    ("INTEGER[]", pa.list_(pa.int32()), [[], [1, None, 3], [None]]),
    ("STRUCT(a INTEGER, b VARCHAR)", pa.struct([("a", pa.int32()), ("b", pa.string())]), [{"a": 1, "b": "x"}, {"a": None, "b": None}]),
    ("SMALLINT", pa.int16(), [0, -32768, 32767, 12]),
    ("UBIGINT", pa.uint64(), [0, 18446744073709551615, 3]),
    ("FLOAT", pa.float32(), [0.5, -0.0, math.nan, -math.inf, 1024.25]),
    ("TIME", pa.time64("us"), [datetime.time(0), datetime.time(23, 59, 59, 999999)]),
    ("TIMESTAMPTZ", pa.timestamp("us", "UTC"), [datetime.datetime(2020, 2, 29, 23, 30, tzinfo=UTC), datetime.datetime(1969, 12, 31, 23, 59, 59, 999999, UTC)]),
    ("DECIMAL(18,4)", pa.decimal128(18, 4), [Decimal("0.0001"), Decimal("-99999999999999.9999"), Decimal("5")]),
    ("MAP(VARCHAR, INTEGER)", pa.map_(pa.string(), pa.int32()), [[("a", 1), ("b'", None)], [("x", -5)]]),
    ("VARCHAR[][]", pa.list_(pa.list_(pa.string())), [[["a", None], []], [None], []]),
]

# What a column may be widened to, and its values then.
WIDER: dict[str, list[tuple[str, Callable[[Any], Any]]]] = {
    "SMALLINT": [("INTEGER", int), ("BIGINT", int), ("DOUBLE", float)],
    "INTEGER": [("BIGINT", int), ("DOUBLE", float), ("DECIMAL(18,4)", Decimal)],
    "FLOAT": [("DOUBLE", float)],
    "DECIMAL(9,2)": [("DECIMAL(18,4)", Decimal), ("DOUBLE", float)],
    "DATE": [("TIMESTAMP", lambda day: datetime.datetime.combine(day, datetime.time(0)))],
    "TIMESTAMP": [("TIMESTAMPTZ", lambda time: time.replace(tzinfo=UTC))],
}
SCANNERS = {"postgres": "postgres_scanner", "mariadb": "mysql_scanner"}
KIND = {name: (arrow, values) for name, arrow, values in KINDS}


def fields(kind: str) -> dict[str, str]:
    """The fields of a struct type, in their order; each is of a type of one word."""
    return dict(part.split(" ") for part in kind[len("STRUCT(") : -1].split(", "))


def struct(kinds: dict[str, str]) -> str:
    return "STRUCT(" + ", ".join(f"{name} {kind}" for name, kind in kinds.items()) + ")"


def arrow_type(kind: str) -> pa.DataType:
    return pa.struct([(name, arrow_type(each)) for name, each in fields(kind).items()]) if kind.startswith("STRUCT") else KIND[kind][0]


def values(kind: str) -> list[Any]:
    if not kind.startswith("STRUCT"):
        return KIND[kind][1]
    some = {name: values(each) for name, each in fields(kind).items()}
    return [{name: each[i % len(each)] for name, each in some.items()} for i in range(3)] + [dict.fromkeys(some)]


@dataclass(frozen=True)
class Past:
    """A table at a snapshot."""

    table: str
    made: int
    columns: dict[str, str]
    rows: list[Row]


@dataclass
class Model:
    """One table. `rows` are those of now, `history` those of each snapshot; `defaults` are what new rows get that lack a column."""

    columns: dict[str, str]
    name: str = "t"
    rows: list[Row] = field(default_factory=list)
    history: dict[int, Past] = field(default_factory=dict)
    next_id: int = 1
    defaults: dict[str, Any] = field(default_factory=dict)
    made: int = 0  # how often there was no such table before

    def remember(self, snapshot: int) -> None:
        self.history[snapshot] = Past(f"main.{self.name}", self.made, dict(self.columns), [dict(row) for row in self.rows])

    def new_rows(self, chance: random.Random, count: int) -> list[Row]:
        rows = []
        for _ in range(count):
            row: Row = {"id": self.next_id, "k": chance.randrange(20)}
            self.next_id += 1
            for name, kind in self.columns.items():
                if name not in row:
                    row[name] = None if chance.random() < 0.2 else chance.choice(values(kind))
            rows.append(row)
        return rows

    def schema(self) -> pa.Schema:
        return pa.schema([(name, arrow_type(kind)) for name, kind in self.columns.items()])

    def arrow(self, rows: Sequence[Row]) -> pa.Table:
        return pa.Table.from_pylist(list(rows), schema=self.schema())


def canonical(value: Any) -> Any:
    """A value that equals another only if they are the same, NaN and minus zero included."""
    if isinstance(value, float):
        return "nan" if math.isnan(value) else (value, math.copysign(1, value))
    if isinstance(value, dict):
        return tuple((name, canonical(each)) for name, each in value.items())
    if isinstance(value, (list, tuple)):
        return tuple(canonical(each) for each in value)
    return value


def bag(rows: Sequence[Row]) -> Counter[Any]:
    return Counter(tuple(sorted((name, canonical(value)) for name, value in row.items())) for row in rows)


@dataclass(frozen=True)
class Lake:
    """A lake in a folder, for us and for the reference. On a DuckDB file only one of them has it open at a time."""

    folder: Path
    backend: str
    oracle: Oracle
    server: Optional[str] = None  # the address, if the catalog is on one
    kept: Optional[list[ducklake.Session]] = None  # our session, if there is one for all that is done; not for DuckDB files

    @property
    def address(self) -> str:
        return self.server or f"ducklake:{self.backend}:{self.folder / CATALOG_FILES[self.backend]}"

    def attach(self) -> None:
        if not self.oracle.alive:
            object.__setattr__(self, "oracle", Oracle())
        if self.server:
            scanner = SCANNERS[self.backend]
            import_extension(scanner)
            self.oracle.rows(f"LOAD {scanner}")
            self.oracle.rows(f"ATTACH '{self.server}' AS lake")
        else:
            self.oracle.attach(self.folder, self.backend, ())

    def create(self, **options: Any) -> None:
        with ducklake.connect(self.address, data_path=f"{self.folder}/data/", create=True, **options):
            pass

    @contextmanager
    def ours(self) -> Iterator[ducklake.Session]:
        if self.kept is None:
            with ducklake.connect(self.address) as session:
                yield session
            return
        if not self.kept:
            self.kept.append(ducklake.connect(self.address))
        yield self.kept[0]

    def close(self) -> None:
        for session in self.kept or ():
            session.close()

    def theirs(self, *statements: str) -> list[Any]:
        """Runs statements in the reference; the rows of each."""
        self.attach()
        try:
            return [self.oracle.rows(each) for each in statements]
        except Refused:
            self.oracle.close()  # whatever is left of its transaction ends with it
            raise
        finally:
            if self.oracle.alive:
                self.oracle.rows("DETACH DATABASE lake")

    def their_table(self, sql: str) -> pa.Table:
        self.attach()
        try:
            return self.oracle.arrow(sql)
        finally:
            self.oracle.rows("DETACH DATABASE lake")

    def check(self, model: Model) -> list[str]:
        """What either reads differently from the model, at any snapshot; empty if all is well."""
        found: list[str] = []
        with self.ours() as session:
            for snapshot, past in model.history.items():
                got = session.table(past.table, snapshot=snapshot).to_arrow()
                found += _difference(f"ours at {snapshot}", past, got)
            found += self._feed_differences(session, model)
        self.attach()
        try:
            for snapshot, past in model.history.items():
                try:
                    got = self.oracle.arrow(f"SELECT * FROM lake.{past.table} AT (VERSION => {snapshot})")
                    found += _difference(f"the reference at {snapshot}", past, got)
                except Refused as refusal:
                    found.append(f"the reference at {snapshot}: {refusal}")
        finally:
            self.oracle.rows("DETACH DATABASE lake")
        return found

    def _feed_differences(self, session: ducklake.Session, model: Model) -> list[str]:
        """Where the changes of a snapshot, and of those that expired before it, do not turn the rows of the one before them into those at it."""
        found = []
        snapshots = sorted(model.history)
        for before, after in zip(snapshots, snapshots[1:]):
            old, new = model.history[before], model.history[after]
            if old.columns != new.columns or old.made != new.made:
                continue
            table = session.table(new.table, snapshot=after)
            changed = table.changes(before).to_arrow().to_pylist()
            if after == before + 1 and bag(table.changes(after).to_arrow().to_pylist()) != bag([row for row in changed if row["snapshot_id"] == after]):
                found.append(f"the changes of {after} are others as part of those from {before} on")
            kinds: dict[str, list[Row]] = {"delete": [], "insert": []}
            for row in changed:
                if row["snapshot_id"] > before:
                    kind = "delete" if row["change_type"] in ("delete", "update_preimage") else "insert"
                    kinds[kind].append({name: row[name] for name in new.columns})
            deleted, inserted = bag(kinds["delete"]), bag(kinds["insert"])
            # What expired snapshots wrote, others of them may have deleted.
            surplus = deleted - (bag(old.rows) if after == before + 1 else bag(old.rows) + inserted)
            if bag(old.rows) + inserted - deleted != bag(new.rows) or surplus:
                found.append(f"the changes after {before} until {after} do not make its rows: {len(changed)} changes")
        return found


def _difference(who: str, past: Past, got: pa.Table) -> list[str]:
    if got.column_names != list(past.columns):
        return [f"{who}: columns {got.column_names}, expected {list(past.columns)}"]
    wanted, actual = bag(past.rows), bag(got.to_pylist())
    if wanted == actual:
        return []
    missing, surplus = list((wanted - actual).elements()), list((actual - wanted).elements())
    return [f"{who}: {got.num_rows} rows, expected {len(past.rows)}\n  missing {missing[:2]}\n  surplus {surplus[:2]}"]


def sql_literal(value: Any) -> str:
    if value is None:
        return "NULL"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return f"'{value!r}'::DOUBLE"
    if isinstance(value, (int, Decimal)):
        return str(value)
    if isinstance(value, str):
        return "'" + value.replace("'", "''") + "'"
    if isinstance(value, bytes):
        return "'" + "".join(f"\\x{byte:02X}" for byte in value) + "'::BLOB"
    if isinstance(value, datetime.datetime):
        return f"TIMESTAMP{'TZ' * (value.tzinfo is not None)} '{value.isoformat(' ')}'"
    if isinstance(value, datetime.time):
        return f"TIME '{value}'"
    if isinstance(value, datetime.date):
        return f"DATE '{value.isoformat()}'"
    if isinstance(value, list) and value and isinstance(value[0], tuple):
        return "MAP {" + ", ".join(f"{sql_literal(key)}: {sql_literal(each)}" for key, each in value) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(sql_literal(each) for each in value) + "]"
    return "{" + ", ".join(f"'{name}': {sql_literal(each)}" for name, each in value.items()) + "}"


Predicate = tuple[str, Callable[[Row], bool]]


def predicates(chance: random.Random, model: Model) -> Predicate:
    """A filter as SQL and as Python."""
    k, n = chance.randrange(20), chance.randrange(1, max(2, model.next_id))
    some = sorted(chance.sample(range(1, model.next_id + 1), min(3, model.next_id)))
    choices: list[Predicate] = [
        (f"k = {k}", lambda row: row["k"] == k),
        (f"k < {k}", lambda row: row["k"] < k),
        (f"id >= {n}", lambda row: row["id"] >= n),
        (f"id IN ({', '.join(map(str, some))})", lambda row: row["id"] in some),
        (f"k > {k} AND NOT (id = {n})", lambda row: row["k"] > k and row["id"] != n),
    ]
    texts = [name for name, kind in model.columns.items() if kind == "VARCHAR"]
    if texts:
        name = texts[0]
        choices.append((f"{name} IS NULL", lambda row: row[name] is None))
        choices.append((f"{name} LIKE 'a%' OR k = {k}", lambda row: (row[name] or "").startswith("a") or row["k"] == k))
    return chance.choice(choices)
