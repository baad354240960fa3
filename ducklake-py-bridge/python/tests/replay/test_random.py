"""Random operation sequences: every table at every retained snapshot, and its changes, equal what the reference reads.

QUACKLAKE_REPLAY_SEEDS is how many seeds each catalog gets, QUACKLAKE_REPLAY_FIRST_SEED the first one; a failure prints its seed and the shortest script found.
"""

from __future__ import annotations

import itertools
import os
import shutil
from pathlib import Path

import pytest

import compare
import operations
from lab import BACKENDS, Lab, Step, script
from oracle import Refused
from shrinking import shrunk

SEEDS = int(os.environ.get("QUACKLAKE_REPLAY_SEEDS", "5"))
FIRST_SEED = int(os.environ.get("QUACKLAKE_REPLAY_FIRST_SEED", "1"))
LENGTH = int(os.environ.get("QUACKLAKE_REPLAY_LENGTH", "22"))


def options(seed: int) -> list[str]:
    return ["ENCRYPTED"] if seed % 5 == 0 else []


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize("seed", range(FIRST_SEED, FIRST_SEED + SEEDS))
def test_a_random_sequence_reads_as_the_reference_reads_it(seed: int, backend: str, tmp_path: Path) -> None:
    print(f"seed {seed}, catalog {backend}")
    lab = Lab(tmp_path / "lake", backend, *options(seed))
    steps: list[Step] = []
    try:
        try:
            for step in operations.sequence(lab, seed, LENGTH):
                steps.append(step)
            found = compare.differences(lab)
        except Refused as failure:
            if os.environ.get("QUACKLAKE_REPLAY_STRICT"):
                raise
            pytest.skip(f"the reference itself fails: {str(failure)[:200]}")
    finally:
        lab.detach()
    if found:
        again = itertools.count()
        smallest = shrunk(steps, lambda some: bool(replayed(some, tmp_path / f"shrink{next(again)}", backend, options(seed))))
        differences = replayed(smallest, tmp_path / "smallest", backend, options(seed))
        pytest.fail(
            f"seed {seed}, catalog {backend} {options(seed)}:\n{script(smallest)}\n\n" + "\n".join(differences or found), pytrace=False
        )
    shutil.rmtree(tmp_path / "lake", ignore_errors=True)


def replayed(steps: list[Step], folder: Path, backend: str, words: list[str]) -> list[str]:
    lab = Lab(folder, backend, *words)
    try:
        for step in steps:
            try:
                lab.run(step)
            except Refused:
                continue
        return compare.differences(lab)
    except Refused:
        return []
    finally:
        lab.detach()
        shutil.rmtree(folder, ignore_errors=True)
