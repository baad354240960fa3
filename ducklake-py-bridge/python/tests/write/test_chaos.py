"""Many writers on the same tables: no acknowledged change is lost, none counts twice, and no reader sees half a commit.

QUACKLAKE_CHAOS_SECONDS is how long each lake is fought over. Counters are printed (`pytest -s`).
"""

from __future__ import annotations

import multiprocessing
import os
import random
import threading
import time
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

import ducklake
import databases

SECONDS = float(os.environ.get("QUACKLAKE_CHAOS_SECONDS", "8"))
# A DuckDB file is one process's at a time; the others wait for their turn.
SHAPES = [("sqlite", 4, 2), ("duckdb", 2, 2), ("postgres", 4, 2), ("mariadb", 4, 2)]


class Writer:
    """Changes rows that only it knows of, in two tables at once; remembers what was acknowledged."""

    def __init__(self, session: ducklake.Session, name: int, seed: int) -> None:
        self.session, self.name, self.chance = session, name, random.Random(seed)
        self.rows: dict[int, int] = {}
        self.next = name * 1_000_000
        self.counts: Counter[str] = Counter()

    def run(self, until: float) -> None:
        while time.monotonic() < until:
            work = self.chance.choices([self.append, self.delete, self.merge, self.comment], [6, 3, 3, 1])[0]
            try:
                work()
                self.counts[work.__name__] += 1
            except ducklake.CommitConflictError:
                self.counts["conflict"] += 1
            except ducklake.CatalogError as failure:
                if "conflict" in str(failure).lower() or "lock" in str(failure).lower() or "busy" in str(failure).lower():
                    self.counts["gave up"] += 1
                else:
                    raise

    def append(self) -> None:
        new = {self.next + i: self.chance.randrange(100) for i in range(self.chance.choice([1, 3, 25]))}
        self.next += len(new)
        data = [{"id": key, "v": value} for key, value in new.items()]
        with self.session.transaction() as tx:
            tx.table("a").append(data)
            tx.table("b").append(data)
        self.rows.update(new)

    def delete(self) -> None:
        if not self.rows:
            return
        gone = self.chance.sample(sorted(self.rows), min(len(self.rows), 4))
        condition = f"id IN ({', '.join(map(str, gone))})"
        with self.session.transaction() as tx:
            assert tx.table("a").delete(condition) == len(gone)
            assert tx.table("b").delete(condition) == len(gone)
        for key in gone:
            del self.rows[key]

    def merge(self) -> None:
        if not self.rows:
            return
        new = {key: self.chance.randrange(100, 200) for key in self.chance.sample(sorted(self.rows), min(len(self.rows), 3))}
        data = [{"id": key, "v": value} for key, value in new.items()]
        with self.session.transaction() as tx:
            for table in ("a", "b"):
                assert tx.table(table).merge(data, on="id").updated == len(new)
        self.rows.update(new)

    def comment(self) -> None:
        self.session.table("a").comment(f"by {self.name}")


def _process(address: str, number: int, threads: int, seconds: float, results: Any) -> None:
    try:
        with ducklake.connect(address) as session:
            writers = [Writer(session, number * 10 + i + 1, number * 100 + i) for i in range(threads)]
            until = time.monotonic() + seconds
            failures: list[str] = []

            def guarded(writer: Writer) -> None:
                try:
                    writer.run(until)
                except BaseException as failure:
                    failures.append(f"{type(failure).__name__}: {failure}")

            running = [threading.Thread(target=guarded, args=(writer,)) for writer in writers]
            halves: list[str] = []
            looks = 0
            for thread in running:
                thread.start()
            while any(thread.is_alive() for thread in running):
                snapshot = session.current_snapshot()
                one, other = (session.table(name, snapshot=snapshot).to_arrow().to_pylist() for name in ("a", "b"))
                looks += 1
                if _bag(one) != _bag(other):
                    halves.append(f"snapshot {snapshot}: {len(one)} and {len(other)} rows")
                time.sleep(0.05)
            rows = {key: value for writer in writers for key, value in writer.rows.items()}
            counts = sum((writer.counts for writer in writers), Counter({"looks": looks}))
            results.put((rows, dict(counts), failures + halves))
    except BaseException as failure:
        results.put(({}, {}, [f"{type(failure).__name__}: {failure}"]))


def _bag(rows: list[dict[str, Any]]) -> Counter[tuple[int, int]]:
    return Counter((row["id"], row["v"]) for row in rows)


@pytest.mark.parametrize(("backend", "processes", "threads"), SHAPES)
@pytest.mark.parametrize("inlining", [0, 10])
def test_nothing_acknowledged_is_lost_or_doubled(backend: str, processes: int, threads: int, inlining: int, tmp_path: Path) -> None:
    address = databases.new(backend, tmp_path)
    with ducklake.connect(address, data_path=tmp_path / "data", create=True) as session:
        session.set_option("data_inlining_row_limit", inlining)
        for name in ("a", "b"):
            session.create_table(name, [("id", "BIGINT"), ("v", "INTEGER")])
    context = multiprocessing.get_context("spawn")
    results = context.Queue()
    running = [context.Process(target=_process, args=(address, i, threads, SECONDS, results)) for i in range(processes)]
    for each in running:
        each.start()
    found = [results.get(timeout=SECONDS * 10 + 120) for _ in running]
    for each in running:
        each.join()
        assert each.exitcode == 0
    wanted: dict[int, int] = {}
    counts: Counter[str] = Counter()
    for rows, some, failures in found:
        assert not failures, failures[:3]
        wanted.update(rows)
        counts.update(some)
    print(f"{backend}, {processes} processes with {threads} writers, inlining {inlining}: {dict(counts)}, {len(wanted)} rows")
    assert counts["append"] > 0
    with ducklake.connect(address) as session:
        for name in ("a", "b"):
            assert _bag(session.table(name).to_arrow().to_pylist()) == Counter(wanted.items())
