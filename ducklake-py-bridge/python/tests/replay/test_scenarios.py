"""Written-down scenarios (scenarios/*.sql): every table at every retained snapshot equals what the reference reads."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

import compare
from lab import BACKENDS, Lab, split


@dataclass(frozen=True)
class Scenario:
    name: str
    statements: tuple[str, ...]
    options: tuple[str, ...]
    backends: tuple[str, ...]


def scenarios() -> list[Scenario]:
    return [scenario for file in sorted((Path(__file__).parent / "scenarios").glob("*.sql")) for scenario in parsed(file)]


def parsed(file: Path) -> list[Scenario]:
    """Each begins with ``-- scenario: name``; ``-- options:`` are those of ATTACH, ``-- catalogs:`` limits it to some."""
    found = []
    for text in file.read_text(encoding="utf-8").split("-- scenario: ")[1:]:
        lines = text.splitlines()
        words = {"options": "", "catalogs": "duckdb sqlite"}
        for line in lines[1:]:
            for word in words:
                if line.startswith(f"-- {word}: "):
                    words[word] = line.split(": ", 1)[1]
        sql = "\n".join(line for line in lines[1:] if not line.startswith("-- "))
        found.append(
            Scenario(f"{file.stem}: {lines[0]}", tuple(split(sql, ";")), tuple(words["options"].split()), tuple(words["catalogs"].split()))
        )
    return found


def test_scenarios_are_many_and_their_names_unique() -> None:
    names = [scenario.name for scenario in scenarios()]
    assert len(names) >= 60
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    "scenario,backend",
    [pytest.param(scenario, backend, id=f"{scenario.name}-{backend}") for scenario in scenarios() for backend in scenario.backends if backend in BACKENDS],
)
def test_a_scenario_reads_as_the_reference_reads_it(scenario: Scenario, backend: str, tmp_path: Path) -> None:
    lab = Lab(tmp_path / "lake", backend, *scenario.options)
    try:
        for statement in scenario.statements:
            lab.execute(statement)
        found = compare.differences(lab)
    finally:
        lab.detach()
    assert not found, "\n".join(found)
