"""Random filters, projections, limits, batch sizes and threads: the rows that the reference finds in a copy of the table in memory, where it cannot
leave out files (it leaves out too many after a change to bucket partitions)."""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest

import compare
import ducklake
import operations
from golden import quoted
from lab import BACKENDS, Lab, script
from oracle import Refused
from predicates import columns_of, predicate

SEEDS = int(os.environ.get("QUACKLAKE_REPLAY_FILTER_SEEDS", "3"))
FIRST_SEED = int(os.environ.get("QUACKLAKE_REPLAY_FIRST_SEED", "1"))
FILTERS = 60
LAYOUT = ["insert", "insert", "insert", "delete", "update", "partition", "partition", "add_column", "promote", "field", "inlining", "merge_files", "flush", "rename_column"]


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize("seed", range(FIRST_SEED, FIRST_SEED + SEEDS))
def test_filters_find_what_the_reference_finds_in_memory(seed: int, backend: str, tmp_path: Path) -> None:
    print(f"seed {seed}, catalog {backend}")
    random_ = random.Random(seed)
    lab = Lab(tmp_path / "lake", backend)
    try:
        generator = operations.Generator(lab, random_)
        generator.weights = {kind: LAYOUT.count(kind) for kind in LAYOUT}
        steps = []
        for step in generator.beginning():
            lab.run(step)
            steps.append(step)
        for _ in range(25):
            step = generator.step()
            if step:
                try:
                    lab.run(step)
                    steps.append(step)
                except Refused:
                    continue
        table = '"main"."t0"'
        read = next(expected for expected in [lab.read(table, lab.snapshots()[-1])])
        lab.execute("CREATE OR REPLACE TEMP TABLE copied AS SELECT *, rowid AS row FROM lake.main.t0")
        columns = [
            (path, kind, [row[0] for row in lab.execute(f"SELECT DISTINCT {path}::VARCHAR FROM copied WHERE {path} IS NOT NULL ORDER BY 1 LIMIT 20")])
            for path, kind in columns_of(list(read.types))
        ]
        filters = [predicate(columns, random_) for _ in range(FILTERS)]
        wanted = {}
        for where in filters:
            try:
                wanted[where] = sorted(row[0] for row in lab.execute(f"SELECT row FROM copied WHERE {where}"))
            except Refused:
                continue
        lab.detach()
        failures = []
        with ducklake.connect(lab.address, data_path=lab.data_path) as session:
            at = session.table(table)
            for where, rows in wanted.items():
                try:
                    found = at.scan(columns=[], where=where, row_id=True, batch_size=random_.choice([None, 1, 7]), threads=random_.choice([None, 1, 2])).to_arrow()
                    if sorted(found["rowid"].to_pylist()) != rows or at.count(where) != len(rows):
                        failures.append(f"{where}: {sorted(found['rowid'].to_pylist())[:10]}, the reference finds {rows[:10]}; count {at.count(where)}")
                except ducklake.DuckLakeError as failure:
                    failures.append(f"{where}: {type(failure).__name__}: {failure}")
            some = random_.sample([name for name, _ in read.types], random_.randint(1, len(read.types)))
            projected = at.scan(columns=[quoted(name) for name in some], row_id=True, batch_size=3).to_arrow()
            difference = compare.unequal(read.rows.select([*some, "rowid"]), projected)
            if difference:
                failures.append(f"columns {some}: {difference}")
            if at.scan(limit=5).to_arrow().num_rows != min(5, read.rows.num_rows):
                failures.append("limit 5")
        assert not failures, f"seed {seed}\n{script(steps)}\n" + "\n".join(failures[:5])
    finally:
        lab.detach()
