"""The engines that are compared, each in a process of its own: `serve` answers a case per line of input with what it took."""

from __future__ import annotations

import json
import random
import resource
import sys
import time
from pathlib import Path
from typing import Any, Callable

import lakes
from lakes import Case

BATCH = 122_880
KEYS = 1_000_000


class Engine:
    """Yields, for a case, an Arrow stream or a frame."""

    def __init__(self, catalog: Path, others: Path) -> None:
        self.catalog, self.others = catalog, others

    def open(self, case: Case, threads: int, where: str | None) -> Any:
        raise NotImplementedError


class Quacklake(Engine):
    def __init__(self, catalog: Path, others: Path) -> None:
        super().__init__(catalog, others)
        import ducklake

        self.lake = ducklake.connect(catalog)
        self.variants = self.lake if others == catalog else ducklake.connect(others)
        self.tables: dict[str, Any] = {}

    def open(self, case: Case, threads: int, where: str | None) -> Any:
        import pyarrow as pa

        if case.table not in self.tables:
            self.tables[case.table] = (self.lake if case.table == "lineitem" else self.variants).table(case.table)
        scan = self.tables[case.table].scan(columns=case.columns, where=where, threads=threads, batch_size=BATCH)
        if case.into == "pandas":
            return scan.to_pandas()
        if case.into == "polars":
            return scan.to_polars()
        return pa.RecordBatchReader.from_stream(scan)


class DuckDb(Engine):
    def __init__(self, catalog: Path, others: Path) -> None:
        super().__init__(catalog, others)
        self.connection = lakes.duckdb_with(catalog, others)

    def open(self, case: Case, threads: int, where: str | None) -> Any:
        lake = "lake" if case.table == "lineitem" else "variants"
        self.connection.execute(f"SET threads = {threads}")
        columns = ", ".join(case.columns or ["*"])
        result = self.connection.execute(f"SELECT {columns} FROM {lake}.main.{case.table}" + (f" WHERE {where}" if where else ""))
        if case.into == "pandas":
            return result.to_arrow_table().to_pandas()  # the same dtypes; df() makes decimals doubles
        if case.into == "polars":
            return result.pl()
        return result.to_arrow_reader(BATCH)


class Polars(Engine):
    """The bare files; its threads are set before it starts."""

    def open(self, case: Case, threads: int, where: str | None) -> Any:
        import polars as pl

        frame = pl.scan_parquet(lakes.files(self.others, self.catalog, case.table), hive_partitioning=False)
        if where:
            frame = frame.filter(pl.sql_expr(where))
        result = (frame.select(case.columns) if case.columns else frame).collect()
        return result.to_pandas() if case.into == "pandas" else result


class PyArrow(Engine):
    """The bare files."""

    def open(self, case: Case, threads: int, where: str | None) -> Any:
        import datetime

        import pyarrow as pa
        import pyarrow.dataset as ds

        pa.set_cpu_count(threads)
        day = ds.field("l_shipdate")
        between = (day >= datetime.date(1995, 1, 1)) & (day <= datetime.date(1995, 1, 25))
        dataset = ds.dataset(lakes.files(self.others, self.catalog, case.table), format="parquet")
        scanner = dataset.scanner(columns=case.columns, filter=between if where else None, batch_size=BATCH, use_threads=threads > 1)
        return scanner.to_table().to_pandas() if case.into == "pandas" else scanner.to_reader()


ENGINES: dict[str, Callable[[Path, Path], Engine]] = {"quacklake": Quacklake, "duckdb": DuckDb, "polars": Polars, "pyarrow": PyArrow}


def drain(result: Any) -> int:
    if hasattr(result, "read_next_batch"):
        return sum(batch.num_rows for batch in result)
    return len(result)


def cpu_seconds() -> float:
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def forget_peak_memory() -> None:
    """Lets the peak begin anew where the system can; else it is that of the process so far."""
    try:
        Path("/proc/self/clear_refs").write_text("5")
    except OSError:
        pass


def peak_memory() -> int:
    """Most resident memory of this process; ru_maxrss would count its parent's too."""
    try:
        status = Path("/proc/self/status").read_text()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith("VmHWM:")), 0)


def run(engine: Engine, case: Case, threads: int, keys: random.Random) -> dict[str, Any]:
    """One run; of look-ups also the time of each by itself, and of the thread that asked."""
    forget_peak_memory()
    cpu, wall = cpu_seconds(), time.perf_counter()
    rows, each = 0, []
    for _ in range(case.keys or case.repeats):
        where = f"id = {keys.randrange(1, KEYS + 1)}" if case.keys else case.where
        begun, own = time.perf_counter(), time.thread_time()
        rows += drain(engine.open(case, threads, where))
        each.append((time.perf_counter() - begun, time.thread_time() - own))
    times = case.keys or case.repeats
    return {
        "rows": rows,
        "wall": (time.perf_counter() - wall) / times,
        "cpu": (cpu_seconds() - cpu) / times,
        "each": each if case.keys else [],
        "memory": peak_memory(),
    }


def fingerprint(engine: Engine, case: Case, threads: int) -> list[str]:
    """Says what the rows are, whatever their order: per column a sum of hashes."""
    import duckdb

    where = "id IN (1, 77777, 1000000, 2000000)" if case.keys else case.where
    result = engine.open(case, threads, where)
    if case.into == "pandas":  # duckdb guesses the width of decimals from the first rows of a frame
        import pyarrow as pa

        result = pa.Table.from_pandas(result, preserve_index=False)
    found = duckdb.connect().execute("SELECT count(*), sum(hash(COLUMNS(*))) FROM result").fetchone()
    return [str(value) for value in found or ()]


def serve(name: str, catalog: Path, others: Path) -> None:
    """Answers each line of input: what to do, a case, a number of threads."""
    engine = ENGINES[name](catalog, others)
    keys = random.Random(42)
    print("ready", flush=True)
    for line in sys.stdin:
        what, case, threads = json.loads(line)
        if what == "fingerprint":
            print(json.dumps(fingerprint(engine, lakes.CASES[case], threads)), flush=True)
        else:
            print(json.dumps(run(engine, lakes.CASES[case], threads, keys)), flush=True)
