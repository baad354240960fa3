"""Servers of the tests' own, on the loopback interface: moto for S3, Azurite for Azure, fake-gcs-server for Google, and a proxy that delays.
Where a program is missing, its tests are skipped and say so."""

from __future__ import annotations

import atexit
import base64
import contextlib
import hashlib
import hmac
import http.client
import http.server
import importlib.util
import json
import os
import re
import shutil
import socket
import struct
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from email.utils import formatdate
from functools import lru_cache
from pathlib import Path
from typing import Any, Optional
from urllib.parse import quote

import pytest

# Azurite's account for development is the same everywhere and no secret.
ACCOUNT = "devstoreaccount1"
ACCOUNT_KEY = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=="


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _start(command: list[str], port: int, environment: Optional[dict[str, str]] = None) -> None:
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env={**os.environ, **(environment or {})}
    )
    atexit.register(_stop, process)
    for _ in range(1200):
        if process.poll() is not None:
            raise RuntimeError(f"{command[0]} ended with {process.returncode}")
        try:
            socket.create_connection(("127.0.0.1", port)).close()
            return
        except OSError:
            time.sleep(0.05)
    raise RuntimeError(f"{command[0]} does not answer")


def _stop(process: subprocess.Popen) -> None:  # type: ignore[type-arg]
    process.terminate()
    process.wait()


class S3:
    """A moto server, in memory."""

    def __init__(self, port: int) -> None:
        self.host = f"127.0.0.1:{port}"
        self.bucket = "lake"
        urllib.request.urlopen(urllib.request.Request(f"http://{self.host}/{self.bucket}", method="PUT")).close()

    def put(self, key: str, content: bytes) -> None:
        """Stores an object; the key is quoted as in a URL."""
        request = urllib.request.Request(f"http://{self.host}/{self.bucket}/{key}", method="PUT", data=content)
        request.add_header("Content-Type", "application/octet-stream")  # else moto takes it for a form
        urllib.request.urlopen(request).close()

    def keys(self, prefix: str) -> list[str]:
        with urllib.request.urlopen(f"http://{self.host}/{self.bucket}?list-type=2&prefix={prefix}") as listing:
            return re.findall("<Key>(.*?)</Key>", listing.read().decode())

    def options(self) -> dict[str, str]:
        return {"endpoint": f"http://{self.host}", "key_id": "test", "secret": "s3cr3t-of-the-test", "region": "us-east-1"}

    def secret(self) -> str:
        """As DuckDB takes it."""
        return (
            f"create or replace secret store (type s3, key_id 'test', secret 's3cr3t-of-the-test', endpoint '{self.host}', use_ssl false,"
            " url_style 'path', region 'us-east-1')"
        )


@lru_cache(maxsize=None)
def s3() -> S3:
    if importlib.util.find_spec("moto") is None or importlib.util.find_spec("flask") is None:
        pytest.skip("moto is not installed here")
    port = free_port()
    _start([sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)], port)
    return S3(port)


class Azure:
    """An Azurite server, in memory."""

    def __init__(self, port: int) -> None:
        self.endpoint = f"http://127.0.0.1:{port}/{ACCOUNT}"
        self.container = "lake"
        self._make_container()

    def options(self) -> dict[str, str]:
        return {"endpoint": self.endpoint, "account_name": ACCOUNT, "account_key": ACCOUNT_KEY}

    def secret(self) -> str:
        words = f"DefaultEndpointsProtocol=http;AccountName={ACCOUNT};AccountKey={ACCOUNT_KEY};BlobEndpoint={self.endpoint};"
        return f"create or replace secret store (type azure, connection_string '{words}')"

    def _make_container(self) -> None:
        headers = {"x-ms-date": formatdate(usegmt=True), "x-ms-version": "2021-12-02"}
        canonical = "".join(f"{name}:{value}\n" for name, value in sorted(headers.items()))
        text = "PUT" + "\n" * 12 + canonical + f"/{ACCOUNT}/{ACCOUNT}/{self.container}\nrestype:container"
        signature = base64.b64encode(hmac.new(base64.b64decode(ACCOUNT_KEY), text.encode(), hashlib.sha256).digest()).decode()
        request = urllib.request.Request(
            f"{self.endpoint}/{self.container}?restype=container",
            method="PUT",
            data=b"",
            headers={**headers, "Authorization": f"SharedKey {ACCOUNT}:{signature}", "Content-Type": ""},
        )
        urllib.request.urlopen(request).close()


