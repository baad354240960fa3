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
from collections.abc import Callable
from pathlib import Path
from typing import Any, Optional

import pytest

import databases
import ducklake

SECONDS = float(os.environ.get("QUACKLAKE_CHAOS_SECONDS", "5"))
PROCESSES, THREADS = 4, 8
# A DuckDB file has one process at a time: among many that append, none would get a delete through in a short while.
FEW = {"duckdb": (2, 3)} if SECONDS < 60 else {}
PATIENCE = 120
PHASE = max(2.0, SECONDS / 6)
Found = tuple[dict[int, int], list[int], dict[str, int], list[str]]


class Writer:
    """Changes rows that only it knows of, in two tables at once; remembers what was acknowledged."""

    def __init__(self, session: ducklake.Session, name: int) -> None:
        self.session, self.name, self.chance = session, name, random.Random(name)
        self.rows: dict[int, int] = {}
        self.next = name * 1_000_000
        self.column: Optional[str] = None
        self.snapshots: list[int] = []
        self.counts: Counter[str] = Counter()

    def run(self, until: float, begun: Any = None) -> None:
        """Works until then, and on until somebody has appended something, which sets `begun`: a machine may be slow."""
        lost = 0
        while time.monotonic() < until or (begun and not begun.is_set() and time.monotonic() < until + PATIENCE):
            if not lost or self.only_changes() and do not in self.changes():
                do = self.choice()
            try:
                self.counts[do.__name__] += do()
                lost = 0
                if begun and self.counts["append"]:
                    begun.set()
            except ducklake.CommitConflictError:
                self.counts["conflict"] += 1
                lost += 1
            except ducklake.CatalogError as failure:
                if not any(word in str(failure).lower() for word in ("conflict", "lock", "busy", "in use", "attempts")):
                    raise
                self.counts["gave up"] += 1
                lost += 1
            if lost:  # the same again, later and later, as programs do that want to get anywhere
                time.sleep(min(self.chance.uniform(0, min(8.0, 0.05 * 2**lost)), max(0.05, until - time.monotonic())))

    def choice(self) -> Callable[[], bool]:
        work = self.work()
        if self.only_changes():
            work = {do: often for do, often in work.items() if do in self.changes()}
        return self.chance.choices(list(work), list(work.values()))[0]

    def only_changes(self) -> bool:
        """Half of the time all do: next to those who append on and on, hardly anybody would get a change through."""
        return bool(self.rows) and time.monotonic() % (2 * PHASE) < PHASE

    def changes(self) -> tuple[Callable[[], bool], ...]:
        return self.delete, self.merge, self.update, self.compact

    def work(self) -> dict[Callable[[], bool], int]:
        """What it does, and how often in comparison."""
        return {self.append: 6, self.delete: 4, self.merge: 4, self.update: 4, self.alter: 1, self.comment: 1, self.compact: 1}

    def commit(self, *changes: Any) -> bool:
        """One transaction with the same changes of both tables."""
        with self.session.transaction() as tx:
            for name in ("a", "b"):
                for change in changes:
                    change(tx.table(name))
        assert tx.snapshot_id is not None
        self.snapshots.append(tx.snapshot_id)
        return True

    def some(self, most: int) -> list[int]:
        return self.chance.sample(sorted(self.rows), min(len(self.rows), most))

    def append(self) -> bool:
        new = {self.next + i: self.chance.randrange(100) for i in range(self.chance.choice([1, 3, 25]))}
        self.next += len(new)
        data = [{"id": key, "v": value} for key, value in new.items()]
        done = self.commit(lambda table: table.append(data))
        self.rows.update(new)
        return done

    def delete(self) -> bool:
        gone = self.some(4)
        if not gone:
            return False

        def change(table: Any) -> None:
            assert table.delete(among(gone)) == len(gone)

        done = self.commit(change)
        for key in gone:
            del self.rows[key]
        return done

    def merge(self) -> bool:
        new = {key: self.chance.randrange(100, 200) for key in self.some(3)}
        if not new:
            return False
        data = [{"id": key, "v": value} for key, value in new.items()]

        def change(table: Any) -> None:
            assert table.merge(data, on="id").updated == len(new)

        done = self.commit(change)
        self.rows.update(new)
        return done

    def update(self) -> bool:
        changed = self.some(5)
        if not changed:
            return False

        def change(table: Any) -> None:
            assert table.update({"v": "v + 1000"}, among(changed)) == len(changed)

        done = self.commit(change)
        for key in changed:
            self.rows[key] += 1000
        return done

    def alter(self) -> bool:
        """Adds a column of its own, renames it, drops it."""
        old, new = self.column, f"c{self.name}_{len(self.snapshots)}"
        if old is None:
            done = self.commit(lambda table: table.add_column(new, "INTEGER", 7))
            self.column = new
        elif self.chance.random() < 0.5:
            done = self.commit(lambda table: table.rename_column(old, new))
            self.column = new
        else:
            done = self.commit(lambda table: table.drop_column(old))
            self.column = None
        return done

    def comment(self) -> bool:
        return self.commit(lambda table: table.comment(f"by {self.name}, {len(self.snapshots)}"))

    def compact(self) -> bool:
        done = self.session.maintenance.merge_adjacent_files(self.chance.choice("ab"))
        self.counts["files merged"] += done.files_processed
        self.snapshots += [each.snapshot_id for each in done.tables if each.files_created]
        return done.files_created > 0


