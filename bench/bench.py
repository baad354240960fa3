"""Paired benchmark: Quacklake through Python against DuckDB 1.5.5, both from the same lake of 8 files to a drained stream of Arrow batches.

Each engine has a process of its own that stays alive. A round runs one, then the other, in alternating order, and compares the two, so that what slows
the machine for a while slows both. Wall time is that of the call; CPU time is that of the engine's whole process, so compiler and garbage collector of the JVM
are in it. Ratios are Quacklake / DuckDB: below 1 is faster or cheaper.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, Callable

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "golden-files" / "oracle"))

BATCH = 122_880
ONE_IN_A_HUNDRED = "l_shipdate BETWEEN DATE '1995-01-01' AND DATE '1995-01-25'"
CASES: dict[str, dict[str, Any]] = {
    "full": {},
    "three columns": {"columns": ["l_orderkey", "l_extendedprice", "l_shipdate"]},
    "1 % filter": {"where": ONE_IN_A_HUNDRED},
    "strings": {"columns": ["l_returnflag", "l_linestatus", "l_shipinstruct", "l_shipmode", "l_linenumber"]},
    "look-up": {"where": "l_orderkey = 3000001"},
    "sorted, 1 %": {"table": "sorted", "where": ONE_IN_A_HUNDRED},
    "5 % deleted": {"table": "deleted"},
    "nested": {"table": "nested"},
}


def variants(lineitem: Path, scale: float) -> Path:
    """A lake beside lineitem's with the same rows otherwise: sorted by day, with 5 % deleted, and as lists of structs."""
    import reference

    folder = lineitem.parent.with_name(f"variants-sf{scale:g}")
    stamp = folder / "made.txt"
    if stamp.is_file():
        return folder / reference.CATALOGS["duckdb"]
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    connection = reference.connect()
    reference.attach(connection, folder)
    connection.execute(f"ATTACH 'ducklake:duckdb:{lineitem}' AS source (READ_ONLY)")
    connection.execute("SET threads = 1")
    connection.execute("CREATE TABLE lake.main.sorted AS SELECT * FROM source.main.lineitem ORDER BY l_shipdate")
    connection.execute("CREATE TABLE lake.main.deleted AS SELECT * FROM source.main.lineitem")
    connection.execute("DELETE FROM lake.main.deleted WHERE (l_orderkey + l_linenumber) % 20 = 0")
    connection.execute(
        "CREATE TABLE lake.main.nested AS SELECT l_orderkey, list({'number': l_linenumber, 'quantity': l_quantity,"
        " 'mode': l_shipmode, 'day': l_shipdate}) AS items FROM source.main.lineitem GROUP BY l_orderkey"
    )
    connection.close()
    stamp.write_text("made\n")
    return folder / reference.CATALOGS["duckdb"]


# --- the engines, each in a process of its own ---------------------------------------------------------------------


def quacklake(catalog: Path, others: Path) -> Callable[[dict[str, Any], int], int]:
    import pyarrow as pa

    import ducklake

    lineitem = ducklake.connect(catalog).table("lineitem")
    variants_of_it = ducklake.connect(others)

    def run(case: dict[str, Any], threads: int) -> int:
        table = variants_of_it.table(case["table"]) if "table" in case else lineitem
        scan = table.scan(columns=case.get("columns"), where=case.get("where"), threads=threads, batch_size=BATCH)
        return drain(pa.RecordBatchReader.from_stream(scan))

    return run


def duckdb_engine(catalog: Path, others: Path) -> Callable[[dict[str, Any], int], int]:
    import reference

    connection = reference.connect()
    reference.attach(connection, catalog.parent, "duckdb", "READ_ONLY")
    connection.execute(f"ATTACH 'ducklake:duckdb:{others}' AS variants (READ_ONLY)")

    def run(case: dict[str, Any], threads: int) -> int:
        connection.execute(f"SET threads = {threads}")
        columns, where = ", ".join(case.get("columns", ["*"])), case.get("where")
        table = f"variants.main.{case['table']}" if "table" in case else "lake.main.lineitem"
        query = f"SELECT {columns} FROM {table}" + (f" WHERE {where}" if where else "")
        return drain(connection.execute(query).to_arrow_reader(BATCH))

    return run


def drain(reader: Any) -> int:
    rows = 0
    for batch in reader:
        rows += batch.num_rows
    return rows


ENGINES = {"quacklake": quacklake, "duckdb": duckdb_engine}


def cpu_seconds() -> float:
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def peak_memory() -> int:
    """Most resident memory of this process; ru_maxrss would count its parent's too."""
    try:
        status = Path("/proc/self/status").read_text()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith("VmHWM:")), 0)


def serve(engine: str, catalog: Path, others: Path) -> None:
    """Answers each line of input, a case and a number of threads, with what running it took."""
    run = ENGINES[engine](catalog, others)
    print("ready", flush=True)
    for line in sys.stdin:
        case, threads = json.loads(line)
        cpu, wall = cpu_seconds(), time.perf_counter()
        rows = run(CASES[case], threads)
        wall, cpu = time.perf_counter() - wall, cpu_seconds() - cpu
        print(json.dumps({"rows": rows, "wall": wall, "cpu": cpu, "memory": peak_memory()}), flush=True)


# --- the comparison -----------------------------------------------------------------------------------------------


