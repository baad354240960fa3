"""Tables that are sorted by expressions: what is stored is what the reference stores, and files lie in the order that it says."""

from __future__ import annotations

import contextlib
import datetime
import random
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

import ducklake
from ducklake.errors import UnsupportedFeatureError
from differential import connection

COLUMNS = [("a", "INTEGER"), ("big", "HUGEINT"), ("p", "DECIMAL(9,2)"), ("x", "DOUBLE"), ("s", "VARCHAR"), ("d", "DATE"), ("ts", "TIMESTAMP"), ("Odd Name", "BIGINT")]
EXPRESSIONS = [
    "a % 3", "-a", "abs(a)", "a + 1", "a - p", "p * 2", "a * a DESC", "x / 2 NULLS FIRST", "a / 3", "x * 2.5 DESC", "x % 3", "- x", "(a + 1) * 2 - p", "a % 0", "-5 + a", "a * -1",
    "lower(s) DESC NULLS FIRST", "upper(s)", "length(s)", "s || 'x'", "'x' || s || 'it''s'", "substr(s, 2, 2)", "left(s, 1)", "substring(s, 2)", "lower(substr(s, 1, 3))",
    "CAST(a AS VARCHAR)", "a::VARCHAR", "p::VARCHAR DESC", "d::VARCHAR", "ts::DATE", "p::INTEGER", "a::DOUBLE", "CAST(ts AS VARCHAR)", "CAST(a AS DECIMAL(18,3))",
    "year(d)", "month(ts) DESC", "day(d)", "hour(ts)", "minute(ts)", "second(ts)", "quarter(d)", "week(d)", "dayofweek(ts)", "dayofyear(d)",
    "date_trunc('month', ts)", "date_trunc('week', d)", "date_trunc('YEAR', d)", "date_trunc('hour', ts)", "date_trunc('quarter', ts)", "date_part('year', d)",
    "coalesce(s, 'm')", "coalesce(a, p)", "coalesce(a, 3)", '"Odd Name" % 7', "abs(\"Odd Name\" - 50)", "big % 10", "a * 1e2",
]  # fmt: skip
MERGED = range(0, len(EXPRESSIONS), 4)  # tables that the reference writes to as well
BEYOND = ["random()", "hash(a)", "a // 2", "s COLLATE nocase", "CASE WHEN a > 1 THEN 1 ELSE 0 END", "a IS NULL", "strftime(ts, '%Y')", "[a, 1]", "TRY_CAST(s AS INTEGER)"]


def rows(seed: int, count: int = 300) -> pa.Table:
    chance = random.Random(seed)

    def some(values: Any) -> list[Any]:
        return [None if chance.random() < 0.1 else values() for _ in range(count)]

    moment = datetime.datetime(1960, 1, 1)
    return pa.table(
        {
            "a": pa.array(some(lambda: chance.randrange(-50, 50)), pa.int32()),
            "big": pa.array(some(lambda: chance.randrange(-(10**15), 10**15)), pa.int64()),
            "p": pa.array(some(lambda: chance.randrange(-9999, 9999)), pa.int64()),
            "x": pa.array(some(lambda: chance.choice([0.5, -1.25, 1e300, float("nan"), float("inf"), -0.0, 0.0, chance.random()])), pa.float64()),
            "s": pa.array(some(lambda: "".join(chance.choices("abAB ßéÉ✓zZ9", k=chance.randrange(6)))), pa.string()),
            "d": pa.array(some(lambda: (moment + datetime.timedelta(chance.randrange(40_000))).date()), pa.date32()),
            "ts": pa.array(some(lambda: moment + datetime.timedelta(microseconds=chance.randrange(3 * 10**15))), pa.timestamp("us")),
            "Odd Name": pa.array(some(lambda: chance.randrange(100)), pa.int64()),
        }
    )


def parts(key: str) -> tuple[str, str]:
    """The expression of a key, and how it is sorted."""
    expression, order = key, "ASC NULLS LAST"
    if expression.endswith(" NULLS FIRST"):
        expression, order = expression[: -len(" NULLS FIRST")], "ASC NULLS FIRST"
    if expression.endswith(" DESC"):
        expression, order = expression[: -len(" DESC")], order.replace("ASC", "DESC")
    return expression, order


def unsorted(reference: Any, folder: Path, key: str) -> list[str]:
    """The data files whose rows are not in the order of a key; and how many there are."""
    expression, order = parts(key)
    files = [path for path in sorted(folder.rglob("*.parquet")) if "delete" not in path.name]
    assert files, folder
    found = []
    for path in files:
        stored, wanted = reference.execute(
            f"select list(k order by file_row_number), list(k order by k {order}) from (select file_row_number, {expression} as k from read_parquet('{path}', file_row_number = true))"
        ).fetchone()
        if repr(stored) != repr(wanted):
            found.append(f"{key}: {path.name}: {stored[:8]} instead of {wanted[:8]}")
    return found


