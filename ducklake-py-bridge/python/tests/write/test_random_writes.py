"""Random sequences of changes, by us, by the reference or by both in turn: at every snapshot both read what plain Python lists say.

QUACKLAKE_WRITE_SEEDS is how many seeds each catalog gets, QUACKLAKE_WRITE_FIRST_SEED the first one; a failure prints its seed and steps.
"""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from pathlib import Path

import pytest

import databases
import model as m
from model import KIND, Lake, Model, predicates, sql_literal
from oracle import Oracle

SEEDS = int(os.environ.get("QUACKLAKE_WRITE_SEEDS", "4"))
FIRST_SEED = int(os.environ.get("QUACKLAKE_WRITE_FIRST_SEED", "1"))
LENGTH = int(os.environ.get("QUACKLAKE_WRITE_LENGTH", "18"))
BACKENDS = tuple(os.environ.get("QUACKLAKE_REPLAY_CATALOGS", "duckdb sqlite").split())
# Where the statements are the same and only the database differs, some of the seeds do.
SOME_SEEDS = {"postgres": 3, "mariadb": 2}
SEQUENCES = [(seed, backend) for backend in BACKENDS for seed in range(FIRST_SEED, FIRST_SEED + SEEDS)]
SEQUENCES += [(seed, backend) for backend, most in SOME_SEEDS.items() for seed in range(FIRST_SEED, FIRST_SEED + (most if SEEDS == 4 else SEEDS))]

_oracle: list[Oracle] = []


def oracle() -> Oracle:
    if not _oracle or not _oracle[-1].alive:
        _oracle.append(Oracle())
    return _oracle[-1]


