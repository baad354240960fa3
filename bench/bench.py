"""Paired benchmark: Quacklake through Python against DuckDB 1.5.5 on the same lakes, and polars and pyarrow on the bare files.

Each engine has a process of its own that stays alive. A round runs one after the other, in alternating order, and compares each with DuckDB, so that what
slows the machine for a while slows all. Answers are compared before times. Wall time is that of the call; CPU time is that of the engine's whole process,
so compiler and garbage collector of the JVM are in it. Ratios are to DuckDB: below 1 is faster or cheaper.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, Optional

import engines
import lakes

NOISE = 0.1


class Process:
    """An engine at work in another process: it answers each line of JSON with one."""

    def __init__(self, name: str, command: list[str], environment: Optional[dict[str, str]] = None) -> None:
        self.name = name
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment)
        if self._line() != "ready":
            sys.exit(f"{name} did not start")

    def ask(self, *question: Any) -> Any:
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(question) + "\n")
        self.process.stdin.flush()
        return json.loads(self._line())

    def close(self) -> None:
        self.process.communicate("")

    def _line(self) -> str:
        assert self.process.stdout is not None
        line = self.process.stdout.readline().strip()
        if not line:
            sys.exit(f"{self.name} ended: see its message above")
        return line


def reader(name: str, catalog: Path, others: Path, threads: int) -> Process:
    """An engine that answers with what a case took."""
    command = [sys.executable, str(Path(__file__).resolve()), "--serve", name, "--lake", str(catalog), "--variants", str(others)]
    return Process(name, command, {**os.environ, "POLARS_MAX_THREADS": str(threads)})


def busy_seconds() -> float:
    """CPU time of the whole machine, what the host stole from it included; 0 where the system does not tell."""
    try:
        words = Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:]
    except OSError:
        return 0.0
    user, nice, system, _idle, _wait, irq, softirq, steal = (int(word) for word in words[:8])
    return (user + nice + system + irq + softirq + steal) / os.sysconf("SC_CLK_TCK")


def taking_part(processes: list[Process], case: str) -> list[Process]:
    return [each for each in processes if each.name not in lakes.CASES[case].skip]


def check(processes: list[Process], case: str, threads: int) -> None:
    """Ends all if an engine answers otherwise than the reference."""
    answers = {each.name: each.ask("fingerprint", case, threads) for each in taking_part(processes, case)}
    for name, answer in answers.items():
        if answer != answers["duckdb"]:
            sys.exit(f"{case}: {name} answers {answer}, duckdb {answers['duckdb']}: nothing to compare")


def compare(processes: list[Process], case: str, threads: int, arguments: argparse.Namespace) -> dict[str, Any]:
    """All rounds of one case; the first process is the one that the others are compared with."""
    # frames take seconds, most of them in code that is compiled already
    warm_ups = arguments.warm_up if lakes.CASES[case].into == "arrow" else min(2, arguments.warm_up)
    for _ in range(warm_ups):
        for each in processes:
            each.ask("run", case, threads)
    rounds: list[dict[str, Any]] = []
    others = []
    for i in range(arguments.rounds):
        busy, start = busy_seconds(), time.perf_counter()
        order = processes if i % 2 else processes[::-1]
        runs = {each.name: each.ask("run", case, threads) for each in order}
        times = lakes.CASES[case].keys or lakes.CASES[case].repeats
        own = sum(run["cpu"] * times for run in runs.values())
        others.append(max(0.0, busy_seconds() - busy - own) / (time.perf_counter() - start))
        rounds.append(runs)
    result: dict[str, Any] = {"case": case, "threads": threads, "rows": rounds[0]["duckdb"]["rows"], "others": statistics.median(others)}
    result["engines"] = {each.name: measured(each.name, rounds) for each in processes}
    return result


def measured(name: str, rounds: list[dict[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {"memory": max(each[name]["memory"] for each in rounds)}
    for measure in ("wall", "cpu"):
        mine, theirs = [each[name][measure] for each in rounds], [each["duckdb"][measure] for each in rounds]
        found[measure] = {
            "min": min(mine),
            "ratio_of_minima": min(mine) / max(min(theirs), 1e-9),
            "median_ratio": statistics.median(x / max(y, 1e-9) for x, y in zip(mine, theirs)),
        }
    each = [one for runs in rounds for one in runs[name]["each"]]
    if each:
        for i, measure in enumerate(("wall", "thread")):
            cuts = statistics.quantiles([one[i] for one in each], n=100)
            found[f"look_up_{measure}"] = {"p50": cuts[49], "p99": cuts[98]}
    return found


def lines(result: dict[str, Any]) -> list[str]:
    noisy = "   noisy" if result["others"] > NOISE else ""
    text = []
    for name, found in result["engines"].items():
        cpu, wall = found["cpu"], found["wall"]
        line = f"{result['case']:<22}{result['threads']:>2} {result['rows']:>9}  {name:<10}"
        line += f"{cpu['min'] * 1000:>9.1f}{cpu['ratio_of_minima']:>7.2f}{cpu['median_ratio']:>7.2f}"
        line += f"{wall['min'] * 1000:>11.1f}{wall['ratio_of_minima']:>7.2f}{wall['median_ratio']:>7.2f}{found['memory'] / 2**20:>8.0f}"
        if "look_up_wall" in found:
            wall, own = found["look_up_wall"], found["look_up_thread"]
            line += f"   p50 {wall['p50'] * 1000:.2f} p99 {wall['p99'] * 1000:.2f} ms; of the asking thread's CPU {own['p50'] * 1000:.2f} {own['p99'] * 1000:.2f}"
        text.append(line + noisy)
    return text


HEAD = f"{'case':<20}{'threads':>4}{'rows':>10}  {'engine':<10}{'CPU ms':>9}{'min':>7}{'median':>7}{'wall ms':>11}{'min':>7}{'median':>7}{'peak MB':>8}"


def measure(arguments: argparse.Namespace, scale: float, cases: list[str]) -> list[dict[str, Any]]:
    catalog = lakes.lineitem(scale)
    others = lakes.variants(catalog, scale) if any(lakes.CASES[case].table != "lineitem" for case in cases) else catalog
    print(f"\nlineitem, scale {scale:g}; {os.cpu_count()} CPUs; {arguments.rounds} rounds after {arguments.warm_up}\n{HEAD}\n{'-' * len(HEAD)}", flush=True)
    results = []
    for threads in arguments.threads:
        # in processes of their own: to hash rows takes another DuckDB, and memory that would count as the engine's
        checking = [reader(name, catalog, others, threads) for name in arguments.engines]
        for case in cases:
            check(checking, case, threads)
        for each in checking:
            each.close()
        processes = [reader(name, catalog, others, threads) for name in arguments.engines]
        for case in cases:
            results.append(compare(taking_part(processes, case), case, threads, arguments))
            results[-1]["scale"] = scale
            print("\n".join(lines(results[-1])), flush=True)
        for each in processes:
            each.close()
    return results


def growth(results: list[dict[str, Any]]) -> list[str]:
    """Time and memory of the full scan at each scale: linear is a time per row that stays, and memory that does."""
    text = ["", f"{'growth, full scan':<20}{'threads':>4}  {'engine':<10}{'scale':>6}{'rows':>10}{'CPU ns/row':>12}{'wall ns/row':>12}{'peak MB':>9}"]
    for name in results[0]["engines"]:
        for result in sorted(results, key=lambda each: (each["threads"], each["scale"])):
            found, rows = result["engines"][name], result["rows"]
            text.append(
                f"{'':<20}{result['threads']:>4}     {name:<10}{result['scale']:>6g}{rows:>10}{found['cpu']['min'] / rows * 1e9:>12.0f}"
                f"{found['wall']['min'] / rows * 1e9:>12.0f}{found['memory'] / 2**20:>9.0f}"
            )
    return text


def main(words: Optional[list[str]] = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--scale", type=float, nargs="+", default=[1], help="TPC-H's scale factor; several show how the full scan grows")
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--warm-up", type=int, default=15, help="rounds that do not count: the JVM compiles in them")
    parser.add_argument("--threads", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--json", type=Path, help="also write the results to this file")
    parser.add_argument("--cases", nargs="+", choices=sorted(lakes.CASES), default=list(lakes.CASES))
    parser.add_argument("--engines", nargs="+", choices=sorted(engines.ENGINES), default=["quacklake", "polars", "pyarrow"])
    parser.add_argument("--lake", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--variants", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--serve", choices=sorted(engines.ENGINES), help=argparse.SUPPRESS)
    arguments = parser.parse_args(words)
    if arguments.serve:
        engines.serve(arguments.serve, arguments.lake, arguments.variants)
        return
    arguments.engines = ["duckdb", *(name for name in arguments.engines if name != "duckdb")]
    print("ratios are to DuckDB, minimum over minimum and median of rounds; below 1 is better")
    results = []
    for scale in arguments.scale:
        results += measure(arguments, scale, arguments.cases if len(arguments.scale) == 1 else ["full"])
    if len(arguments.scale) > 1:
        print("\n".join(growth(results)))
    noisy = max(result["others"] for result in results)
    if noisy > NOISE:
        print(f"\nNOISY MACHINE: other work took up to {noisy:.0%} of a CPU while a case was measured; believe CPU ratios more than wall, and run again on a quiet one")
    if arguments.json:
        arguments.json.write_text(json.dumps(results, indent=2) + "\n")


if __name__ == "__main__":
    main()
