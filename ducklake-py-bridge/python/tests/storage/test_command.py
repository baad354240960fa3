"""The command line with files in a bucket and on a web server."""

from __future__ import annotations

import http.server
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq
import pytest

import ducklake
import servers


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *arguments: object) -> None:
        pass


@pytest.fixture
def website(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    folder = tmp_path / "site"
    folder.mkdir()
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", folder
    server.shutdown()
    server.server_close()


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    options = [word for name, value in servers.s3().options().items() for word in ("--storage", f"{name}={value}")]
    command = [sys.executable, "-m", "ducklake", *options, *arguments]
    return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, timeout=120)


def test_files_of_every_format_are_appended_by_their_urls(tmp_path: Path, website: tuple[str, Path]) -> None:
    address = f"sqlite:///{tmp_path}/lake.sqlite"
    with ducklake.connect(address, data_path=tmp_path / "data", create=True) as session:
        session.create_table("main.t", [("id", "BIGINT"), ("text", "VARCHAR")])
    place = f"inputs-{os.urandom(4).hex()}"

    def part(n: int) -> pa.Table:  # of more than a megabyte, so that it is read by ranges
        return pa.table({"id": pa.array(range(n * 20_000, (n + 1) * 20_000), pa.int64()), "text": [os.urandom(40).hex() for _ in range(20_000)]})

    parts = [part(n) for n in range(6)]
    with pq.ParquetWriter(tmp_path / "a b=1.parquet", parts[0].schema, compression="none") as writer:
        for begin in (0, 10_000):
            writer.write_table(parts[0].slice(begin, 10_000))
    pyarrow.csv.write_csv(parts[1], tmp_path / "b.csv")
    (tmp_path / "c.ndjson").write_text("".join(json.dumps(row) + "\n" for row in parts[2].to_pylist()))
    with pa.ipc.new_stream(str(tmp_path / "d.arrows"), parts[3].schema) as stream:
        stream.write_table(parts[3], max_chunksize=3000)
    with pa.ipc.new_file(str(tmp_path / "e.arrow"), parts[4].schema) as file:
        file.write_table(parts[4], max_chunksize=3000)
    names = {"a b=1.parquet": "a%20b%3D1.parquet", "b.csv": "b.csv", "c.ndjson": "c.ndjson", "d.arrows": "d.arrows", "e.arrow": "e.arrow"}
    for name, quoted in names.items():
        servers.s3().put(f"{place}/{quoted}", (tmp_path / name).read_bytes())
    host, folder = website
    pq.write_table(parts[5], folder / "f.parquet")

    done = run(address, "append", "t", *(f"s3://lake/{place}/{name}" for name in names), f"{host}/f.parquet")
    assert done.returncode == 0, done.stderr
    with ducklake.connect(address) as session:
        assert session.table("main.t").to_arrow().sort_by("id").equals(pa.concat_tables(parts).combine_chunks())

    changed = run(address, "merge", "t", f"s3://lake/{place}/b.csv", "--on", "id")
    assert changed.returncode == 0, changed.stderr
    missing = run(address, "append", "t", f"s3://lake/{place}/none.parquet")
    assert missing.returncode != 0
    assert f"s3://lake/{place}/none.parquet: there is no such object" in missing.stderr
    assert servers.s3().options()["secret"] not in missing.stderr
    unknown = run(address, "append", "t", "ftp://lake/none.parquet")
    assert unknown.returncode != 0
    assert "there is no store for ftp://" in unknown.stderr
    with ducklake.connect(address) as session:
        assert session.table("main.t").count() == 120_000