class Play:
    """One sequence on one table."""

    def __init__(self, lake: Lake, seed: int) -> None:
        self.lake, self.chance = lake, random.Random(seed)
        # What the reference cannot do on MariaDB: docs/compatibility.md.
        self.who = "ours" if lake.backend == "mariadb" else ["ours", "theirs", "both"][seed % 3]
        self.notes: list[str] = []
        kinds = self.chance.sample(sorted(KIND), 5)
        if lake.backend == "sqlite":
            kinds = [kind for kind in kinds if not kind.startswith("STRUCT")]  # the reference cannot read its own texts of them (P4)
        self.model = Model({"id": "BIGINT", "k": "INTEGER", **{f"c{i}": kind for i, kind in enumerate(kinds)}})
        self.names = len(kinds)

    def begin(self) -> None:
        limit = self.chance.choice([0, 0, 10, 10, 3])
        partition = self.chance.choice([[], [], ["k"], ["bucket(3, id)"]])
        sort = self.chance.choice([[], [], ["k DESC"]])
        self.lake.create(encrypted=self.chance.random() < 0.2)
        with self.lake.ours() as session:
            session.set_option("data_inlining_row_limit", limit)
            session.create_table("main.t", list(self.model.columns.items()), partition_by=partition, sort_by=sort)
            self.model.remember(session.current_snapshot())
        self.notes.append(f"create {self.model.columns}, inlining {limit}, partitioned by {partition}, sorted by {sort}")

    def step(self) -> None:
        operations: list[tuple[int, Callable[[], None]]] = [
            (6, self.append), (4, self.delete), (4, self.update), (3, self.merge), (1, self.overwrite), (1, self.add_column),
            (1, self.drop_column), (1, self.rename_column), (1, self.promote), (2, self.maintain), (1, self.partition), (1, self.several),
        ]  # fmt: skip
        self.chance.choices([each[1] for each in operations], [each[0] for each in operations])[0]()

    def by_us(self) -> bool:
        return self.who == "ours" or (self.who == "both" and self.chance.random() < 0.5)

    def done(self, note: str) -> None:
        self.notes.append(note)
        with self.lake.ours() as session:
            self.model.remember(session.current_snapshot())

    def append(self) -> None:
        rows = self.model.new_rows(self.chance, self.chance.choice([1, 2, 5, 40]))
        if self.by_us():
            with self.lake.ours() as session:
                assert session.table("main.t").append(self.model.arrow(rows)) == len(rows)
            self.model.rows += rows
            self.done(f"we append {len(rows)}")
        else:
            values = ", ".join("(" + ", ".join(sql_literal(row[name]) for name in self.model.columns) + ")" for row in rows)
            self.lake.theirs(f"INSERT INTO lake.main.t VALUES {values}")
            self.model.rows += rows
            self.done(f"they insert {len(rows)}")

    def delete(self) -> None:
        text, test = predicates(self.chance, self.model)
        gone = [row for row in self.model.rows if test(row)]
        if self.by_us():
            with self.lake.ours() as session:
                assert session.table("main.t").delete(text) == len(gone)
        else:
            self.lake.theirs(f"DELETE FROM lake.main.t WHERE {text}")
        self.model.rows = [row for row in self.model.rows if not test(row)]
        self.done(f"{'we' if self.notes and self.who == 'ours' else 'somebody'} deletes where {text}: {len(gone)}")

    def update(self) -> None:
        text, test = predicates(self.chance, self.model)
        name = self.chance.choice(list(self.model.columns)[1:])
        value = None if self.chance.random() < 0.2 else self.chance.choice(KIND[self.model.columns[name]][1])
        if name == "k":
            value = self.chance.randrange(20)
        if isinstance(value, (list, dict)):
            value = None
        if self.by_us():
            with self.lake.ours() as session:
                literal = "NULL" if value is None else value
                changed = session.table("main.t").update({name: sql_literal(value) if not isinstance(literal, (float, bytes)) else literal}, text)
                assert changed == sum(test(row) for row in self.model.rows)
        else:
            self.lake.theirs(f"UPDATE lake.main.t SET {name} = {sql_literal(value)} WHERE {text}")
        for row in self.model.rows:
            if test(row):
                row[name] = value
        self.done(f"update {name} to {value!r} where {text}")

    def merge(self) -> None:
        known = self.chance.sample(self.model.rows, min(3, len(self.model.rows)))
        rows = self.model.new_rows(self.chance, len(known) + 2)
        for row, old in zip(rows, known):
            row["id"] = old["id"]
        with self.lake.ours() as session:
            result = session.table("main.t").merge(self.model.arrow(rows), on="id")
        assert (result.inserted, result.updated) == (2, len(known))
        ids = {row["id"]: row for row in rows}
        self.model.rows = [dict(ids.pop(row["id"], row)) for row in self.model.rows] + list(ids.values())
        self.done(f"we merge {len(rows)}")

    def overwrite(self) -> None:
        text, test = predicates(self.chance, self.model)
        rows = self.model.new_rows(self.chance, 4)
        with self.lake.ours() as session:
            session.table("main.t").overwrite(self.model.arrow(rows), text)
        self.model.rows = [row for row in self.model.rows if not test(row)] + rows
        self.done(f"we overwrite where {text}")

    def several(self) -> None:
        text, test = predicates(self.chance, self.model)
        rows = self.model.new_rows(self.chance, 15)
        with self.lake.ours() as session, session.transaction(message="several") as tx:
            tx.table("main.t").delete(text)
            tx.table("main.t").append(self.model.arrow(rows[:3]))
            tx.table("main.t").append(self.model.arrow(rows[3:]))
        self.model.rows = [row for row in self.model.rows if not test(row)] + rows
        self.done(f"we delete where {text} and append twice in one transaction")

    def add_column(self) -> None:
        name, kind = f"c{self.names}", self.chance.choice(["INTEGER", "VARCHAR", "DOUBLE"])
        self.names += 1
        default = self.chance.choice([None, {"INTEGER": 4, "VARCHAR": "d", "DOUBLE": 2.5}[kind]])
        if self.by_us():
            with self.lake.ours() as session:
                session.table("main.t").add_column(name, kind, default)
        else:
            self.lake.theirs(f"ALTER TABLE lake.main.t ADD COLUMN {name} {kind}" + ("" if default is None else f" DEFAULT {sql_literal(default)}"))
        self.model.columns[name] = kind
        for row in self.model.rows:
            row[name] = default
        self.done(f"add {name} {kind} default {default!r}")

    def drop_column(self) -> None:
        names = [name for name in self.model.columns if name not in ("id", "k")]
        if not names:
            return
        name = self.chance.choice(names)
        if self.by_us():
            with self.lake.ours() as session:
                session.table("main.t").drop_column(name)
        else:
            self.lake.theirs(f"ALTER TABLE lake.main.t DROP COLUMN {name}")
        del self.model.columns[name]
        for row in self.model.rows:
            del row[name]
        self.done(f"drop {name}")

    def rename_column(self) -> None:
        names = [name for name in self.model.columns if name not in ("id", "k")]
        if not names:
            return
        old, new = self.chance.choice(names), f"c{self.names}"
        self.names += 1
        if self.by_us():
            with self.lake.ours() as session:
                session.table("main.t").rename_column(old, new)
        else:
            self.lake.theirs(f"ALTER TABLE lake.main.t RENAME COLUMN {old} TO {new}")
        self.model.columns = {new if name == old else name: kind for name, kind in self.model.columns.items()}
        for row in self.model.rows:
            row[new] = row.pop(old)
        self.done(f"rename {old} to {new}")

    def promote(self) -> None:
        names = [name for name, kind in self.model.columns.items() if kind == "INTEGER" and name != "k"]
        if not names:
            return
        if self.by_us():
            with self.lake.ours() as session:
                session.table("main.t").alter_column(names[0], "BIGINT")
        else:
            self.lake.theirs(f"ALTER TABLE lake.main.t ALTER COLUMN {names[0]} TYPE BIGINT")
        self.model.columns[names[0]] = "BIGINT"
        self.done(f"promote {names[0]}")

    def partition(self) -> None:
        keys = self.chance.choice([[], ["k"], ["bucket(4, k)"]])
        with self.lake.ours() as session:
            session.table("main.t").set_partitioning(keys)
        self.done(f"partition by {keys}")

    def maintain(self) -> None:
        if self.lake.backend == "mariadb":
            with self.lake.ours() as session:
                session.maintenance.merge_adjacent_files("main.t")
            return self.done("we merge files")
        what = self.chance.choice(
            ["CALL ducklake_merge_adjacent_files('lake')", "CALL ducklake_rewrite_data_files('lake', delete_threshold => 0.1)", "CALL ducklake_flush_inlined_data('lake')"]
        )
        if "rewrite" in what and any("flush" in note for note in self.notes) or "flush" in what and any("rewrite" in note for note in self.notes):
            return  # the reference brings deleted rows back at older snapshots then
        self.lake.theirs(what)
        self.done(what)


@pytest.mark.parametrize(("seed", "backend"), SEQUENCES)
def test_a_random_sequence_of_changes_is_what_plain_lists_say(seed: int, backend: str, tmp_path: Path) -> None:
    server = databases.new(backend, tmp_path) if backend in SOME_SEEDS else None
    play = Play(Lake(tmp_path, backend, oracle(), server), seed)
    play.begin()
    for _ in range(LENGTH):
        play.step()
    found = play.lake.check(play.model)
    assert not found, f"seed {seed}, catalog {backend}:\n" + "\n".join(play.notes) + "\n\n" + "\n".join(found[:5])


def test_the_values_of_the_model_are_told_apart() -> None:
    assert m.canonical(0.0) != m.canonical(-0.0)
    assert m.canonical(float("nan")) == m.canonical(float("nan"))
