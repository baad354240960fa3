"""Lakes whose files lie in Google Cloud Storage, as fake-gcs-server has it. DuckDB writes there in parts, which that server does not
understand: so it writes to a directory, whose files are stored under the same names; it reads from the server."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

import ducklake
import partitioned
import servers

duckdb = pytest.importorskip("duckdb", reason="the reference has no package for this Python")
from duckdb_extensions import import_extension  # noqa: E402

# Names that DuckDB gives no file, but others do.
ODD = ["a b", "k=0", "50%", "x+y", "#1", "what?", "ü", "%20", "it's", "a&b"]


@contextlib.contextmanager
def reference(catalog: Path, data: str) -> Iterator[Any]:
    connection = duckdb.connect()
    for name in ("ducklake", "sqlite_scanner", "httpfs"):
        import_extension(name)
        connection.execute(f"load {name}")
    if data.startswith("gs://"):
        connection.execute(servers.google().secret())
    connection.execute(f"attach 'ducklake:sqlite:{catalog}' as lake (data_path '{data}', override_data_path true)")
    try:
        yield connection
    finally:
        connection.close()


def ours(catalog: Path, data: str, **more: Any) -> ducklake.Session:
    return ducklake.connect(f"sqlite:///{catalog}", data_path=data, storage_options=servers.google().options(), **more)


def fresh() -> str:
    servers.google()  # or it is skipped
    return f"gs://lake/{os.urandom(4).hex()}/"


def prefix(data: str) -> str:
    return data.removeprefix("gs://lake/")


def upload(folder: Path, data: str) -> None:
    for file in folder.rglob("*"):
        if file.is_file():
            servers.google().put(prefix(data) + str(file.relative_to(folder)), file.read_bytes())


def test_we_read_what_the_reference_wrote(tmp_path: Path) -> None:
    data, catalog = fresh(), tmp_path / "lake.sqlite"
    with reference(catalog, f"{tmp_path}/data/") as duck:
        expected = partitioned.write(duck)
    upload(tmp_path / "data", data)
    assert any("part=%2B%26%3F%23" in key for key in servers.google().keys(prefix(data)))
    with ours(catalog, data) as session:
        partitioned.require_read(session, expected)


def test_the_reference_reads_what_we_wrote(tmp_path: Path) -> None:
    data, catalog = fresh(), tmp_path / "lake.sqlite"
    with ours(catalog, data, create=True, data_inlining_row_limit=0) as session:
        t = session.create_table("main.t", partitioned.COLUMNS)
        for begin in range(0, 4000, 1000):
            t.append(partitioned.rows(4000).slice(begin, 1000))
        expected = partitioned.change(t)
        assert expected["text"].to_pylist()[600] == "changed"
        before = len(servers.google().keys(prefix(data)))
        session.maintenance.merge_adjacent_files()
        session.maintenance.expire_snapshots(keep_last=1)
        session.maintenance.cleanup_old_files(all=True)
        kept = {str(path).rsplit("/", 1)[1] for path in t.files()["path"].to_pylist()}
        left = servers.google().keys(prefix(data))
        assert len(left) < before
        assert kept <= {key.rsplit("/", 1)[1] for key in left}
        assert t.to_arrow().sort_by("id").equals(expected)
    with reference(catalog, data) as duck:
        partitioned.require_read_by(duck, expected)


def test_a_name_that_would_come_out_wrong_is_refused_and_nothing_is_stored(tmp_path: Path) -> None:
    data = fresh()
    with ours(tmp_path / "lake.sqlite", data, create=True, data_inlining_row_limit=0) as session:
        t = session.create_table("main.t", partitioned.COLUMNS, partition_by=["part"])
        with pytest.raises(ducklake.UnsupportedFeatureError, match="hmac_key_id.*hive_file_pattern"):
            t.append(partitioned.rows(100))
        assert t.count() == 0
        assert servers.google().keys(prefix(data)) == []
        session.set_option("hive_file_pattern", False)
        t = session.table("main.t")
        t.append(partitioned.rows(4000))
        assert t.to_arrow(where="part = '+&?#'").num_rows == 500
        assert len(servers.google().keys(prefix(data))) == len(partitioned.PARTITIONS)
        assert not any(set("=%+ ") & set(key) for key in servers.google().keys(prefix(data)))


def test_files_with_any_name_are_added_read_and_taken_away(tmp_path: Path) -> None:
    import pyarrow.parquet as pq

    data = fresh()
    with ours(tmp_path / "lake.sqlite", data, create=True, data_inlining_row_limit=0) as session:
        t = session.create_table("main.t", [("id", "BIGINT"), ("name", "VARCHAR")])
        added = []
        for i, name in enumerate(ODD):
            file = pa.BufferOutputStream()
            pq.write_table(pa.table({"id": pa.array([i], pa.int64()), "name": [name]}), file)
            content = file.getvalue().to_pybytes()
            servers.google().put(f"{prefix(data)}added/{name}/{name}.parquet", content)
            servers.google().put(f"{prefix(data)}main/t/{name}/ducklake-0190f2c1-7d5a-7000-8000-0000000000{i:02}.parquet", content)
            added.append(f"{data}added/{name}/{name}.parquet")
        t.add_files(added)
        assert t.to_arrow().sort_by("id")["name"].to_pylist() == ODD
        assert t.to_arrow(where="id = 3").to_pylist() == [{"id": 3, "name": ODD[3]}]
        found = session.maintenance.delete_orphaned_files(older_than="0s")
        assert len(found.files) == len(ODD)
        left = servers.google().keys(prefix(data))
        assert sorted(left) == sorted(each.removeprefix("gs://lake/") for each in added)
        assert t.count() == len(ODD)


def test_a_file_of_several_parts_arrives_whole_or_not_at_all(tmp_path: Path) -> None:
    """The server knows no uploads in parts: the error is one of the store, and nothing is left."""
    data = fresh()
    with ours(tmp_path / "lake.sqlite", data, create=True, data_inlining_row_limit=0) as session:
        t = session.create_table("main.t", [("id", "BIGINT"), ("noise", "BLOB")])
        with pytest.raises(ducklake.StorageError, match="Cannot write gs://"):
            t.append(pa.table({"id": range(20), "noise": [os.urandom(600_000) for _ in range(20)]}))
        assert t.count() == 0
        assert servers.google().keys(prefix(data)) == []
