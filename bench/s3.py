"""A scan of files in S3 that answers late: Quacklake beside DuckDB with httpfs, wall time and requests.

    python bench/s3.py [--latency 0.02] [--rounds 7]

The server is one of this file's own, on the loopback interface: it answers each request after a pause, from memory, and counts. Every round
opens the lake anew, so that nothing is left from the one before; opening is not timed.
"""

from __future__ import annotations

import argparse
import http.server
import json
import multiprocessing
import statistics
import tempfile
import time
import urllib.request
from pathlib import Path
from typing import Any, Callable

FILES = 8
ROWS = 250_000
COLUMNS = ["id", "amount", "label"]


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = 1 << 20
    files: dict[str, bytes] = {}
    latency = 0.0
    seen: list[str] = []

    def log_message(self, format: str, *arguments: Any) -> None:
        pass

    def do_HEAD(self) -> None:
        self.answer(with_body=False)

    def do_GET(self) -> None:
        if self.path == "/seen":
            body = json.dumps(Handler.seen).encode()
            Handler.seen = []
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
            return
        self.answer(with_body=True)

    def answer(self, with_body: bool) -> None:
        time.sleep(Handler.latency)
        asked = self.headers.get("Range", "")
        Handler.seen.append(f"{self.command} {asked}")
        content = Handler.files.get(self.path.split("?")[0])
        if content is None:
            self.send_response(404)
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        body = memoryview(content)
        if asked:
            first, last = asked.removeprefix("bytes=").split("-")
            body = body[int(first) : int(last or len(content)) + 1]
            self.send_response(206)
            self.send_header("Content-Range", f"bytes {first}-{int(first) + len(body) - 1}/{len(content)}")
        else:
            self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("ETag", '"1"')
        self.send_header("Last-Modified", "Thu, 01 Jan 2026 00:00:00 GMT")
        self.send_header("Accept-Ranges", "bytes")
        self.end_headers()
        if with_body:
            self.wfile.write(body)


class Server(http.server.ThreadingHTTPServer):
    request_queue_size = 128
    daemon_threads = True


def serve(folder: str, latency: float, port: Any) -> None:
    """A bucket named bench with the files of a folder."""
    for file in Path(folder).rglob("*.parquet"):
        Handler.files[f"/bench/{file.relative_to(folder)}"] = file.read_bytes()
    Handler.latency = latency
    server = Server(("127.0.0.1", 0), Handler)
    port.value = server.server_port
    server.serve_forever()


def make_lake(folder: Path) -> None:
    connection = reference()
    connection.execute(f"attach 'ducklake:{folder}/lake.ducklake' as lake (data_path '{folder}/data/')")
    connection.execute(
        "create table lake.t (id bigint, amount double, label varchar, a bigint, b bigint, c double, d varchar, e timestamp, f date,"
        " g decimal(18,2), h varchar, i integer)"
    )
    for file in range(FILES):
        connection.execute(
            f"insert into lake.t select {file} * {ROWS} + i, random(), 'label ' || (i % 1000), i * 7, i * 1000003 % 999983, random(), md5(i::varchar),"
            f" timestamp '2026-01-01' + to_seconds(i), date '2026-01-01' + (i % 365)::int, i / 100, md5((i * 3)::varchar), i % 17"
            f" from range({ROWS}) r(i)"
        )
    connection.close()


def reference() -> Any:
    import duckdb
    from duckdb_extensions import import_extension

    connection = duckdb.connect()
    for name in ("ducklake", "httpfs"):
        import_extension(name)
        connection.execute(f"load {name}")
    return connection


def with_duckdb(folder: Path, port: int) -> Callable[[], Any]:
    connection = reference()
    connection.execute(
        f"create secret (type s3, key_id 'k', secret 's', endpoint '127.0.0.1:{port}', use_ssl false, url_style 'path', region 'us-east-1')"
    )
    connection.execute(
        f"attach 'ducklake:{folder}/lake.ducklake' as lake (data_path 's3://bench/data/', override_data_path true, read_only)"
    )
    return lambda: connection.execute(f"select {', '.join(COLUMNS)} from lake.t").to_arrow_table()


def with_quacklake(folder: Path, port: int) -> Callable[[], Any]:
    import ducklake

    options = {"endpoint": f"http://127.0.0.1:{port}", "key_id": "k", "secret": "s", "region": "us-east-1"}
    session = ducklake.connect(f"duckdb:///{folder}/lake.ducklake", data_path="s3://bench/data/", storage_options=options)
    table = session.table("main.t")
    return lambda: table.to_arrow(columns=COLUMNS)


def measure(engine: str, folder: str, port: int, rounds: int, results: Any) -> None:
    """In a process of its own, since each engine keeps the catalog's file open."""
    opening = {"duckdb": with_duckdb, "quacklake": with_quacklake}[engine]
    times, requests, checks = [], [], set()
    for turn in range(rounds + 2):  # two to warm up
        scan = opening(Path(folder), port)
        seen(port)
        begin = time.perf_counter()
        table = scan()
        seconds = time.perf_counter() - begin
        if turn >= 2:
            times.append(seconds)
        requests = seen(port)
        checks.add((table.num_rows, int(sum(table["id"].combine_chunks().to_numpy() % 1009))))
        del scan, table
    results.put((engine, times, requests, checks))


def seen(port: int) -> list[str]:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/seen") as answer:
        return list(json.load(answer))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--latency", type=float, default=0.02)
    parser.add_argument("--rounds", type=int, default=7)
    arguments = parser.parse_args()
    spawn = multiprocessing.get_context("spawn")
    with tempfile.TemporaryDirectory(prefix="s3bench") as folder:
        maker = spawn.Process(target=make_lake, args=(Path(folder),))
        maker.start()
        maker.join()
        sizes = [file.stat().st_size for file in Path(folder).rglob("*.parquet")]
        print(f"{len(sizes)} files of {statistics.mean(sizes) / 1e6:.1f} MB, {len(COLUMNS)} of 12 columns, {arguments.latency * 1000:.0f} ms")
        port = spawn.Value("i", 0)
        server = spawn.Process(target=serve, args=(folder, arguments.latency, port), daemon=True)
        server.start()
        while port.value == 0:
            time.sleep(0.05)
        results: Any = spawn.Queue()
        medians, answers = {}, []
        for engine in ("duckdb", "quacklake"):
            worker = spawn.Process(target=measure, args=(engine, folder, port.value, arguments.rounds, results))
            worker.start()
            _, times, requests, checks = results.get(timeout=300)
            worker.join()
            medians[engine] = statistics.median(times)
            answers.append(checks)
            kinds = {kind: sum(each.startswith(kind) for each in requests) for kind in ("HEAD", "GET")}
            print(
                f"{engine:10} median {medians[engine] * 1000:7.1f} ms  best {min(times) * 1000:7.1f} ms  requests {len(requests)} {kinds}"
            )
        server.terminate()
        server.join()
        if answers[0] != answers[1]:
            raise SystemExit(f"The answers differ: {answers}")
        print(f"ratio {medians['quacklake'] / medians['duckdb']:.2f} of DuckDB's wall time")


if __name__ == "__main__":
    main()
