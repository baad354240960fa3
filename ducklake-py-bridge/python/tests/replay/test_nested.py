"""Every type inside lists, structs and maps, with NULL and extremes: inlined, in files, flushed, and after fields were added."""

from __future__ import annotations

from pathlib import Path

import pytest

import compare
from lab import BACKENDS, Lab
from operations import VALUES

SCALARS = {kind: values for kind, values in VALUES.items() if not kind.startswith(("STRUCT", "MAP")) and not kind.endswith("]")}
SCALARS["TIMETZ"] = ["'12:30:00+02'", "'00:00:00-15:59'"]
SCALARS["UHUGEINT"] = ["0", "36893488147419103232"]

# How a value is put inside: the type, then the literal, of a value v and another w.
FORMS = {
    "list": ("{t}[]", "[{v}, NULL, {w}]"),
    "struct": ("STRUCT(f {t}, n INTEGER)", "{{'f': {v}, 'n': 1}}"),
    "map value": ("MAP(VARCHAR, {t})", "MAP {{'k': {v}, 'l': NULL, '': {w}}}"),
    "map key": ("MAP({t}, INTEGER)", "MAP {{{v}: 1}}"),
    "struct in list": ("STRUCT(f {t})[]", "[{{'f': {v}}}, NULL, {{'f': NULL}}, {{'f': {w}}}]"),
    "list in struct": ("STRUCT(f {t}[])", "{{'f': [{v}, NULL, {w}]}}"),
    "struct in struct": ("STRUCT(s STRUCT(f {t}), n INTEGER)", "{{'s': {{'f': {v}}}, 'n': NULL}}"),
    "list in list": ("{t}[][]", "[[{v}], NULL, [], [NULL, {w}]]"),
    "map in list": ("MAP(INTEGER, {t})[]", "[MAP {{1: {v}}}, MAP {{}}, NULL]"),
}

KEYS = list(FORMS).index("map key")
# A field that is added once the rows are there.
ADDED = {"STRUCT(f {t}, n INTEGER)": ["c0.added"], "STRUCT(f {t})[]": ["c0.element.added"], "STRUCT(s STRUCT(f {t}), n INTEGER)": ["c0.s.added"]}

# The reference cannot read some of what it inlines in SQLite inside structs (P4); test_pitfalls.py has these.
P4 = ("DATE", "TIME", "TIMESTAMP", "UUID", "BLOB", "INTERVAL", "VARCHAR", "JSON", "FLOAT", "DOUBLE")


@pytest.mark.parametrize("backend", BACKENDS)
def test_every_type_reads_inside_lists_structs_and_maps(backend: str, tmp_path: Path) -> None:
    lab = Lab(tmp_path / "lake", backend)
    try:
        for n, (kind_of, literal) in enumerate(FORMS.values()):
            text = [kind for kind in SCALARS if backend != "duckdb" and "STRUCT" in kind_of and kind.startswith(P4)]
            for table, kinds in ((f"lake.inlined{n}", [kind for kind in SCALARS if kind not in text]), (f"lake.files{n}", text)):
                if not kinds:
                    continue
                columns = ", ".join(f"c{m} {kind_of.format(t=kind)}" for m, kind in enumerate(kinds))
                rows = list(zip(*(values_of(kind, kind_of, literal, "map key" if n == KEYS else "") for kind in kinds)))
                listed = ", ".join(f"({row}, {', '.join(values)})" for row, values in enumerate(rows))
                names = ", ".join(f"c{m}" for m in range(len(kinds)))
                lab.execute(f"CREATE TABLE {table} (id INTEGER, {columns})")
                if kinds is not text:
                    lab.execute(f"INSERT INTO {table} VALUES {listed}")
                lab.execute(f"INSERT INTO {table} SELECT i * 100 + id, {names} FROM (VALUES {listed}) x(id, {names}), range(1, 9) r(i)")
                lab.execute(f"DELETE FROM {table} WHERE id % 100 = 1")
                for path in ADDED.get(kind_of, []):
                    lab.execute(f"ALTER TABLE {table} ADD COLUMN {path} VARCHAR")
        before = lab.snapshots()[-1]
        lab.execute("CALL ducklake_flush_inlined_data('lake')")
        found = compare.differences(lab, [lab.read(table, at) for at in (before, lab.snapshots()[-1]) for table in lab.tables(at)], most=100)
    finally:
        lab.detach()
    assert not found, "\n".join(found)


def values_of(kind: str, kind_of: str, literal: str, key: str) -> list[str]:
    """Nine values and NULL: as many as are inlined."""
    own = [f"CAST({text} AS {kind})" for text in SCALARS[kind]]
    inner = [*own, *([] if key else [f"NULL::{kind}"])]
    values = [literal.format(v=inner[n % len(inner)], w=own[-1 - n % len(own)]) for n in range(9)]
    return [f"CAST({value} AS {kind_of.format(t=kind)})" for value in [*values, "NULL"]]
