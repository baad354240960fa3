"""A PostgreSQL server of the tests' own, on the loopback interface; where the programs are missing, its tests are skipped and say so."""

from __future__ import annotations

import atexit
import os
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path
from typing import Optional

import pytest

MISSING = "PostgreSQL is not installed here (initdb, pg_ctl, createdb, psql)"


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


class Server:
    """Databases by name; the server ends with this process."""

    def __init__(self, programs: Path) -> None:
        self.programs = programs
        self.folder = Path(tempfile.mkdtemp(prefix="qlpg"))
        self.port = free_port()
        if os.getuid() == 0:
            shutil.chown(self.folder, "postgres")  # the server refuses to run as root
        data = str(self.folder / "data")
        self._run("initdb", "-D", data, "-U", "ducklake", "--auth=trust", "--no-sync", "-E", "UTF8", "--locale=C.UTF-8")
        settings = f"-c listen_addresses=127.0.0.1 -p {self.port} -c unix_socket_directories={self.folder} -c fsync=off"
        atexit.register(self.stop)
        self._run("pg_ctl", "-D", data, "-w", "-l", str(self.folder / "server.log"), "-o", settings, "start")

    def address(self, name: str) -> str:
        """A new database, as an address of a catalog."""
        self._run("createdb", "-h", "127.0.0.1", "-p", str(self.port), "-U", "ducklake", name)
        return f"ducklake:postgres:dbname={name} host=127.0.0.1 port={self.port} user=ducklake"

    def restored(self, name: str, dump: Path) -> str:
        """A new database with what is in a dump."""
        address = self.address(name)
        options = ["-h", "127.0.0.1", "-p", str(self.port), "-U", "ducklake", "-d", name]
        self._run("psql", "-q", "-v", "ON_ERROR_STOP=1", *options, "-f", str(dump))
        return address

    def stop(self) -> None:
        self._run("pg_ctl", "-D", str(self.folder / "data"), "-m", "immediate", "stop")
        shutil.rmtree(self.folder, ignore_errors=True)

    def _run(self, program: str, *arguments: str) -> None:
        user = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] if os.getuid() == 0 else []
        # Not to a pipe: the server would keep it open.
        with tempfile.TemporaryFile() as output:
            done = subprocess.run([*user, str(self.programs / program), *arguments], stdout=output, stderr=subprocess.STDOUT, cwd="/")
            if done.returncode:
                output.seek(0)
                raise RuntimeError(f"{program}: {output.read().decode(errors='replace')}")


_server: Optional[Server] = None


def server() -> Server:
    """The server of this process, started at its first use."""
    global _server
    if _server is None:
        places = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
        places += [Path(place) for place in os.environ.get("PATH", "").split(os.pathsep)]
        programs = next((place for place in places if all((place / name).is_file() for name in ("initdb", "pg_ctl", "createdb", "psql"))), None)
        if programs is None:
            pytest.skip(MISSING)
        _server = Server(programs)
    return _server
