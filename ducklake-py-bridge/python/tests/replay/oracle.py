"""The reference in a process of its own: a crash of it is an answer, and it shares no memory with the DuckDB that Java may load."""

from __future__ import annotations

import multiprocessing
import sys
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[4] / "golden-files" / "oracle"))


class Refused(Exception):
    """The reference refuses a statement, or fails at it."""


class Oracle:
    """One reference for the process; made again after it has crashed."""

    def __init__(self) -> None:
        pytest.importorskip("duckdb", reason="the reference has no package for this Python")
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs,), daemon=True)
        self._process.start()
        theirs.close()

    @property
    def alive(self) -> bool:
        return self._process.is_alive()

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        return list(self._ask("rows", sql))

    def beside(self, sql: str) -> list[tuple[Any, ...]]:
        """The same on a second connection, which may have a transaction of its own."""
        return list(self._ask("beside", sql))

    def arrow(self, sql: str) -> pa.Table:
        return pa.ipc.open_stream(self._ask("arrow", sql)).read_all()

    def attach(self, folder: Path, catalog: str, options: tuple[str, ...]) -> None:
        self._ask("attach", (folder, catalog, *options))

    def close(self) -> None:
        self._process.kill()
        self._process.join()

    def _ask(self, kind: str, what: Any) -> Any:
        try:
            self._pipe.send((kind, what))
            done, answer = self._pipe.recv()
        except (EOFError, OSError) as end:
            self.close()
            raise Refused(f"FATAL: the reference crashed at {what}") from end
        if not done:
            raise Refused(answer)
        return answer


def _serve(pipe: Any) -> None:
    import reference

    connection = reference.connect("sqlite_scanner", "httpfs")
    second = connection.cursor()
    # One thread and rows in order: a script makes the same files each time.
    connection.execute("SET threads = 1; SET TimeZone = 'UTC'")
    while True:
        try:
            kind, what = pipe.recv()
        except EOFError:
            return
        try:
            if kind == "attach":
                reference.attach(connection, *what)
                answer: Any = None
            elif kind in ("rows", "beside"):
                answer = (connection if kind == "rows" else second).execute(what).fetchall()
            else:
                table = connection.execute(what).to_arrow_table()
                sink = pa.BufferOutputStream()
                with pa.ipc.new_stream(sink, table.schema) as writer:
                    writer.write_table(table)
                answer = sink.getvalue().to_pybytes()
            pipe.send((True, answer))
        except Exception as failure:
            pipe.send((False, str(failure)))
