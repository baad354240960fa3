"""The words for writing: what they return, what they refuse, and that nothing is left of what failed."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import ducklake
import databases


@pytest.fixture(params=databases.KINDS)
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return databases.new(request.param, tmp_path)


@pytest.fixture
def session(address: str, tmp_path: Path) -> Iterator[ducklake.Session]:
    with ducklake.connect(address, data_path=tmp_path / "data", create=True) as session:
        session.create_table("t", [("id", "BIGINT NOT NULL"), ("s", "VARCHAR"), ("d", "DECIMAL(9,2)")])
        yield session


def rows(session: ducklake.Session, table: str = "t") -> list[dict[str, object]]:
    return sorted(session.table(table).to_arrow().to_pylist(), key=lambda row: row["id"])


def test_rows_come_from_whatever_has_an_arrow_interface_or_from_plain_values(session: ducklake.Session) -> None:
    t = session.table("t")
    wanted = {"id": 1, "s": "x", "d": Decimal("1.50")}
    sources = [
        [wanted],
        {"id": [1], "s": ["x"], "d": [Decimal("1.50")]},
        pa.Table.from_pylist([wanted]),
        pa.RecordBatch.from_pylist([wanted]),
        pa.Table.from_pylist([wanted]).to_reader(),
        pl.DataFrame({"id": [1], "s": ["x"], "d": [Decimal("1.50")]}),
        pd.DataFrame({"id": [1], "s": ["x"], "d": [Decimal("1.50")]}),
        pa.table({"ID": pa.array([1], pa.int8()), "s": pa.array(["x"]).dictionary_encode(), "d": pa.array([1.5])}),
    ]
    for source in sources:
        assert t.overwrite(source) == 1
        assert rows(session) == [wanted]


def test_a_transaction_is_one_snapshot_or_none(session: ducklake.Session) -> None:
    before = session.current_snapshot()
    with session.transaction(message="why", author="me") as tx:
        tx.create_table("u", pa.schema([("id", pa.int64()), ("tags", pa.list_(pa.string()))]))
        tx.table("u").append([{"id": 1, "tags": ["a", None]}])
        tx.table("t").append([{"id": 5}])
        assert session.current_snapshot() == before
    assert tx.snapshot_id == before + 1 == session.current_snapshot()
    assert session.snapshots().to_pylist()[-1]["commit_message"] == "why"
    assert rows(session, "u") == [{"id": 1, "tags": ["a", None]}]
    with pytest.raises(ZeroDivisionError), session.transaction() as tx:
        tx.table("t").append([{"id": i} for i in range(100)])
        raise ZeroDivisionError
    assert session.current_snapshot() == before + 1 and session.table("t").count() == 1
    with session.transaction() as tx:
        session.table("t").append([{"id": 6}])
        assert (tx.table("t").count(), session.table("t").count()) == (1, 2)
    assert tx.snapshot_id is None


def test_what_fails_leaves_neither_rows_nor_files(session: ducklake.Session, tmp_path: Path) -> None:
    session.set_option("data_inlining_row_limit", 0)
    t = session.table("t")
    t.append([{"id": 1}])
    files = sorted((tmp_path / "data").rglob("*.parquet"))
    with pytest.raises(ducklake.NotFoundError, match="nothing"):
        t.append([{"id": 2, "nothing": 1}])
    with pytest.raises(ducklake.InvalidValueError, match="id"):
        t.append([{"id": 2}, {"id": None}])
    with pytest.raises(ducklake.InvalidValueError, match="1.23456789E7 does not fit"):
        t.append([{"id": 2, "d": 12345678.9}])
    with pytest.raises(ducklake.InvalidValueError):
        t.merge([{"id": 1, "s": "a"}, {"id": 1, "s": "b"}], on="id")
    with pytest.raises(ducklake.AlreadyExistsError):
        session.create_table("T", [("a", "INTEGER")])
    with pytest.raises((ValueError, ducklake.DuckLakeError)):
        session.create_table("v", [("a", "NO SUCH TYPE")])
    with pytest.raises(TypeError, match="__arrow_c_stream__"):
        t.append(5)
    with pytest.raises(ducklake.NotFoundError):
        session.set_option("no_such_option", 1)
    assert rows(session) == [{"id": 1, "s": None, "d": None}]
    assert sorted((tmp_path / "data").rglob("*.parquet")) == files


@pytest.mark.parametrize("limit", [0, 10])
def test_values_that_the_reference_could_not_read_are_refused(session: ducklake.Session, limit: int) -> None:
    session.set_option("data_inlining_row_limit", limit)
    types = {"text": "VARCHAR", "texts": "VARCHAR[]", "map": "MAP(VARCHAR, INTEGER)", "maps": "STRUCT(m MAP(DOUBLE, INTEGER)[])", "json": "JSON", "jsons": "JSON[]"}
    session.create_table("odd", types)
    t = session.table("odd")
    broken = pa.Array.from_buffers(pa.string(), 2, [None, pa.py_buffer(b"\0\0\0\0\2\0\0\0\4\0\0\0"), pa.py_buffer(b"\xff\xfeab")])
    for column in [broken, pa.DictionaryArray.from_arrays(pa.array([1, 0], pa.int8()), broken)]:
        with pytest.raises(ducklake.InvalidValueError, match="column text: a value of 2 bytes is not valid UTF-8"):
            t.append(pa.table({"text": column}))
    with pytest.raises(ducklake.InvalidValueError, match="2 bytes is not valid UTF-8"):
        t.append(pa.table({"texts": pa.ListArray.from_arrays([0, 1, 2], broken)}))
    twice = pa.array([[("a", 1), ("b", 2)], None, [("b", 1), ("a", 2), ("b", 3)]], pa.map_(pa.string(), pa.int64()))
    with pytest.raises(ducklake.InvalidValueError, match="in row 2 .* the map has the key b twice"):
        t.append(pa.table({"map": twice}))
    nested = pa.array([{"m": [[(1.5, 1)], [(0.0, 1), (-0.0, 2)]]}], pa.struct([("m", pa.list_(pa.map_(pa.float64(), pa.int32())))]))
    with pytest.raises(ducklake.InvalidValueError, match="in row 0 .* the map has the key -0.0 twice"):
        t.append(pa.table({"maps": nested}))
    for json in [pa.array(["{}", "no"]), pa.array(["1", "{'a': 1}"], pa.large_string()), pa.array(["1", ""]).dictionary_encode()]:
        with pytest.raises(ducklake.InvalidValueError, match="column json is json, and in row 1 .* is no json"):
            t.append(pa.table({"json": json}))
    with pytest.raises(ducklake.InvalidValueError, match="in row 0 .* the text 'a' is no json"):
        t.append(pa.table({"jsons": [["1", None, "a"]]}))
    for change in [lambda: t.update({"json": "'a'"}), lambda: t.set_default("json", "a"), lambda: t.add_column("other", "JSON", "{"), lambda: t.update({"json": "text"}), lambda: t.update({"json": "json || 'a'"})]:
        t.overwrite([{"text": "a", "json": "1"}])
        with pytest.raises(ducklake.InvalidValueError, match="json"):
            change()
    session.create_table("variants", [("v", "VARIANT")])
    empty, broken_parts = b"\1\0\0", [(b"", b""), (b"\2\0\0", b"\x0c\5"), (b"\1\1\5\x09a", b"\x0c\5"), (b"\1\0\0", b"\x14\1"), (b"\1\0\0", b"\2\1\7\0\2\x0c\5"), (b"\1\0\0", b"\x09\xff\xfe"), (b"\1\0\0", None)]
    for metadata, value in broken_parts:
        parts = [pa.array([empty, metadata], pa.binary()), pa.array([b"\x0c\5", value], pa.binary())]
        with pytest.raises(ducklake.InvalidValueError, match="column v is variant, and in row 1 .* the variant "):
            session.table("variants").append(pa.table({"v": pa.StructArray.from_arrays(parts, ["metadata", "value"])}))
    assert session.table("variants").count() == 0
    t.overwrite([{"text": '{"a": 1}', "jsons": ["NaN", '[1, "x"]']}])
    assert t.update({"json": "text"}) == 1
    assert [(row["json"], row["jsons"]) for row in t.to_arrow().to_pylist()] == [('{"a": 1}', ["NaN", '[1, "x"]'])]
    t.delete(None)
    assert t.append(pa.table({"map": twice.slice(0, 2)})) == 2
    assert [row["map"] for row in t.to_arrow().to_pylist()] == [[("a", 1), ("b", 2)], None]


def test_columns_are_changed_and_older_snapshots_stay(session: ducklake.Session) -> None:
    t = session.table("t")
    t.append([{"id": 1, "s": "x"}])
    before = session.current_snapshot()
    t.add_column("n", "INTEGER", 7)
    t.rename_column("s", "text")
    t.drop_column("d")
    t.alter_column("n", "BIGINT")
    t.comment("a table")
    t.append([{"id": 2}])
    assert rows(session) == [{"id": 1, "text": "x", "n": 7}, {"id": 2, "text": None, "n": 7}]
    assert session.table("t", snapshot=before).schema.names == ["id", "s", "d"]
    assert t.description["comment"] == "a table"
    t.rename("w")
    assert session.table("w").count() == 2


def test_updates_keep_row_ids_and_merge_says_what_it_did(session: ducklake.Session) -> None:
    t = session.table("t")
    t.append([{"id": i, "s": "x"} for i in range(30)])
    before = {row["id"]: row["rowid"] for row in t.scan(row_id=True).to_arrow().to_pylist()}
    assert t.update({"s": "'y'", "d": "id * 2"}, "id BETWEEN 3 AND 5") == 3
    assert {row["id"]: row["rowid"] for row in t.scan(row_id=True).to_arrow().to_pylist()} == before
    assert t.to_arrow(where="id = 4").to_pylist() == [{"id": 4, "s": "y", "d": Decimal("8.00")}]
    assert t.merge([{"id": 4, "s": "z"}, {"id": 99, "s": "new"}], on="id") == ducklake.MergeResult(1, 1, 0)
    assert t.merge([{"id": 99}], on="id", mode="delete") == ducklake.MergeResult(0, 0, 1)
    assert t.to_arrow(where="id = 4").to_pylist() == [{"id": 4, "s": "z", "d": Decimal("8.00")}]
    assert t.merge([{"id": i} for i in range(20)], on="id", mode="sync") == ducklake.MergeResult(0, 20, 10)
    assert t.delete("id > 10") == 9
    assert t.delete("id > 10") == 0


def test_files_of_others_become_part_of_a_table(session: ducklake.Session, tmp_path: Path) -> None:
    session.create_table("f", [("id", "BIGINT"), ("p", "INTEGER"), ("s", "VARCHAR")])
    folder = tmp_path / "theirs" / "p=3"
    folder.mkdir(parents=True)
    pq.write_table(pa.table({"s": ["a", "b"], "id": [1, 2]}), folder / "x.parquet")
    assert session.table("f").add_files(folder / "x.parquet", hive_partitioning=True) == 2
    assert rows(session, "f") == [{"id": 1, "p": 3, "s": "a"}, {"id": 2, "p": 3, "s": "b"}]
    pq.write_table(pa.table({"id": [5], "more": [1]}), tmp_path / "y.parquet")
    with pytest.raises(ducklake.DuckLakeError):
        session.table("f").add_files(tmp_path / "y.parquet")
    assert session.table("f").add_files(tmp_path / "y.parquet", allow_missing=True, ignore_extra_columns=True) == 1
    assert session.table("f").count() == 3


def test_a_session_that_only_reads_refuses_to_write(session: ducklake.Session, address: str) -> None:
    with ducklake.connect(address, read_only=True) as reading:
        with pytest.raises(RuntimeError, match="read_only"):
            reading.table("t").append([{"id": 1}])


def test_two_writers_of_one_row_conflict(session: ducklake.Session) -> None:
    session.set_option("data_inlining_row_limit", 0)
    t = session.table("t")
    t.append([{"id": i} for i in range(10)])
    first, second = session.transaction(), session.transaction()
    first.table("t").delete("id = 1")
    second.table("t").delete("id = 2")
    first.commit()
    with pytest.raises(ducklake.CommitConflictError):
        second.commit()
    assert t.count() == 9


@pytest.mark.parametrize("mode", ["upsert", "insert"])
def test_a_key_that_two_merge_at_once_is_not_doubled(session: ducklake.Session, mode: str) -> None:
    t = session.table("t")
    for others, conflict in [(lambda: t.merge([{"id": 1, "s": "b"}], on="id"), True), (lambda: t.append([{"id": 2}]), True), (lambda: t.set_default("s", "x"), True), (lambda: None, False)]:
        before = rows(session)
        tx = session.transaction()
        assert tx.table("t").merge([{"id": 1 if not before else 50, "s": "a"}], on="id", mode=mode).inserted == 1
        others()
        if conflict:
            with pytest.raises(ducklake.CommitConflictError, match="main.t"):
                tx.commit()
        else:
            tx.commit()
    assert [row["id"] for row in rows(session)] == [1, 2, 50]
    with session.transaction() as tx:
        assert tx.table("t").merge([{"id": 2, "s": "c"}, {"id": 60}], on="id", mode="update").inserted == 0
    with session.transaction() as tx:
        tx.table("t").append([{"id": 70}])
        t.append([{"id": 71}])
    assert [row["id"] for row in rows(session)] == [1, 2, 50, 70, 71]


def test_dates_and_times_come_back(session: ducklake.Session) -> None:
    zone = datetime.timezone(datetime.timedelta(hours=2))
    row = {"id": 1, "day": datetime.date(2020, 2, 29), "at": datetime.datetime(2020, 1, 1, 12, tzinfo=zone), "u": b"\x00\x01"}
    session.create_table("times", [("id", "INTEGER"), ("day", "DATE"), ("at", "TIMESTAMPTZ"), ("u", "BLOB")], partition_by=["year(day)"])
    for count in (1, 20):
        session.table("times").overwrite([row] * count)
        got = session.table("times").to_arrow().to_pylist()
        assert len(got) == count and got[0] == row


def test_small_files_become_one_and_those_before_are_removed(session: ducklake.Session, tmp_path: Path) -> None:
    session.set_option("data_inlining_row_limit", 0)
    t = session.table("t")
    for i in range(3):
        t.append([{"id": i}])
    result = session.maintenance.merge_adjacent_files("t")
    assert (result.files_processed, result.files_created) == (3, 1)
    session.maintenance.cleanup_old_files(all=True)
    assert len(list((tmp_path / "data").rglob("*.parquet"))) == 1
    assert [row["id"] for row in rows(session)] == [0, 1, 2]


def test_expired_snapshots_take_what_only_they_saw(session: ducklake.Session) -> None:
    session.table("t").append([{"id": 1}])
    session.create_table("gone", [("id", "BIGINT")])
    session.table("gone").append([{"id": i} for i in range(3)])
    session.drop_table("gone")
    last = session.current_snapshot()
    assert session.maintenance.expire_snapshots(keep_last=1).snapshots == tuple(range(last))
    session.table("t").append([{"id": 2}])
    assert [row["id"] for row in rows(session)] == [1, 2]
    with pytest.raises(ducklake.NotFoundError):
        session.table("t", snapshot=last - 1).count()
