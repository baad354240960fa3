"""Paired benchmark of writing: Quacklake through Python against DuckDB 1.5.5, each into lakes of its own that are alike.

Cases: appending TPC-H's lineitem from memory to a table, and to one partitioned by year and month of the shipping date; merging 10,000 rows by key,
9,000 of them in the table, into a million rows, of which all columns come in or two; in a DuckDB file and in SQLite. Each run has a fresh copy of the lake, which the reference made; copies, opening and closing are not
timed. Each engine is a process that stays alive; a round runs one after the other, in alternating order. Before times are taken, the reference reads
what either wrote and compares. CPU is that of the engine's whole process. Ratios are Quacklake / DuckDB.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Optional

import bench
import engines
import lakes

KEYS = 10_000
CASES = {
    "one file": "plain",
    "by month": "monthly",
    "merge": "million",
    "merge, two columns": "million",
    "merge, SQLite": "million_sqlite",
    "merge, two columns, SQLite": "million_sqlite",
}
MERGED = {case: "merged_comments" if "two columns" in case else "merged" for case in CASES if case.startswith("merge")}
SOURCES = ("rows", "merged", "merged_comments")
_LAYOUT = "layout 3"


def templates(scale: float) -> Path:
    """Empty tables `plain` and `monthly`, a `million` rows of lineitem, each in a lake of its own, and the rows that come in as Parquet files."""
    import reference

    lineitem = lakes.lineitem(scale)
    folder = lakes.ORACLE / f"writes-sf{scale:g}"
    stamp = folder / "made-by.txt"
    if stamp.is_file() and stamp.read_text() == _LAYOUT:
        return folder
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    connection = reference.connect("sqlite_scanner")
    connection.execute(f"ATTACH 'ducklake:duckdb:{lineitem}' AS source (READ_ONLY, DATA_PATH '{lineitem.parent}/data/', OVERRIDE_DATA_PATH true)")
    connection.execute("SET threads = 1")
    connection.execute("CREATE TABLE million AS SELECT row_number() OVER (ORDER BY l_orderkey, l_linenumber) AS id, * FROM source.lineitem ORDER BY id LIMIT 1000000")
    connection.execute(f"COPY source.lineitem TO '{folder}/rows.parquet'")
    # Keys all over the table, every tenth of them new; the other values are those of other rows.
    connection.execute(
        f"COPY (SELECT CASE WHEN i % 10 = 0 THEN 1000001 + i ELSE 1 + i * 97 END AS id, m.* EXCLUDE (id) FROM range({KEYS}) r(i) JOIN million m ON m.id = 1 + i * 31)"
        f" TO '{folder}/merged.parquet'"
    )
    connection.execute(f"COPY (SELECT id, l_comment FROM '{folder}/merged.parquet') TO '{folder}/merged_comments.parquet'")
    for name, statements in {
        "plain": ["CREATE TABLE lake.t AS FROM source.lineitem LIMIT 0"],
        "monthly": ["CREATE TABLE lake.t AS FROM source.lineitem LIMIT 0", "ALTER TABLE lake.t SET PARTITIONED BY (year(l_shipdate), month(l_shipdate))"],
        "million": ["CREATE TABLE lake.t AS FROM million"],
        "million_sqlite": ["CREATE TABLE lake.t AS FROM million"],
    }.items():
        (folder / name).mkdir()
        reference.attach(connection, folder / name, "sqlite" if name.endswith("sqlite") else "duckdb")
        for statement in statements:
            connection.execute(statement)
        connection.execute("DETACH lake")
    connection.close()
    stamp.write_text(_LAYOUT)
    return folder


def fresh(template: Path, copy: Path) -> None:
    """A lake like the template; data files, which nobody changes, are links."""
    import reference

    shutil.rmtree(copy, ignore_errors=True)
    (copy / "data").mkdir(parents=True)
    if (template / "data").is_dir():
        shutil.copytree(template / "data", copy / "data", copy_function=os.link, dirs_exist_ok=True)
    for each in reference.CATALOGS.values():
        if (template / each).exists():
            shutil.copy(template / each, copy / each)


def catalog(lake: Path) -> tuple[str, Path]:
    """The kind of a lake's catalog and its file."""
    import reference

    return next((kind, lake / name) for kind, name in reference.CATALOGS.items() if (lake / name).exists())


