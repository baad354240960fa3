"""Defaults that are functions are kept as the reference keeps them, and both fill them in."""

from __future__ import annotations

import contextlib
import datetime
import uuid
from pathlib import Path

import pytest

import ducklake
from differential import connection, definition
from test_differential import Both, column

FUNCTIONS = {
    "n": ("timestamptz", "now()"),
    "c": ("timestamp", "current_timestamp"),
    "g": ("timestamptz", "get_current_timestamp()"),
    "l": ("timestamp", "localtimestamp"),
    "d": ("date", "current_date"),
    "t": ("date", "today()"),
    "u": ("uuid", "uuid()"),
    "v": ("uuid", "gen_random_uuid()"),
    "w": ("uuid", "uuidv7()"),
}
SQL = "create table t (a integer, " + ", ".join(f"{name} {kind} default {text}" for name, (kind, text) in FUNCTIONS.items()) + ")"


def test_functions_are_stored_as_the_reference_stores_them(tmp_path: Path) -> None:
    both = Both(tmp_path, None)
    both.do(SQL, lambda tx: tx.createTable(definition("t", column("a", "integer"), *(column(name, kind).withDefault(text) for name, (kind, text) in FUNCTIONS.items()))))
    both.assert_same()


def check(rows: list[dict[str, object]], before: datetime.datetime, after: datetime.datetime) -> None:
    assert len(rows) == 3
    for row in rows:
        for name, (kind, _) in FUNCTIONS.items():
            value = row[name]
            if kind == "timestamptz":
                assert before <= value <= after
            elif kind == "timestamp":
                assert before <= value.replace(tzinfo=datetime.timezone.utc) <= after
            elif kind == "date":
                assert before.date() <= value <= after.date()
            else:
                assert uuid.UUID(str(value)).version == (7 if name == "w" else 4)
    for name in ("u", "v", "w"):
        assert len({str(row[name]) for row in rows}) == 3
    assert len({row["n"] for row in rows}) == 1


@pytest.mark.parametrize("limit", [0, 10])
def test_each_fills_in_what_the_other_defined(tmp_path: Path, limit: int) -> None:
    # the time zone of tests is UTC for both
    ours, theirs = tmp_path / "ours.ducklake", tmp_path / "theirs.ducklake"
    with contextlib.closing(connection()) as reference:
        reference.execute(f"attach 'ducklake:{theirs}' as lake (data_path '{tmp_path}/theirs/', data_inlining_row_limit {limit}); use lake")
        reference.execute(SQL)
    before = datetime.datetime.now(datetime.timezone.utc)
    with ducklake.connect(f"duckdb:///{theirs}", data_inlining_row_limit=limit) as session:
        table = session.table("t")
        table.append([{"a": i} for i in range(3)])
        check(table.to_arrow().to_pylist(), before, datetime.datetime.now(datetime.timezone.utc))
    with ducklake.connect(f"duckdb:///{ours}", data_path=tmp_path / "ours", create=True, data_inlining_row_limit=limit) as session:
        session.create_table("t", [("a", "integer"), *((name, f"{kind} default {text}") for name, (kind, text) in FUNCTIONS.items())])
    before = datetime.datetime.now(datetime.timezone.utc)
    with contextlib.closing(connection()) as reference:
        reference.execute(f"set timezone = 'UTC'; attach 'ducklake:{ours}' as lake (data_inlining_row_limit {limit}); use lake")
        reference.execute("insert into t (a) select * from range(3)")
        rows = reference.execute("select * from t").to_arrow_table().to_pylist()
        check(rows, before, datetime.datetime.now(datetime.timezone.utc))


def test_constants_that_the_reference_keeps_as_expressions_are_filled_in(tmp_path: Path) -> None:
    with contextlib.closing(connection()) as reference:
        reference.execute(f"attach 'ducklake:{tmp_path}/lake.ducklake' as lake (data_path '{tmp_path}/data/'); use lake")
        reference.execute(
            "create table t (a integer, b boolean default true, d date default date '2020-02-29', s timestamp default timestamp '2020-01-01 10:00:00',"
            " i integer default '7'::integer, x varchar default 'it''s', e integer default 1 + 1, m decimal(9, 2) default 1.25)"
        )
        reference.execute("insert into t (a) values (1)")
        expected = reference.execute("select * from t").to_arrow_table().to_pylist()
    with ducklake.connect(f"duckdb:///{tmp_path}/lake.ducklake") as session:
        table = session.table("t")
        with pytest.raises(ducklake.UnsupportedFeatureError, match=r"\(1 \+ 1\)"):
            table.append([{"a": 1}])
        table.append([{"a": 1, "e": 2}])
        assert table.to_arrow().to_pylist() == expected * 2


def test_what_cannot_be_a_default_is_refused(tmp_path: Path) -> None:
    with ducklake.connect(f"duckdb:///{tmp_path}/lake.ducklake", data_path=tmp_path / "data", create=True) as session:
        with pytest.raises(ducklake.UnsupportedFeatureError, match="now"):
            session.create_table("t", [("a", "INTEGER DEFAULT now()")])
        with pytest.raises(ducklake.DuckLakeError):
            session.create_table("t", [("a", "DOUBLE DEFAULT random()")])
        table = session.create_table("t", [("a", "INTEGER"), ("b", "VARCHAR DEFAULT 'now()'")])
        with pytest.raises(ducklake.UnsupportedFeatureError, match="older rows"):
            table.add_column("n", "TIMESTAMPTZ", default="now()")
        table.add_column("n", "TIMESTAMPTZ")
        table.set_default("n", "now()")
        table.append([{"a": 1}])
        [row] = table.to_arrow().to_pylist()
        assert row["b"] == "now()" and row["n"].year >= 2026