class Engine:
    def __init__(self, name: str, catalog: Path, others: Path) -> None:
        lakes = ["--lake", str(catalog), "--variants", str(others)]
        command = [sys.executable, str(Path(__file__).resolve()), "--serve", name, *lakes]
        self.name = name
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert self._read() == "ready", f"{name} did not start"

    def run(self, case: str, threads: int) -> dict[str, Any]:
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps([case, threads]) + "\n")
        self.process.stdin.flush()
        return dict(json.loads(self._read()))

    def close(self) -> None:
        self.process.communicate("")

    def _read(self) -> str:
        assert self.process.stdout is not None
        line = self.process.stdout.readline().strip()
        if not line:
            sys.exit(f"{self.name} ended: see its message above")
        return line


def busy_seconds() -> float:
    """CPU time of the whole machine, what the host stole from it included; 0 where the system does not tell."""
    try:
        words = Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:]
    except OSError:
        return 0.0
    user, nice, system, _idle, _wait, irq, softirq, steal = (int(word) for word in words[:8])
    return (user + nice + system + irq + softirq + steal) / os.sysconf("SC_CLK_TCK")


def compare(ours: Engine, theirs: Engine, case: str, threads: int, warm_up: int, rounds: int) -> dict[str, Any]:
    for _ in range(warm_up):
        a, b = ours.run(case, threads), theirs.run(case, threads)
        if a["rows"] != b["rows"]:
            sys.exit(f"{case}: quacklake has {a['rows']} rows, duckdb {b['rows']}: nothing to compare")
    pairs, others = [], []
    for i in range(rounds):
        busy, start = busy_seconds(), time.perf_counter()
        if i % 2:
            b, a = theirs.run(case, threads), ours.run(case, threads)
        else:
            a, b = ours.run(case, threads), theirs.run(case, threads)
        elapsed = time.perf_counter() - start
        others.append(max(0.0, busy_seconds() - busy - a["cpu"] - b["cpu"]) / elapsed)
        pairs.append((a, b))
    result: dict[str, Any] = {"case": case, "threads": threads, "rows": pairs[0][0]["rows"], "others": statistics.median(others)}
    for measure in ("wall", "cpu"):
        mine, other = [a[measure] for a, _ in pairs], [b[measure] for _, b in pairs]
        result[measure] = {
            "quacklake_min": min(mine),
            "duckdb_min": min(other),
            "ratio_of_minima": min(mine) / min(other),
            "median_ratio": statistics.median(x / y for x, y in zip(mine, other)),
        }
    result["memory"] = {"quacklake": pairs[-1][0]["memory"], "duckdb": pairs[-1][1]["memory"]}
    return result


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--scale", type=float, default=1, help="TPC-H's scale factor")
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--warm-up", type=int, default=5, help="rounds that do not count: the JVM compiles in them")
    parser.add_argument("--threads", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--json", type=Path, help="also write the results to this file")
    parser.add_argument("--cases", nargs="+", choices=sorted(CASES), default=list(CASES))
    parser.add_argument("--lake", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--variants", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--serve", choices=sorted(ENGINES), help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.serve:
        serve(arguments.serve, arguments.lake, arguments.variants)
        return

    import reference

    catalog = reference.lineitem(ROOT / "ducklake-py-bridge" / "target" / "oracle" / f"lineitem-sf{arguments.scale:g}", arguments.scale)
    print(f"lineitem, scale {arguments.scale:g}, {reference.LINEITEM_FILES} files; {os.cpu_count()} CPUs; {arguments.rounds} rounds")
    print("ratios are Quacklake / DuckDB, minimum over minimum and median of pairs; below 1 is better\n")
    head = f"{'case':<15}{'threads':>8}{'rows':>10}   {'wall ms':>17}{'min':>6}{'median':>8}   {'CPU ms':>17}{'min':>6}{'median':>8}"
    print(head + "\n" + "-" * len(head))
    others = variants(catalog, arguments.scale)
    ours, theirs = Engine("quacklake", catalog, others), Engine("duckdb", catalog, others)
    results = []
    for threads in arguments.threads:
        for case in arguments.cases:
            result = compare(ours, theirs, case, threads, arguments.warm_up, arguments.rounds)
            results.append(result)
            line = f"{case:<15}{threads:>8}{result['rows']:>10}"
            for measure in ("wall", "cpu"):
                m = result[measure]
                times = f"{m['quacklake_min'] * 1000:.0f} / {m['duckdb_min'] * 1000:.0f}"
                line += f"   {times:>17}{m['ratio_of_minima']:>6.2f}{m['median_ratio']:>8.2f}"
            print(line + ("   noisy" if result["others"] > 0.1 else ""), flush=True)
    ours.close()
    theirs.close()
    memory = results[0]["memory"]  # of the full scan, if it is among the cases: it comes first
    limit = "" if results[0]["case"] != "full" else f" after the case {results[0]['case']!r}; a full scan is to stay under 512"
    print(f"\npeak resident memory of the processes: quacklake {memory['quacklake'] / 2**20:.0f} MiB, duckdb {memory['duckdb'] / 2**20:.0f} MiB{limit}")
    noisy = max(result["others"] for result in results)
    if noisy > 0.1:
        print(f"NOISY MACHINE: other work took up to {noisy:.0%} of a CPU while a case was measured; run again on a quiet one")
    if arguments.json:
        arguments.json.write_text(json.dumps(results, indent=2) + "\n")


if __name__ == "__main__":
    main()