def _azurite() -> Optional[Path]:
    """Where npm put it: in the build's directory, or where QUACKLAKE_AZURITE says."""
    folder = os.environ.get("QUACKLAKE_AZURITE") or os.path.join(os.environ.get("QUACKLAKE_TARGET", ""), "npm")
    program = Path(folder) / "node_modules" / "azurite" / "dist" / "src" / "blob" / "main.js"
    return program if program.is_file() and shutil.which("node") else None


@lru_cache(maxsize=None)
def azure() -> Azure:
    program = _azurite()
    if program is None:
        pytest.skip("Azurite is not installed here")
    port = free_port()
    options = ["--inMemoryPersistence", "--silent", "--skipApiVersionCheck", "--disableTelemetry"]
    _start(["node", str(program), "--blobHost", "127.0.0.1", "--blobPort", str(port), *options], port)
    return Azure(port)


class Google:
    """A fake-gcs-server, in memory. It speaks Google's JSON interface, and of the S3 one only what reads objects."""

    def __init__(self, port: int) -> None:
        self.host = f"127.0.0.1:{port}"
        self.bucket = "lake"
        self._post("/storage/v1/b?project=p", json.dumps({"name": self.bucket}).encode(), "application/json")

    def put(self, key: str, content: bytes) -> None:
        """Stores an object; the key is literal."""
        place = f"/upload/storage/v1/b/{self.bucket}/o?uploadType=media&name={quote(key, safe='')}"
        self._post(place, content, "application/octet-stream")

    def keys(self, prefix: str) -> list[str]:
        place = f"http://{self.host}/storage/v1/b/{self.bucket}/o?prefix={quote(prefix, safe='')}"
        with urllib.request.urlopen(place) as listing:
            return [each["name"] for each in json.load(listing).get("items", [])]

    def options(self) -> dict[str, str]:
        return {"endpoint": f"http://{self.host}", "anonymous": "true"}

    def secret(self) -> str:
        """As DuckDB takes it; it reads through the S3 interface."""
        return (
            f"create or replace secret store (type gcs, key_id 'test', secret 'test', endpoint '{self.host}', use_ssl false, url_style 'path')"
        )

    def _post(self, place: str, body: bytes, kind: str) -> None:
        request = urllib.request.Request(f"http://{self.host}{place}", method="POST", data=body, headers={"Content-Type": kind})
        urllib.request.urlopen(request).close()


@lru_cache(maxsize=None)
def google() -> Google:
    """The program is where Go put it: in the build's directory, or what QUACKLAKE_FAKE_GCS_SERVER says."""
    program = os.environ.get("QUACKLAKE_FAKE_GCS_SERVER") or os.path.join(os.environ.get("QUACKLAKE_TARGET", ""), "go", "fake-gcs-server")
    if not Path(program).is_file():
        pytest.skip("fake-gcs-server is not installed here")
    port = free_port()
    options = ["-backend", "memory", "-scheme", "http", "-host", "127.0.0.1", "-port", str(port), "-public-host", f"127.0.0.1:{port}"]
    _start([program, *options], port)
    return Google(port)


class Faults(http.server.ThreadingHTTPServer):
    """Stands before a web server and passes requests on, but for data files it has the fault that is set."""

    daemon_threads = True

    def __init__(self, host: str) -> None:
        super().__init__(("127.0.0.1", 0), _Faulty)
        self.target = host
        self.fault = "none"
        self.method = "GET"
        self.lifted = threading.Event()
        self.signed: list[tuple[str, str]] = []
        self.ranges: list[tuple[int, int]] = []
        self.host = f"127.0.0.1:{self.server_port}"
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @contextlib.contextmanager
    def having(self, fault: str, method: str) -> Iterator[None]:
        self.fault, self.method = fault, method
        self.lifted.clear()
        try:
            yield
        finally:
            self.fault = "none"
            self.lifted.set()

    def handle_error(self, request: Any, client_address: Any) -> None:
        pass  # connections that break are what this is for