def test_expressions_are_stored_as_the_reference_stores_them_and_rows_sorted_by_them(tmp_path: Path) -> None:
    catalog = tmp_path / "ours.ducklake"
    address = f"duckdb:///{catalog}"
    with ducklake.connect(address, data_path=tmp_path / "data", create=True, data_inlining_row_limit=0) as session:
        with session.transaction() as tx:
            for i, key in enumerate(EXPRESSIONS):
                tx.create_table(f"t{i}", COLUMNS, sort_by=[key])
                tx.table(f"t{i}").append(rows(i))
    stored = {}
    with contextlib.closing(connection()) as reference:
        reference.execute(f"attach 'ducklake:{tmp_path}/theirs.ducklake' as theirs (data_path '{tmp_path}/theirs')")
        reference.execute(f"attach 'ducklake:{catalog}' as lake")
        sql = "select expression, sort_direction, null_order from __ducklake_metadata_{} .ducklake_sort_expression order by sort_id desc limit 1"
        found = []
        reference.execute("begin")
        columns = ", ".join(f'"{name}" {kind}' for name, kind in COLUMNS)
        for i in MERGED:
            reference.execute(f"insert into lake.t{i} from lake.t{i}")  # it can evaluate what we stored
        reference.execute("commit")
        for i, key in enumerate(EXPRESSIONS):
            reference.execute(f"create table theirs.t{i} ({columns})")
            reference.execute(f"alter table theirs.t{i} set sorted by ({key})")
            stored[key] = reference.execute(sql.format("theirs")).fetchone()
            found += unsorted(reference, tmp_path / "data" / "main" / f"t{i}", key)
        ours = reference.execute("select expression, sort_direction, null_order from __ducklake_metadata_lake.ducklake_sort_expression order by sort_id").fetchall()
    assert found == []
    assert dict(zip(EXPRESSIONS, ours)) == stored
    with ducklake.connect(address) as session:
        merged = session.maintenance.merge_adjacent_files()
        assert all(session.table(f"t{i}").count() == 600 for i in MERGED)
        session.maintenance.cleanup_old_files(all=True)
    assert merged.files_created == len(MERGED)
    with contextlib.closing(connection()) as reference:
        assert [each for i in MERGED for each in unsorted(reference, tmp_path / "data" / "main" / f"t{i}", EXPRESSIONS[i])] == []


def test_expressions_of_the_reference_are_kept_and_those_beyond_leave_rows_as_they_come(tmp_path: Path) -> None:
    catalog = tmp_path / "lake.ducklake"
    columns = ", ".join(f'"{name}" {kind}' for name, kind in COLUMNS)
    keys = EXPRESSIONS[:3] + BEYOND
    with contextlib.closing(connection()) as reference:
        reference.execute(f"attach 'ducklake:{catalog}' as lake (data_path '{tmp_path}/data')")
        reference.execute("begin")
        for i, key in enumerate(keys):
            reference.execute(f"create table lake.t{i} ({columns})")
            reference.execute(f"alter table lake.t{i} set sorted by ({key})")
        reference.execute("commit")
    with ducklake.connect(f"duckdb:///{catalog}") as session:
        for i, key in enumerate(keys):
            table = session.table(f"t{i}")
            table.append(rows(i))
            assert table.count() == 300
            if key in BEYOND:
                assert table.to_arrow(columns=["s"])["s"].to_pylist() == rows(i)["s"].to_pylist()
                with pytest.raises(UnsupportedFeatureError, match="Cannot sort by"):
                    table.set_sort([key])
        session.table("t1").rename_column("a", "Other")
        session.table("t1").append(rows(7).rename_columns(["Other", *rows(7).column_names[1:]]))
        with pytest.raises(UnsupportedFeatureError, match="rename"):
            session.table("t4").rename_column("a", "b")
    with contextlib.closing(connection()) as reference:
        reference.execute(f"attach 'ducklake:{catalog}' as lake")
        assert unsorted(reference, tmp_path / "data" / "main" / "t0", keys[0]) == []
        current = "select e.expression from __ducklake_metadata_lake.ducklake_sort_expression e join __ducklake_metadata_lake.ducklake_sort_info i using (sort_id) where i.end_snapshot is null and i.table_id = (select max(table_id) from __ducklake_metadata_lake.ducklake_table where table_name = 't1')"
        assert reference.execute(current).fetchall() == [('-("Other")',)]
        reference.execute("insert into lake.t1 from lake.t1")
        assert reference.execute("select count(*) from lake.t1").fetchone() == (1200,)
