"""A MariaDB server of the tests' own, on the loopback interface; where the programs are missing, its tests are skipped and say so."""

from __future__ import annotations

import atexit
import os
import shutil
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Optional

import pytest

import postgres

MISSING = "MariaDB is not installed here (mariadbd, mariadb-install-db, mariadb)"
PROGRAMS = ("mariadbd", "mariadb-install-db", "mariadb")


class Server:
    """Databases by name; the server ends with this process."""

    def __init__(self, programs: dict[str, str]) -> None:
        self.programs = programs
        self.folder = Path(tempfile.mkdtemp(prefix="qlmy"))
        self.port = postgres.free_port()
        user = []
        if os.getuid() == 0:
            shutil.chown(self.folder, "nobody")  # the server refuses to run as root
            user = ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"]
        # The environment's directory for temporary files may be root's.
        common = ["--no-defaults", f"--datadir={self.folder / 'data'}", f"--tmpdir={self.folder}", "--innodb-log-file-size=8M"]
        _run([*user, programs["mariadb-install-db"], *common, "--auth-root-authentication-method=normal", "--skip-test-db"])
        options = [f"--socket={self.folder / 's.sock'}", f"--pid-file={self.folder / 'pid'}", "--bind-address=127.0.0.1", f"--port={self.port}"]
        options += ["--innodb-flush-log-at-trx-commit=0", "--skip-log-bin"]
        with open(self.folder / "server.log", "wb") as log:
            self.process = subprocess.Popen([*user, programs["mariadbd"], *common, *options], stdout=log, stderr=log, cwd="/")
        atexit.register(self.stop)
        self._await()
        self.execute("CREATE USER ducklake@localhost; GRANT ALL ON *.* TO ducklake@localhost")

    def _await(self) -> None:
        for _ in range(300):
            try:
                return self.execute("SELECT 1")
            except RuntimeError:
                if self.process.poll() is not None:
                    break
                time.sleep(0.2)
        raise RuntimeError((self.folder / "server.log").read_text(errors="replace"))

    def execute(self, sql: str) -> None:
        """Runs statements as the administrator."""
        client = [self.programs["mariadb"], "--no-defaults", "--default-character-set=utf8mb4", "-S", str(self.folder / "s.sock"), "-u", "root"]
        _run([*client, "-e", sql])

    def address(self, name: str) -> str:
        """A new database, as an address of a catalog."""
        self.execute(f"CREATE DATABASE `{name}` CHARACTER SET utf8mb4")
        return f"ducklake:mysql:db={name} host=127.0.0.1 port={self.port} user=ducklake"

    def stop(self) -> None:
        self.process.kill()
        self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)


def _run(command: list[str]) -> None:
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, cwd="/")
    if done.returncode:
        raise RuntimeError(f"{command[0]}: {done.stdout.decode(errors='replace')}")


_server: Optional[Server] = None


def server() -> Server:
    """The server of this process, started at its first use."""
    global _server
    if _server is None:
        path = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin"])
        programs = {name: shutil.which(name, path=path) for name in PROGRAMS}
        if not all(programs.values()):
            pytest.skip(MISSING)
        _server = Server({name: place for name, place in programs.items() if place})
    return _server
