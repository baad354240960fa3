"""Lakes whose files lie in S3 and in Azure: written by the reference and read by us, and the other way round."""

from __future__ import annotations

import contextlib
import http.server
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any, Union
from urllib.parse import quote

import pyarrow as pa
import pytest

import ducklake
import partitioned
import servers

duckdb = pytest.importorskip("duckdb", reason="the reference has no package for this Python")
from duckdb_extensions import import_extension  # noqa: E402

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


def test_we_read_what_the_reference_wrote(place: tuple[Store, str], tmp_path: Path) -> None:
    store, data = place
    catalog = tmp_path / "lake.sqlite"
    with reference(store, catalog, data) as duck:
        expected = partitioned.write(duck)
    with ours(store, catalog, data) as session:
        partitioned.require_read(session, expected)


def test_the_reference_reads_what_we_wrote(place: tuple[Store, str], tmp_path: Path) -> None:
    store, data = place
    catalog = tmp_path / "lake.sqlite"
    with ours(store, catalog, data, create=True, data_inlining_row_limit=0) as session:
        t = session.create_table("main.t", partitioned.COLUMNS, partition_by=["part"])
        t.append(partitioned.rows(4000))
        expected = partitioned.change(t)
    with reference(store, catalog, data) as duck:
        partitioned.require_read_by(duck, expected)


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
        t = session.create_table("main.t", partitioned.COLUMNS, partition_by=["part"])
        with pytest.raises(RuntimeError, match="on purpose"), session.transaction() as tx:
            tx.table("main.t").append(partitioned.rows(1000))
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
        source = partitioned.rows(500)  # noqa: F841
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
            assert session.table("main.t").to_arrow().sort_by("id").equals(partitioned.rows(500))
            with pytest.raises(ducklake.UnsupportedFeatureError, match="only read"):
                session.table("main.t").append(partitioned.rows(3))
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
        assert session.table("main.t").to_arrow().sort_by("id").equals(partitioned.rows(500))
        assert "s3://lake/public/lake.db" in repr(session)


def test_a_jvm_that_runs_already_reaches_object_stores(tmp_path: Path) -> None:
    """The jars then have a class loader of their own, in which the native library is to be found too."""
    store = servers.s3()
    program = f"""
import jpype
from ducklake import _jvm
jpype.startJVM(str(_jvm.libjvm(_jvm.find_java_home())))
import ducklake
with ducklake.connect("sqlite:///{tmp_path}/late.sqlite", data_path="s3://lake/late/", create=True, storage_options={store.options()!r},
                      data_inlining_row_limit=0) as session:
    table = session.create_table("main.t", [("id", "BIGINT")])
    table.append({{"id": [1, 2, 3]}})
    print(table.to_arrow().num_rows)
"""
    done = subprocess.run([sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, timeout=120)
    assert (done.stdout.strip(), done.returncode) == ("3", 0), done.stderr


class _Faulty(_Files):
    """Does not behave where data files are asked for."""

    fault = "none"

    def do_GET(self) -> None:
        fault = self.fault if self.path.endswith(".parquet") else "none"
        if fault in ("403", "404", "500", "503"):
            self.send_response(int(fault))
            self.send_header("Content-Length", "0")
            self.end_headers()
        elif fault == "reset":
            self.connection.close()
            self.close_connection = True
        elif fault in ("truncated", "stalled"):
            content = Path(self.translate_path(self.path)).read_bytes()
            self.send_response(200)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content[: len(content) // 2])
            self.wfile.flush()
            if fault == "stalled":
                time.sleep(6)
            self.close_connection = True
        else:
            super().do_GET()


@pytest.mark.parametrize("fault", ["none", "403", "404", "500", "503", "reset", "truncated", "stalled"])
def test_a_scan_gives_all_rows_or_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: str) -> None:
    monkeypatch.setenv("DUCKLAKE_CACHE_DIR", str(tmp_path / "cache"))
    site = tmp_path / "site"
    site.mkdir()
    public_lake(site, "sqlite")
    handler = type("Handler", (_Faulty,), {"fault": fault})
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=str(site)))
    server.seen = []  # type: ignore[attr-defined]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    options = {"request_timeout": "3s", "max_retries": "1"}
    try:
        with ducklake.connect(f"http://127.0.0.1:{server.server_port}/lake.db", storage_options=options) as session:
            begin = time.monotonic()
            if fault == "none":
                assert session.table("main.t").to_arrow().num_rows == 500
            else:
                expected = ducklake.CorruptLakeError if fault == "404" else ducklake.StorageError
                with pytest.raises(expected):
                    session.table("main.t").to_arrow()
            assert time.monotonic() - begin < 30  # several times the deadline, for a busy machine
    finally:
        server.shutdown()
        server.server_close()
