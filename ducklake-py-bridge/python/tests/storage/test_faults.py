"""A bucket behind a server that does not behave: all rows or a typed error, in time; what failed leaves no row, no file and no thread."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pytest

import ducklake
import servers
from ducklake import _jvm

FAULTS = ["none", "403", "404", "500", "503", "slow", "stalled", "truncated", "ignored range", "reset"]
SECONDS = 2

# What is answered well in the end, read or written.
HARMLESS = {"GET": {"none", "slow"}, "PUT": {"none", "slow", "ignored range"}}

# Files of a part of the table, and one that is read by ranges.
ROWS = pa.table({"id": range(3000), "part": [i % 3 for i in range(3000)], "noise": [os.urandom(700) for _ in range(3000)]})


class Bucket:
    def __init__(self, folder: Path) -> None:
        self.server = servers.Faults(servers.s3().host)
        self.data = f"s3://lake/faults-{os.urandom(4).hex()}/"
        self.catalog = f"sqlite:///{folder}/lake.sqlite"

    def connect(self, create: bool = False) -> ducklake.Session:
        options = {**servers.s3().options(), "endpoint": f"http://{self.server.host}"}
        options.update({"request_timeout": f"{SECONDS}s", "max_retries": "1"})
        return ducklake.connect(self.catalog, data_path=self.data, create=create, storage_options=options, data_inlining_row_limit=0)


@pytest.fixture(scope="module")
def bucket(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bucket]:
    bucket = Bucket(tmp_path_factory.mktemp("faults"))
    with bucket.connect(create=True) as session:
        columns = [("id", "BIGINT"), ("part", "BIGINT"), ("noise", "BLOB")]
        session.create_table("main.read", columns).append(ROWS)
        session.table("main.read").delete("id = 17")
        session.create_table("main.written", columns, partition_by=["part"])
    yield bucket
    bucket.server.shutdown()
    bucket.server.server_close()


def threads() -> int:
    """Of requests; they end with their connections."""
    for _ in range(100):
        names = [str(thread.getName()) for thread in _jvm.java("java.lang.Thread").getAllStackTraces().keySet()]
        count = sum(name.startswith("quacklake-storage") for name in names)
        if count == 0:
            break
        time.sleep(0.1)
    return count


@pytest.mark.parametrize("fault", FAULTS)
def test_a_scan_gives_all_rows_or_an_error(bucket: Bucket, fault: str) -> None:
    with bucket.server.having(fault, "GET"), bucket.connect() as session:
        begin = time.monotonic()
        if fault in HARMLESS["GET"]:
            assert session.table("main.read").to_arrow().sort_by("id").equals(ROWS.filter(pc.field("id") != 17))
        else:
            with pytest.raises(ducklake.CorruptLakeError if fault == "404" else ducklake.StorageError) as caught:
                session.table("main.read").to_arrow()
            assert "s3cr3t" not in str(caught.value)
        assert time.monotonic() - begin < 15 * SECONDS  # several times the deadline, for a busy machine
    assert threads() == 0


@pytest.mark.parametrize("fault", FAULTS)
def test_an_append_writes_all_rows_or_none(bucket: Bucket, fault: str) -> None:
    with bucket.connect() as session:
        t = session.table("main.written")
        before = t.count()
        with bucket.server.having(fault, "PUT"):
            begin = time.monotonic()
            if fault in HARMLESS["PUT"]:
                assert t.append(ROWS) == ROWS.num_rows
                before += ROWS.num_rows
            else:
                with pytest.raises(ducklake.StorageError, match="Cannot write s3://") as caught:
                    t.append(ROWS)
                assert "s3cr3t" not in str(caught.value)
            assert time.monotonic() - begin < 30 * SECONDS
            # What was given up at its deadline goes on until it fails; it must not come after the fault.
            assert fault == "stalled" or threads() == 0
        assert threads() == 0  # nor into the next test
        assert t.count() == before
        t.append({"id": [-1, -2], "part": [0, 1]})  # it reads and writes as ever
        t.delete("id < 0")
        orphans = session.maintenance.delete_orphaned_files(older_than="0s").files
        # A request that was given up cannot be called back; what it stores later is named by no snapshot.
        assert fault == "stalled" or orphans == ()
        assert t.to_arrow().num_rows == t.count() == before
    assert threads() == 0

