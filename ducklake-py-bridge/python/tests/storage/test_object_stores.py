"""Lakes whose files lie in S3 and in Azure: written by the reference and read by us, and the other way round."""

from __future__ import annotations

import contextlib
import http.server
import os
import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any, Union
from urllib.parse import quote

import pyarrow as pa
import pyarrow.compute as pc
import pytest

import ducklake
import servers

duckdb = pytest.importorskip("duckdb", reason="the reference has no package for this Python")
from duckdb_extensions import import_extension  # noqa: E402

# What DuckDB encodes in the names of directories, and what stays.
PARTITIONS = ["plain", "a b", "k=0", "50%", "ü/é", "it's", "+&?#", "%20"]
Store = Union[servers.S3, servers.Azure]


@pytest.fixture(params=["s3", "azure"])
def place(request: pytest.FixtureRequest) -> tuple[Store, str]:
    if request.param == "s3":
        store: Store = servers.s3()
        return store, f"s3://lake/{request.node.callspec.id}-{os.urandom(4).hex()}/"
    store = servers.azure()
    return store, f"az://lake/{os.urandom(4).hex()}/"


@contextlib.contextmanager
def reference(store: Store, catalog: Path, data: str) -> Iterator[Any]:
    connection = duckdb.connect()
    extensions = ["ducklake", "sqlite_scanner", "httpfs" if isinstance(store, servers.S3) else "azure"]
    for name in extensions:
        import_extension(name)
        connection.execute(f"load {name}")
    if isinstance(store, servers.Azure):
        connection.execute("set azure_transport_option_type = 'curl'")
    connection.execute(store.secret())
    connection.execute(f"attach 'ducklake:sqlite:{catalog}' as lake (data_path '{data}')")
    try:
        yield connection
    finally:
        connection.close()


def ours(store: Store, catalog: Path, data: str, **more: Any) -> ducklake.Session:
    return ducklake.connect(f"sqlite:///{catalog}", data_path=data, storage_options=store.options(), **more)


def rows(n: int) -> pa.Table:
    return pa.table(
        {
            "id": pa.array(range(n), pa.int64()),
            "part": [PARTITIONS[i % len(PARTITIONS)] for i in range(n)],
            "text": [f"row {i} " + "x" * (i % 50) for i in range(n)],
        }
    )


def test_we_read_what_the_reference_wrote(place: tuple[Store, str], tmp_path: Path) -> None:
    store, data = place
    catalog = tmp_path / "lake.sqlite"
    with reference(store, catalog, data) as duck:
        source = rows(4000)  # noqa: F841, the name in the SQL
        duck.execute("create table lake.t (id bigint, part varchar, text varchar)")
        duck.execute("alter table lake.t set partitioned by (part)")
        duck.execute("insert into lake.t from source")
        duck.execute("delete from lake.t where id % 7 = 3")
        duck.execute("update lake.t set text = 'changed' where id % 100 = 1")
        expected = duck.execute("from lake.t order by id").to_arrow_table()
    with ours(store, catalog, data) as session:
        t = session.table("main.t")
        assert t.to_arrow().sort_by("id").equals(expected.cast(t.schema))
        for part in PARTITIONS:
            literal = part.replace("'", "''")
            wanted = expected.filter(pc.equal(expected["part"], part)).num_rows
            assert t.to_arrow(where=f"part = '{literal}'").num_rows == wanted, part
        assert t.to_arrow(columns=["text"], where="id = 701").to_pylist() == [{"text": "changed"}]


def test_the_reference_reads_what_we_wrote(place: tuple[Store, str], tmp_path: Path) -> None:
    store, data = place
    catalog = tmp_path / "lake.sqlite"
    with ours(store, catalog, data, create=True, data_inlining_row_limit=0) as session:
        t = session.create_table("main.t", [("id", "BIGINT"), ("part", "VARCHAR"), ("text", "VARCHAR")], partition_by=["part"])
        t.append(rows(4000))
        t.delete("id < 100")
        t.update({"text": "'changed'"}, where="id = 700")
        expected = t.to_arrow().sort_by("id")
        assert expected.num_rows == 3900
    with reference(store, catalog, data) as duck:
        assert duck.execute("from lake.t order by id").to_arrow_table().cast(expected.schema).equals(expected)


def test_files_of_several_parts_arrive_whole(place: tuple[Store, str], tmp_path: Path) -> None:
    store, data = place
    noise = pa.table({"id": range(40), "noise": [os.urandom(600_000) for _ in range(40)]})
    catalog = tmp_path / "lake.sqlite"
    with ours(store, catalog, data, create=True, data_inlining_row_limit=0) as session:
        t = session.create_table("main.t", [("id", "BIGINT"), ("noise", "BLOB")])
        t.append(noise)
        assert t.files()["file_size_bytes"].to_pylist()[0] > 20_000_000  # three parts
        assert t.to_arrow().sort_by("id")["noise"].to_pylist() == noise["noise"].to_pylist()
    with reference(store, catalog, data) as duck:
        assert duck.execute("select md5(noise) from lake.t order by id").fetchall() == duck.execute(
            "select md5(noise) from noise order by id"
        ).fetchall()