class Quacklake:
    def __init__(self, folder: Path, threads: int) -> None:
        import pyarrow.parquet as pq

        self.rows = {name: pq.read_table(folder / f"{name}.parquet") for name in SOURCES}

    def open(self, lake: Path) -> None:
        import ducklake

        self.session = ducklake.connect(catalog(lake)[1], data_path=f"{lake}/data/")
        self.session.table("t").schema  # what a program that writes more than once has asked for

    def run(self, case: str) -> None:
        table = self.session.table("t")
        if case in MERGED:
            result = table.merge(self.rows[MERGED[case]], on="id")
            assert (result.inserted, result.updated) == (KEYS // 10, KEYS - KEYS // 10), result
        else:
            table.append(self.rows["rows"])

    def close(self) -> None:
        self.session.close()


class DuckDb:
    def __init__(self, folder: Path, threads: int) -> None:
        import reference

        self.connection = reference.connect("sqlite_scanner")
        self.connection.execute(f"SET threads = {threads}")
        for name in SOURCES:
            self.connection.execute(f"CREATE TABLE {name} AS FROM '{folder}/{name}.parquet'")

    def open(self, lake: Path) -> None:
        kind, path = catalog(lake)
        self.connection.execute(f"ATTACH 'ducklake:{kind}:{path}' AS lake (DATA_PATH '{lake}/data/', OVERRIDE_DATA_PATH true)")
        self.connection.execute("FROM lake.t LIMIT 0")

    def run(self, case: str) -> None:
        if case not in MERGED:
            self.connection.execute("INSERT INTO lake.t FROM rows")
            return
        source = MERGED[case]
        columns = [name for name, *_ in self.connection.execute(f"DESCRIBE {source}").fetchall()]
        self.connection.execute(
            f"MERGE INTO lake.t USING {source} s ON t.id = s.id WHEN MATCHED THEN UPDATE SET "
            + ", ".join(f"{each} = s.{each}" for each in columns if each != "id")
            + f" WHEN NOT MATCHED THEN INSERT ({', '.join(columns)}) VALUES ({', '.join('s.' + each for each in columns)})"
        )

    def close(self) -> None:
        self.connection.execute("DETACH lake")


ENGINES: dict[str, Callable[[Path, int], Any]] = {"quacklake": Quacklake, "duckdb": DuckDb}


def serve(name: str, folder: Path, work: Path, threads: int) -> None:
    """Answers each line of input, a case, with what it took; the lake is left for others to look at."""
    engine = ENGINES[name](folder, threads)
    print("ready", flush=True)
    for line in sys.stdin:
        (case,) = json.loads(line)
        lake = work / name
        fresh(folder / CASES[case], lake)
        before = {file for file in (lake / "data").rglob("*.parquet")}
        engine.open(lake)
        cpu, wall = engines.cpu_seconds(), time.perf_counter()
        engine.run(case)
        wall, cpu = time.perf_counter() - wall, engines.cpu_seconds() - cpu
        engine.close()
        written = sum(file.stat().st_size for file in (lake / "data").rglob("*.parquet") if file not in before)
        print(json.dumps({"cpu": cpu, "wall": wall, "bytes": written, "memory": engines.peak_memory()}), flush=True)


def writer(name: str, folder: Path, work: Path, threads: int) -> bench.Process:
    """An engine that answers with what a case took."""
    return bench.Process(name, [sys.executable, str(Path(__file__).resolve()), "--serve", name, str(folder), str(work), "--threads", str(threads)])


def fingerprint(lake: Path) -> list[str]:
    """Says what the rows are, as the reference reads them."""
    import reference

    connection = reference.connect("sqlite_scanner")
    kind, path = catalog(lake)
    connection.execute(f"ATTACH 'ducklake:{kind}:{path}' AS lake (READ_ONLY, DATA_PATH '{lake}/data/', OVERRIDE_DATA_PATH true)")
    found = connection.execute("SELECT count(*), sum(hash(COLUMNS(*))) FROM lake.t").fetchone()
    connection.close()
    return [str(value) for value in found or ()]


def compare(ours: bench.Process, theirs: bench.Process, case: str, work: Path, arguments: argparse.Namespace) -> dict[str, Any]:
    for each in (ours, theirs):
        each.ask(case)
    answers = [fingerprint(work / each.name) for each in (ours, theirs)]
    if answers[0] != answers[1]:
        sys.exit(f"{case}: quacklake wrote {answers[0]}, duckdb {answers[1]}: nothing to compare")
    for _ in range(arguments.warm_up):
        for each in (ours, theirs):
            each.ask(case)
    rounds: list[tuple[dict[str, float], dict[str, float]]] = []
    others = []
    for i in range(arguments.rounds):
        busy, start = bench.busy_seconds(), time.perf_counter()
        runs = {each.name: each.ask(case) for each in ((ours, theirs) if i % 2 else (theirs, ours))}
        rounds.append((runs["quacklake"], runs["duckdb"]))
        own = sum(run["cpu"] for run in runs.values())
        others.append(max(0.0, bench.busy_seconds() - busy - own) / (time.perf_counter() - start))
    result: dict[str, Any] = {"case": case, "others": statistics.median(others)}
    for measure in ("cpu", "wall", "bytes", "memory"):
        pairs = [(one[measure], other[measure]) for one, other in rounds]
        result[measure] = {
            "quacklake": min(one for one, _ in pairs),
            "duckdb": min(other for _, other in pairs),
            "ratio_of_minima": min(one for one, _ in pairs) / min(other for _, other in pairs),
            "median_ratio": statistics.median(one / other for one, other in pairs),
        }
    return result


def line(result: dict[str, Any]) -> str:
    text = f"{result['case']:<26}"
    for measure in ("cpu", "wall"):
        found = result[measure]
        text += f"{found['quacklake'] * 1000:>10.0f}{found['duckdb'] * 1000:>8.0f}{found['ratio_of_minima']:>7.2f}{found['median_ratio']:>7.2f}"
    text += f"{result['bytes']['ratio_of_minima']:>9.3f}{result['memory']['quacklake'] / 2**20:>9.0f}{result['memory']['duckdb'] / 2**20:>8.0f}"
    return text + ("   noisy" if result["others"] > bench.NOISE else "")


HEAD = f"{'case':<26}{'CPU ms':>10}{'DuckDB':>8}{'min':>7}{'median':>7}{'wall ms':>10}{'DuckDB':>8}{'min':>7}{'median':>7}{'size':>9}{'peak MB':>9}{'DuckDB':>8}"


def main(words: Optional[list[str]] = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--scale", type=float, default=1, help="TPC-H's scale factor")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--warm-up", type=int, default=3, help="rounds that do not count: the JVM compiles in them")
    parser.add_argument("--threads", type=int, default=1, help="DuckDB's")
    parser.add_argument("--cases", nargs="+", choices=list(CASES), default=list(CASES))
    parser.add_argument("--json", type=Path, help="also write the results to this file")
    parser.add_argument("--serve", nargs=3, help=argparse.SUPPRESS)
    arguments = parser.parse_args(words)
    if arguments.serve:
        name, folder, work = arguments.serve
        serve(name, Path(folder), Path(work), arguments.threads)
        return
    folder = templates(arguments.scale)
    work = folder / "work"
    print(f"lineitem, scale {arguments.scale:g}; {os.cpu_count()} CPUs; {arguments.rounds} rounds after {arguments.warm_up}; ratios are Quacklake / DuckDB\n{HEAD}\n{'-' * len(HEAD)}", flush=True)
    results = []
    for case in arguments.cases:
        ours, theirs = (writer(name, folder, work, arguments.threads) for name in ("quacklake", "duckdb"))
        results.append(compare(ours, theirs, case, work, arguments))
        print(line(results[-1]), flush=True)
        ours.close()
        theirs.close()
    shutil.rmtree(work, ignore_errors=True)
    if max(result["others"] for result in results) > bench.NOISE:
        print("\nNOISY MACHINE: believe CPU ratios more than wall, and run again on a quiet one")
    if arguments.json:
        arguments.json.write_text(json.dumps(results, indent=2) + "\n")


if __name__ == "__main__":
    main()
