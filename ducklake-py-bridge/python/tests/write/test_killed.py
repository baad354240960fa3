"""A process that is killed while it writes leaves a lake that is as it was before or after each of its commits, and the next writer goes on at once.

QUACKLAKE_KILLS is how often on each catalog.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

import databases
import ducklake

KILLS = int(os.environ.get("QUACKLAKE_KILLS", "1"))

# Commits to two tables at once, and says which commits it knows of, in one short write each.
WRITER = """
import os, sys, ducklake
address, first = sys.argv[1], int(sys.argv[2])
with ducklake.connect(address) as session:
    for i in range(100_000):
        key = first + i
        data = [{"id": key * 50 + j, "v": 0} for j in range(1 + i % 3 * 20)]
        with session.transaction() as tx:
            for name in ("a", "b"):
                table = tx.table(name)
                if i % 4 == 3:
                    table.update({"v": "v + 1"}, f"id >= {(key - 2) * 50} AND id < {key * 50}")
                    table.append(data)
                elif i % 4 == 1:
                    table.delete(f"id = {(key - 1) * 50}")
                    table.append(data)
                else:
                    table.append(data)
        os.write(1, f"{tx.snapshot_id}\\n".encode())
"""


def rows(session: ducklake.Session, name: str, snapshot: int) -> Counter[tuple[int, int]]:
    return Counter((row["id"], row["v"]) for row in session.table(name, snapshot=snapshot).to_arrow().to_pylist())


@pytest.mark.parametrize("backend", databases.KINDS)
def test_a_killed_writer_leaves_whole_commits(backend: str, tmp_path: Path) -> None:
    address = databases.new(backend, tmp_path)
    with ducklake.connect(address, data_path=tmp_path / "data", create=True) as session:
        for name in ("a", "b"):
            session.create_table(name, [("id", "BIGINT"), ("v", "INTEGER")])
        known = session.current_snapshot()
    seed = time.time_ns()
    chance = random.Random(seed)
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    for kill in range(KILLS):
        command = [sys.executable, "-c", WRITER, address, str(1 + kill * 1_000_000)]
        writer = subprocess.Popen(command, stdout=subprocess.PIPE, env=environment)
        assert writer.stdout is not None
        acknowledged = [int(writer.stdout.readline()) for _ in range(4)]  # it is at work
        time.sleep(chance.uniform(0, 1.5))
        os.kill(writer.pid, signal.SIGKILL)
        acknowledged += [int(line) for line in writer.stdout if line.endswith(b"\n")]
        writer.stdout.close()
        writer.wait()

        with ducklake.connect(address) as session:
            last = session.current_snapshot()
            # One more may have been committed of which it could not tell.
            assert acknowledged == list(range(known + 1, known + 1 + len(acknowledged))), f"seed {seed}"
            assert last - acknowledged[-1] in (0, 1), f"seed {seed}: {last}, acknowledged {acknowledged[-1]}"
            for snapshot in {known, *range(max(known, last - 3), last + 1)}:
                assert rows(session, "a", snapshot) == rows(session, "b", snapshot), f"seed {seed}, snapshot {snapshot}"
            before = rows(session, "a", last)
            with session.transaction() as tx:
                for name in ("a", "b"):
                    tx.table(name).append([{"id": -kill, "v": kill}])
            assert tx.snapshot_id == last + 1
            after = rows(session, "a", last + 1)
            assert after == rows(session, "b", last + 1) == before + Counter({(-kill, kill): 1})
            known = last + 1