def test_a_transaction_that_is_given_up_leaves_no_file(place: tuple[Store, str], tmp_path: Path) -> None:
    store, data = place
    with ours(store, tmp_path / "lake.sqlite", data, create=True, data_inlining_row_limit=0) as session:
        t = session.create_table("main.t", [("id", "BIGINT"), ("part", "VARCHAR"), ("text", "VARCHAR")], partition_by=["part"])
        with pytest.raises(RuntimeError, match="on purpose"), session.transaction() as tx:
            tx.table("main.t").append(rows(1000))
            raise RuntimeError("on purpose")
        assert t.count() == 0
        if isinstance(store, servers.S3):
            assert store.keys(data.removeprefix("s3://lake/")) == []


def test_errors_name_the_file_and_no_secret(tmp_path: Path) -> None:
    store = servers.s3()
    with ours(store, tmp_path / "lake.sqlite", "s3://lake/gone/", create=True, data_inlining_row_limit=0) as session:
        session.create_table("main.t", [("id", "BIGINT")]).append({"id": [1, 2, 3]})
        assert store.options()["secret"] not in repr(session)
    moved = ducklake.connect(f"sqlite:///{tmp_path / 'lake.sqlite'}", data_path="s3://lake/elsewhere/", storage_options=store.options())
    with moved, pytest.raises(ducklake.CorruptLakeError, match="is missing") as caught:
        moved.table("main.t").to_arrow()
    assert store.options()["secret"] not in str(caught.value)
    with pytest.raises(ducklake.NotFoundError, match="Did you mean.*access_key_id"):
        ducklake.connect(f"sqlite:///{tmp_path / 'lake.sqlite'}", storage_options={"acces_key_id": "x"})


class _Files(http.server.SimpleHTTPRequestHandler):
    """A web server as Python has it: it knows no ranges, and sends whole files."""

    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *arguments: Any) -> None:
        self.server.seen.append((self.command, self.path))  # type: ignore[attr-defined]


@pytest.fixture
def website(tmp_path: Path) -> Iterator[tuple[str, Path, list[tuple[str, str]]]]:
    folder = tmp_path / "site"
    folder.mkdir()
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(_Files, directory=str(folder)))
    server.seen = []  # type: ignore[attr-defined]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", folder, server.seen  # type: ignore[attr-defined]
    server.shutdown()
    server.server_close()


def public_lake(folder: Path, kind: str) -> None:
    """Made by the reference, with a data path relative to the catalog."""
    connection = duckdb.connect()
    for name in ("ducklake", "sqlite_scanner"):
        import_extension(name)
        connection.execute(f"load {name}")
    here = os.getcwd()
    os.chdir(folder)
    try:
        connection.execute(f"attach 'ducklake:{kind}:lake.db' as lake (data_path 'files')")
        source = rows(500)  # noqa: F841
        connection.execute("create table lake.t (id bigint, part varchar, text varchar)")
        connection.execute("alter table lake.t set partitioned by (part)")
        connection.execute("insert into lake.t from source")
        connection.execute("detach lake")
    finally:
        os.chdir(here)
        connection.close()


@pytest.mark.parametrize("kind", ["duckdb", "sqlite"])
def test_a_lake_on_a_web_server_is_read(
    website: tuple[str, Path, list[tuple[str, str]]], tmp_path: Path, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    address, folder, seen = website
    cache = tmp_path / "cache"
    monkeypatch.setenv("DUCKLAKE_CACHE_DIR", str(cache))
    public_lake(folder, kind)
    url = f"{address}/lake.db" if kind == "sqlite" else f"ducklake:{address}/lake.db"
    for _ in range(2):
        with ducklake.connect(url) as session:
            assert session.table("main.t").to_arrow().sort_by("id").equals(rows(500))
            with pytest.raises(ducklake.UnsupportedFeatureError, match="only read"):
                session.table("main.t").append(rows(3))
    assert sum(method == "GET" and path == "/lake.db" for method, path in seen) == 1  # the second time it was the same
    (folder / "lake.db").write_bytes((folder / "lake.db").read_bytes() + b"\0")
    with ducklake.connect(url) as session:
        assert session.table("main.t").count() == 500
    assert sum(method == "GET" and path == "/lake.db" for method, path in seen) == 2
    assert len(list(cache.rglob("lake.db"))) == 1


def test_a_lake_in_a_bucket_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = servers.s3()
    monkeypatch.setenv("DUCKLAKE_CACHE_DIR", str(tmp_path / "cache"))
    public_lake(tmp_path, "duckdb")
    for file in tmp_path.rglob("*"):
        if file.is_file():
            key = quote(f"public/{file.relative_to(tmp_path)}")
            store.put(key, file.read_bytes())
    with ducklake.connect("s3://lake/public/lake.db", storage_options=store.options()) as session:
        assert session.table("main.t").to_arrow().sort_by("id").equals(rows(500))
        assert "s3://lake/public/lake.db" in repr(session)
