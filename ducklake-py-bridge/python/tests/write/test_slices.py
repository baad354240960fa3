"""Arrays that begin within larger buffers: what frames are made of after a slice, and streams after a limit on their batches."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.compute as pc
import pytest

import ducklake

N = 40
COLUMNS = {
    "id": ("BIGINT", pa.array(range(N), pa.int64())),
    "flag": ("BOOLEAN", pa.array([i % 3 == 0 for i in range(N)])),
    "small": ("SMALLINT", pa.array([None if i % 2 else i for i in range(N)], pa.int16())),
    "text": ("VARCHAR", pa.array([None if i % 5 == 0 else f"row {i}" for i in range(N)])),
    "word": ("VARCHAR", pa.array([f"word {i % 4}" for i in range(N)]).dictionary_encode()),
    "bytes": ("BLOB", pa.array([b"x" * i for i in range(N)])),
    "amount": ("DECIMAL(9,2)", pa.array([Decimal(i) / 4 for i in range(N)], pa.decimal128(9, 2))),
    "day": ("DATE", pa.array([datetime.date(2026, 1, 1) + datetime.timedelta(i) for i in range(N)])),
    "uid": ("UUID", pa.array([uuid.UUID(int=i).bytes for i in range(N)], pa.uuid())),
    "list": ("BIGINT[]", pa.array([[i] * (i % 3) for i in range(N)])),
    "fixed": ("BIGINT[]", pa.array([[i, i + 1] for i in range(N)], pa.list_(pa.int64(), 2))),
    "large": ("INTEGER[][]", pa.array([[[i], [i, i]] for i in range(N)], pa.large_list(pa.list_(pa.int32())))),
    "map": ("MAP(VARCHAR, BIGINT)", pa.array([[(f"k{i}", i)] if i % 3 else None for i in range(N)], pa.map_(pa.string(), pa.int64()))),
    "struct": (
        "STRUCT(a BIGINT, b VARCHAR[], c STRUCT(d BOOLEAN))",
        pa.array([{"a": i, "b": [str(i)], "c": {"d": i % 2 == 0}} if i % 7 else None for i in range(N)]),
    ),
}
ALL = pa.table({name: values for name, (_, values) in COLUMNS.items()})


@pytest.fixture
def session(tmp_path: Path) -> Iterator[ducklake.Session]:
    address = f"sqlite:///{tmp_path}/lake.sqlite"
    with ducklake.connect(address, data_path=tmp_path / "data", create=True, data_inlining_row_limit=4) as session:
        session.create_table("t", [(name, type) for name, (type, _) in COLUMNS.items()])
        session.create_table("u", [("id", "BIGINT"), ("s", "STRUCT(a BIGINT)"), ("l", "BIGINT[]")])
        yield session


def test_a_slice_is_written_as_the_rows_it_has(session: ducklake.Session) -> None:
    t = session.table("t")
    for offset, length in [(0, N), (0, 10), (13, 10), (8, 32), (N - 1, 1), (5, 0)]:
        part = ALL.slice(offset, length)
        assert t.overwrite(part) == length
        assert t.to_arrow().to_pylist() == part.to_pylist(), (offset, length)


def test_batches_that_share_buffers_are_written_as_what_they_are(session: ducklake.Session) -> None:
    t = session.table("t")
    t.append(pa.RecordBatchReader.from_batches(ALL.schema, iter(ALL.to_batches(max_chunksize=7))))
    assert t.to_arrow().sort_by("id").to_pylist() == ALL.to_pylist()
    mixed = pa.table({"id": pa.chunked_array([range(3), range(3, 20)], pa.int64()), "text": pa.chunked_array([list("abcdefghij")] * 2)})
    assert t.overwrite(mixed) == 20
    assert t.to_arrow(columns=["id", "text"]).sort_by("id").equals(mixed.combine_chunks())


def test_slices_within_values_are_written_as_what_they_are(session: ducklake.Session) -> None:
    within = pa.StructArray.from_arrays([pa.array(range(20)).slice(5, 10)], ["a"]).slice(1, 3)
    lists = pa.ListArray.from_arrays(pa.array([0, 2, 5, 6]), pa.array(range(20)).slice(7, 10))
    source = pa.table({"id": [1, 2, 3], "s": within, "l": lists})
    session.table("u").append(source)
    assert session.table("u").to_arrow().to_pylist() == [
        {"id": 1, "s": {"a": 6}, "l": [7, 8]},
        {"id": 2, "s": {"a": 7}, "l": [9, 10, 11]},
        {"id": 3, "s": {"a": 8}, "l": [12]},
    ]


def test_run_ends_are_written_as_the_values_they_stand_for(session: ducklake.Session) -> None:
    values = pc.run_end_encode(pa.array([7, 7, 7, None, 8, 8], pa.int32()))
    session.table("u").append(pa.table({"id": values.slice(1, 4)}))
    assert session.table("u").to_arrow()["id"].to_pylist() == [7, 7, None, 8]


def test_parts_of_frames_change_the_rows_they_name(session: ducklake.Session) -> None:
    t = session.table("u")
    t.append({"id": list(range(N))})
    frame = pl.DataFrame({"id": range(N), "l": [[-i] for i in range(N)]})
    t.merge(frame[30:35], on="id")
    t.append(frame.slice(10, 2).with_columns(id=pl.col("id") + 100))
    found = t.to_arrow().sort_by("id").to_pylist()
    assert [row["id"] for row in found if row["l"]] == [30, 31, 32, 33, 34, 110, 111]
    assert all(row["l"] == [-(row["id"] % 100)] for row in found if row["l"])
