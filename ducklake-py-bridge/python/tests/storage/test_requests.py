"""How many requests reads make of an object store, each of which takes its time."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pytest

import ducklake
import servers

ROWS = 100_000
OTHERS = [f"c{i}" for i in range(6)]


@pytest.fixture(scope="module")
def bucket() -> Iterator[servers.Faults]:
    server = servers.Faults(servers.s3().host)
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def lake(bucket: servers.Faults, tmp_path: Path) -> Iterator[ducklake.Session]:
    """A table of two files, each with one row group and columns of 1.2 MB that no codec makes smaller."""
    options = {**servers.s3().options(), "endpoint": f"http://{bucket.host}"}
    place = (f"sqlite:///{tmp_path}/lake.sqlite", f"s3://lake/requests-{os.urandom(4).hex()}/")
    with ducklake.connect(place[0], data_path=place[1], create=True, storage_options=options) as session:
        t = session.create_table("main.t", [("id", "BIGINT"), *((name, "DOUBLE") for name in OTHERS)])
        for begin in (0, ROWS):
            columns = {name: pa.py_buffer(os.urandom(8 * ROWS)) for name in OTHERS}
            floats = {name: pa.Array.from_buffers(pa.int64(), ROWS, [None, bits]).cast(pa.float64(), safe=False) for name, bits in columns.items()}
            t.append(pa.table({"id": pa.array(range(begin, begin + ROWS), pa.int64()), **floats}))
        assert len(t.files()) == 2
    with ducklake.connect(place[0], storage_options=options) as session:
        bucket.ranges.clear()
        yield session


def test_a_scan_asks_for_the_footer_and_for_neighbouring_columns_at_once(lake: ducklake.Session, bucket: servers.Faults) -> None:
    assert lake.table("main.t").to_arrow(columns=["id", "c0", "c1"]).num_rows == 2 * ROWS
    assert len(bucket.ranges) == 2 * 2


def test_a_look_up_asks_for_the_key_and_then_for_the_other_columns_at_once(lake: ducklake.Session, bucket: servers.Faults) -> None:
    t = lake.table("main.t")
    assert t.to_arrow(where=f"id = {ROWS + 7}")["id"].to_pylist() == [ROWS + 7]
    assert len(bucket.ranges) <= 4
    bucket.ranges.clear()
    assert t.to_arrow(where=f"id = {ROWS + 8}")["id"].to_pylist() == [ROWS + 8]
    assert bucket.ranges == []