class _Faulty(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Faults

    def log_message(self, format: str, *arguments: Any) -> None:
        pass

    def _serve(self) -> None:
        if self.command == "GET" and "Range" in self.headers:
            first, last = self.headers["Range"].removeprefix("bytes=").split("-")
            self.server.ranges.append((int(first), int(last) + 1))
        self.server.signed.append((self.headers.get("Authorization", ""), self.headers.get("x-amz-security-token", "")))
        data = self.command == self.server.method and self.path.split("?")[0].endswith(".parquet")
        fault = self.server.fault if data else "none"
        length = int(self.headers.get("Content-Length", 0))
        if fault == "reset":
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.close_connection = True
            self.connection.close()
        elif fault in ("stalled", "truncated") and self.command == "PUT":
            self.rfile.read(length // 2)
            if fault == "stalled":
                self.server.lifted.wait(60)
            self.close_connection = True
        else:
            if fault == "slow" and self.command == "PUT":
                time.sleep(0.5)
            body = self.rfile.read(length)
            if fault.isdigit():
                self._answer(int(fault), {}, b"", "none")
            else:
                self._answer(*self._pass_on(body, fault), fault)

    do_GET = do_HEAD = do_PUT = do_POST = do_DELETE = _serve

    def _pass_on(self, body: bytes, fault: str) -> tuple[int, dict[str, str], bytes]:
        headers = {name: value for name, value in self.headers.items() if not (fault == "ignored range" and name.lower() == "range")}
        connection = http.client.HTTPConnection(self.server.target)
        connection.request(self.command, self.path, body or None, headers)
        answer = connection.getresponse()
        content = answer.read()
        connection.close()
        hidden = ("content-length", "transfer-encoding", "connection", "date", "server")
        kept = {name: value for name, value in answer.getheaders() if name.lower() not in hidden}
        if self.command == "HEAD":
            kept["Content-Length"] = answer.getheader("Content-Length") or "0"
        return answer.status, kept, content

    def _answer(self, status: int, headers: dict[str, str], content: bytes, fault: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if self.command != "HEAD":
            self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if fault in ("stalled", "truncated"):
            self.wfile.write(content[: len(content) // 2])
            self.wfile.flush()
            if fault == "stalled":
                self.server.lifted.wait(60)
            self.close_connection = True
            return
        step = max(1, len(content) // 8) if fault == "slow" else max(1, len(content))
        for begin in range(0, len(content), step):
            self.wfile.write(content[begin : begin + step])
            self.wfile.flush()
            if fault == "slow":
                time.sleep(0.05)


class Delay:
    """Passes connections on to a port of this machine; each message of a client is held back for a while, as a long way would do."""

    def __init__(self, port: int, seconds: float) -> None:
        self._target = port
        self._seconds = seconds
        self._socket = socket.create_server(("127.0.0.1", 0), backlog=128)
        self.port = int(self._socket.getsockname()[1])
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._socket.accept()
            except OSError:
                return
            server = socket.create_connection(("127.0.0.1", self._target))
            for end in (client, server):
                end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            threading.Thread(target=self._pass_on, args=(client, server, self._seconds), daemon=True).start()
            threading.Thread(target=self._pass_on, args=(server, client, 0.0), daemon=True).start()

    @staticmethod
    def _pass_on(source: socket.socket, sink: socket.socket, seconds: float) -> None:
        try:
            while data := source.recv(1 << 18):
                if seconds:
                    time.sleep(seconds)
                sink.sendall(data)
        except OSError:
            pass
        finally:
            for end in (source, sink):
                try:
                    end.shutdown(socket.SHUT_RDWR)
                except OSError:
                    pass

    def close(self) -> None:
        self._socket.close()
