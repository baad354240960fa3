"""Every type inside lists, structs and maps, with NULL and extremes: inlined, in files, flushed, and after fields were added."""

from __future__ import annotations

from pathlib import Path

import pytest

import compare
from lab import BACKENDS, Lab
from operations import VALUES
from oracle import Refused

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

# The reference cannot read some of what it inlines in SQLite inside structs (P4); test_pitfalls.py has these.
P4 = ("DATE", "TIME", "TIMESTAMP", "UUID", "BLOB", "INTERVAL", "VARCHAR", "JSON", "FLOAT", "DOUBLE")


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize("form", FORMS)
def test_every_type_reads_inside(form: str, backend: str, tmp_path: Path) -> None:
    kind_of, literal = FORMS[form]
    lab = Lab(tmp_path / "lake", backend)
    tables, refused = 0, []
    try:
        for kind, texts in SCALARS.items():
            nested = kind_of.format(t=kind)
            values = [f"CAST({text} AS {kind})" for text in texts]
            rows = [literal.format(v=v, w=values[-1]) for v in values] + [literal.format(v=f"NULL::{kind}", w=values[0])] * (form != "map key")
            listed = ", ".join(f"({n}, CAST({row} AS {nested}))" for n, row in enumerate([*rows, "NULL"]))
            inlines = backend == "duckdb" or "STRUCT" not in nested or not kind.startswith(P4)
            statements = [f"CREATE TABLE lake.t (id INTEGER, v {nested})"]
            if inlines:
                statements.append(f"INSERT INTO lake.t SELECT * FROM (VALUES {listed}) x(id, v) LIMIT 10")
            statements += [
                f"INSERT INTO lake.t SELECT i * 100 + id, v FROM (VALUES {listed}) x(id, v), range(1, 9) r(i)",
                "DELETE FROM lake.t WHERE id % 100 = 1",
            ]
            if "STRUCT(f " in nested:
                statements.append(f"ALTER TABLE lake.t ADD COLUMN v.{'element.' if nested.endswith('[]') else ''}{'s.' if 's STRUCT' in nested else ''}added {kind}")
            try:
                for statement in statements:
                    lab.execute(statement.replace("lake.t ", f"lake.t{tables} "))
                lab.execute(f"SELECT * FROM lake.t{tables}")
            except Refused as refusal:
                if "INTERNAL" in str(refusal) or "FATAL" in str(refusal):
                    raise
                refused.append(f"{kind}: {refusal}")
                lab.execute(f"DROP TABLE IF EXISTS lake.t{tables}")
            tables += 1
        before = lab.snapshots()[-1]
        lab.execute("CALL ducklake_flush_inlined_data('lake')")
        found = compare.differences(lab, [lab.read(table, at) for at in (before, lab.snapshots()[-1]) for table in lab.tables(at)], most=100)
    finally:
        lab.detach()
    assert len(refused) < 8, "\n".join(refused)
    print(refused)
    assert not found, "\n".join(found)
