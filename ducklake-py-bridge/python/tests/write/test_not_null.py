"""NOT NULL is set where no row is NULL, whatever statistics say; and the reference reads the table then."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

import pytest

import ducklake
from differential import connection


@pytest.fixture
def session(tmp_path: Path) -> Iterator[ducklake.Session]:
    with ducklake.connect(f"duckdb:///{tmp_path}/lake.ducklake", data_path=tmp_path / "data", create=True) as lake:
        yield lake


@pytest.mark.parametrize("rows", [3, 100])
def test_a_column_whose_nulls_are_gone(session: ducklake.Session, tmp_path: Path, rows: int) -> None:
    table = session.create_table("t", [("a", "INTEGER"), ("b", "VARCHAR")])
    table.append([{"a": i, "b": None if i == 1 else "x"} for i in range(rows)])
    before = session.current_snapshot()
    with pytest.raises(ducklake.InvalidValueError, match="b of table main.t: it holds NULL"), session.transaction() as tx:
        tx.table("t").set_nullable("b", False)
    assert session.current_snapshot() == before
    table.delete("b IS NULL")
    table.set_nullable("b", False)
    with pytest.raises(ducklake.InvalidValueError):
        table.append([{"a": 1, "b": None}])
    table.append([{"a": 1, "b": "y"}])
    session.close()
    with contextlib.closing(connection()) as reference:
        reference.execute(f"attach 'ducklake:{tmp_path}/lake.ducklake' as lake; use lake")
        assert reference.execute("select count(*), count(b) from t where b is not null").fetchone() == (rows, rows)
        with pytest.raises(Exception, match="NOT NULL"):
            reference.execute("insert into t values (1, null)")


def test_rows_that_come_in_meanwhile_are_looked_at(session: ducklake.Session) -> None:
    table = session.create_table("t", [("a", "INTEGER")])
    table.append([{"a": None}])
    table.append([{"a": 1}])
    table.delete("a IS NULL")
    with pytest.raises(ducklake.InvalidValueError, match="come in"), session.transaction() as tx:
        tx.table("t").set_nullable("a", False)
        session.create_schema("s")  # which is no matter
        table.append([{"a": None}])
    with session.transaction() as tx:
        with pytest.raises(ducklake.InvalidValueError, match="holds NULL"):
            tx.table("t").set_nullable("a", False)
        tx.table("t").append([{"a": 2}])
    assert sorted(table.to_arrow()["a"].to_pylist(), key=repr) == [1, 2, None]