def among(keys: list[int]) -> str:
    return f"id IN ({', '.join(map(str, keys))})"


def both(session: ducklake.Session, snapshot: int) -> list[Counter[tuple[int, int]]]:
    found = []
    for name in ("a", "b"):
        rows = session.table(name, snapshot=snapshot).to_arrow(columns=["id", "v"]).to_pylist()
        found.append(Counter((row["id"], row["v"]) for row in rows))
    return found


def look(session: ducklake.Session, writers: list[threading.Thread], counts: Counter[str]) -> list[str]:
    """Reads while they write; what it sees of half a commit."""
    halves = []
    while any(thread.is_alive() for thread in writers):
        snapshot = session.current_snapshot()
        one, other = both(session, snapshot)
        counts["looks"] += 1
        if one != other:
            halves.append(f"snapshot {snapshot}: {one.total()} and {other.total()} rows")
        if max(one.values(), default=1) > 1:
            halves.append(f"snapshot {snapshot}: a row is there twice")
        time.sleep(0.1)
    return halves


def fight(address: str, number: int, threads: int, seconds: float, ready: Any, begun: Any, results: Any) -> None:
    """A process."""
    try:
        with ducklake.connect(address) as session:
            writers = [Writer(session, number * threads + i + 1) for i in range(threads)]
            failures: list[str] = []

            def guarded(writer: Writer, until: float) -> None:
                try:
                    writer.run(until, begun)
                except BaseException as failure:
                    failures.append(f"{type(failure).__name__}: {failure}")

            both(session, session.current_snapshot())
            ready.wait()
            until = time.monotonic() + seconds
            running = [threading.Thread(target=guarded, args=(writer, until)) for writer in writers]
            for thread in running:
                thread.start()
            counts: Counter[str] = Counter()
            failures += look(session, running, counts)
            rows = {key: value for writer in writers for key, value in writer.rows.items()}
            snapshots = [each for writer in writers for each in writer.snapshots]
            counts = sum((writer.counts for writer in writers), counts)
            results.put((rows, snapshots, dict(counts), failures))
    except BaseException as failure:
        ready.abort()
        results.put(({}, [], {}, [f"{type(failure).__name__}: {failure}"]))


@pytest.mark.parametrize(("backend", "inlining"), [("sqlite", 0), ("sqlite", 10), ("duckdb", 10), ("postgres", 10), ("mariadb", 10)])
def test_nothing_acknowledged_is_lost_or_doubled(backend: str, inlining: int, tmp_path: Path) -> None:
    address = databases.new(backend, tmp_path)
    with ducklake.connect(address, data_path=tmp_path / "data", create=True) as session:
        session.set_option("data_inlining_row_limit", inlining)
        for name in ("a", "b"):
            session.create_table(name, [("id", "BIGINT"), ("v", "INTEGER")])
        first = session.current_snapshot()
    context = multiprocessing.get_context("spawn")
    processes, threads = FEW.get(backend, (PROCESSES, THREADS))
    results, ready, begun = context.Queue(), context.Barrier(processes), context.Event()
    running = [context.Process(target=fight, args=(address, i, threads, SECONDS, ready, begun, results)) for i in range(processes)]
    for each in running:
        each.start()
    found: list[Found] = [results.get(timeout=SECONDS * 10 + 240 + PATIENCE) for _ in running]
    for each in running:
        each.join()
        assert each.exitcode == 0
    wanted: dict[int, int] = {}
    counts: Counter[str] = Counter()
    snapshots: list[int] = []
    for rows, theirs, some, failures in found:
        assert not failures, failures[:3]
        wanted.update(rows)
        snapshots += theirs
        counts.update(some)
    words = ", ".join(f"{count} {word}" for word, count in sorted(counts.items()))
    print(f"{backend}, inlining {inlining}, {processes} processes with {threads} writers, {SECONDS:g} s: {len(snapshots)} commits: {words}; {len(wanted)} rows")
    never = [word for word in ("append", "delete", "merge", "update", "alter", "comment", "compact") if not counts[word]]
    if never:
        print(f"{backend}: nobody got through with {', '.join(never)}; longer runs are by QUACKLAKE_CHAOS_SECONDS")
    assert counts["append"] > 0
    with ducklake.connect(address) as session:
        last = session.current_snapshot()
        assert sorted(snapshots) == list(range(first + 1, last + 1)), "each acknowledged commit is one snapshot, and there are no others"
        one, other = both(session, last)
        assert one == other == Counter(wanted.items())
        for snapshot in random.Random(last).sample(range(first, last + 1), min(10, last - first + 1)):
            one, other = both(session, snapshot)
            assert one == other, f"snapshot {snapshot}"
