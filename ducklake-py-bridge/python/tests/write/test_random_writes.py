"""Random sequences of changes of two tables, by us, by the reference or by both in turn: at every snapshot both read what plain Python lists say.

QUACKLAKE_WRITE_SEEDS is how many seeds each catalog gets, QUACKLAKE_WRITE_FIRST_SEED the first one; a failure prints its seed and steps.
"""

from __future__ import annotations

import copy
import os
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any, Optional

import pyarrow.parquet as pq
import pytest

import databases
import ducklake
import model as m
from further_steps import FurtherSteps
from model import KIND, WIDER, Lake, Model, Row, fields, predicates, sql_literal, struct, values
from oracle import Oracle, Refused

SEEDS = int(os.environ.get("QUACKLAKE_WRITE_SEEDS", "4"))
FIRST_SEED = int(os.environ.get("QUACKLAKE_WRITE_FIRST_SEED", "1"))
LENGTH = int(os.environ.get("QUACKLAKE_WRITE_LENGTH", "18"))
BACKENDS = tuple(os.environ.get("QUACKLAKE_REPLAY_CATALOGS", "duckdb sqlite").split())
# Where the statements are the same and only the database differs, some of the seeds do.
SOME_SEEDS = {"postgres": 3, "mariadb": 2}
SEQUENCES = [(seed, backend) for backend in BACKENDS for seed in range(FIRST_SEED, FIRST_SEED + SEEDS)]
SEQUENCES += [(seed, backend) for backend, most in SOME_SEEDS.items() for seed in range(FIRST_SEED, FIRST_SEED + (most if SEEDS == 4 else SEEDS))]

# What the reference cannot do, and says so: rewriting while rows are inlined from before a column was added; negative defaults.
REFUSALS: list[str] = ["Failed to read inlined-data aggregates", "non-literal default value"]

_oracle: list[Oracle] = []


def oracle() -> Oracle:
    if not _oracle or not _oracle[-1].alive:
        _oracle.append(Oracle())
    return _oracle[-1]


class Play(FurtherSteps):
    """One sequence on two tables."""

    def __init__(self, lake: Lake, seed: int) -> None:
        self.lake, self.chance = lake, random.Random(seed)
        # What the reference cannot do on MariaDB: docs/compatibility.md.
        self.who = "ours" if lake.backend == "mariadb" else ["ours", "theirs", "both"][seed % 3]
        self.notes: list[str] = []
        self.encrypted = self.chance.random() < 0.2
        self.models: list[Model] = []
        for table in ("t", "u"):
            kinds = self.chance.sample(sorted(KIND), 5 if table == "t" else 2)
            if lake.backend in ("sqlite", "postgres"):
                kinds = [kind for kind in kinds if not kind.startswith("STRUCT")]  # the reference cannot read its own texts of them (P4)
            self.models.append(Model({"id": "BIGINT", "k": "INTEGER", **{f"c{i}": kind for i, kind in enumerate(kinds)}}, table))
        self.model = self.models[0]
        self.names = 10
        self.partitioned: dict[str, list[str]] = {}
        self.dropped: list[str] = []  # names of columns
        self.at = ""
        self.flushed = self.rewritten = self.inlines = False

    def begin(self) -> None:
        limit = self.chance.choice([0, 0, 10, 10, 3])
        self.inlines = limit > 0
        self.lake.create(encrypted=self.encrypted)
        with self.lake.ours() as session:
            session.set_option("data_inlining_row_limit", limit)
            for model in self.models:
                partition = self.chance.choice([[], [], ["k"], ["bucket(3, id)"]])
                sort = self.chance.choice([[], [], ["k DESC"], ["k % 3", "id"]])
                session.create_table(f"main.{model.name}", list(model.columns.items()), partition_by=partition, sort_by=sort)
                self.partitioned[model.name] = partition
                self.notes.append(f"create {model.name} {model.columns}, inlining {limit}, partitioned by {partition}, sorted by {sort}, encrypted {self.encrypted}")
                if model is self.models[-1]:
                    for each in self.models:
                        each.remember(session.current_snapshot())

    def step(self) -> None:
        operations: list[tuple[int, Callable[[], None]]] = [
            (6, self.append), (4, self.delete), (4, self.update), (3, self.merge), (1, self.overwrite), (1, self.add_column),
            (1, self.drop_column), (1, self.rename_column), (1, self.promote), (2, self.maintain), (1, self.partition), (1, self.several),
            (2, self.field), (1, self.sort), (1, self.expire), (1, self.clean), (1, self.add_file), (1, self.limit), (3, self.merge_as_told),
            (2, self.append_some_columns), (2, self.calculate), (1, self.set_default), (1, self.rename_table), (1, self.truncate), (1, self.make_anew),
        ]  # fmt: skip
        place = self.chance.choices([0, 1], [3, 1])[0]
        before = copy.deepcopy(self.models)
        self.model = self.models[place]
        operation = self.chance.choices([each[1] for each in operations], [each[0] for each in operations])[0]
        self.at = f"{self.model.name}: {operation.__name__}"
        try:
            operation()
        except Refused as refusal:
            if not any(known in str(refusal) for known in REFUSALS):
                raise
            self.models = before
            self.notes.append(f"they refuse {operation.__name__}: {str(refusal)[:150]}")

    @property
    def table(self) -> str:
        return f"main.{self.model.name}"

    def by_us(self) -> bool:
        return self.who == "ours" or (self.who == "both" and self.chance.random() < 0.5)

    def done(self, note: str) -> None:
        self.notes.append(f"{self.model.name}: {note}")
        with self.lake.ours() as session:
            snapshot = session.current_snapshot()
        for model in self.models:
            model.remember(snapshot)

    def literals(self, rows: list[Row]) -> str:
        return ", ".join("(" + ", ".join(sql_literal(row[name]) for name in self.model.columns) + ")" for row in rows)

    def append(self) -> None:
        rows = self.model.new_rows(self.chance, self.chance.choice([1, 2, 5, 40]))
        if self.by_us():
            with self.lake.ours() as session:
                assert session.table(self.table).append(self.model.arrow(rows)) == len(rows)
            self.model.rows += rows
            self.done(f"we append {len(rows)}")
        else:
            self.lake.theirs(f"INSERT INTO lake.{self.table} VALUES {self.literals(rows)}")
            self.model.rows += rows
            self.done(f"they insert {len(rows)}")

    def delete(self) -> None:
        text, test = predicates(self.chance, self.model)
        gone = [row for row in self.model.rows if test(row)]
        ours = self.by_us()
        if ours:
            with self.lake.ours() as session:
                assert session.table(self.table).delete(text) == len(gone)
        else:
            self.lake.theirs(f"DELETE FROM lake.{self.table} WHERE {text}")
        self.model.rows = [row for row in self.model.rows if not test(row)]
        self.done(f"{'we delete' if ours else 'they delete'} where {text}: {len(gone)}")

    def update(self) -> None:
        text, test = predicates(self.chance, self.model)
        name = self.chance.choice(list(self.model.columns)[1:])
        value = None if self.chance.random() < 0.2 else self.chance.choice(values(self.model.columns[name]))
        if name == "k":
            value = self.chance.randrange(20)
        if isinstance(value, (list, dict)):
            value = None
        ours = self.by_us()
        if ours:
            with self.lake.ours() as session:
                literal = "NULL" if value is None else value
                changed = session.table(self.table).update({name: sql_literal(value) if not isinstance(literal, (float, bytes)) else literal}, text)
                assert changed == sum(test(row) for row in self.model.rows)
        else:
            self.lake.theirs(f"UPDATE lake.{self.table} SET {name} = {sql_literal(value)} WHERE {text}")
        for row in [row for row in self.model.rows if test(row)]:
            row[name] = value
        self.done(f"{'we update' if ours else 'they update'} {name} to {value!r} where {text}")

    def merge(self) -> None:
        known = self.chance.sample(self.model.rows, min(3, len(self.model.rows)))
        rows = self.model.new_rows(self.chance, len(known) + 2)
        for row, old in zip(rows, known):
            row["id"] = old["id"]
        ours = self.by_us()
        if ours:
            with self.lake.ours() as session:
                result = session.table(self.table).merge(self.model.arrow(rows), on="id")
            assert (result.inserted, result.updated) == (2, len(known))
        else:
            names = list(self.model.columns)
            casts = ", ".join(f"CAST(c{i} AS {kind}) AS {name}" for i, (name, kind) in enumerate(self.model.columns.items()))
            source = f"SELECT {casts} FROM (VALUES {self.literals(rows)}) v({', '.join(f'c{i}' for i in range(len(names)))})"
            self.lake.theirs(
                f"MERGE INTO lake.{self.table} t USING ({source}) s ON t.id = s.id WHEN MATCHED THEN UPDATE SET {', '.join(f'{name} = s.{name}' for name in names[1:])}"
                f" WHEN NOT MATCHED THEN INSERT ({', '.join(names)}) VALUES ({', '.join(f's.{name}' for name in names)})"
            )
        ids = {row["id"]: row for row in rows}
        self.model.rows = [dict(ids.pop(row["id"], row)) for row in self.model.rows] + list(ids.values())
        self.done(f"{'we merge' if ours else 'they merge'} {len(rows)}")

    def overwrite(self) -> None:
        text, test = predicates(self.chance, self.model)
        rows = self.model.new_rows(self.chance, 4)
        with self.lake.ours() as session:
            session.table(self.table).overwrite(self.model.arrow(rows), text)
        self.model.rows = [row for row in self.model.rows if not test(row)] + rows
        self.done(f"we overwrite where {text}")

    def several(self) -> None:
        """One transaction on both tables; the second may get a column, too."""
        text, test = predicates(self.chance, self.model)
        rows = self.model.new_rows(self.chance, 15)
        other = self.models[1 - self.models.index(self.model)]
        theirs, default = f"c{self.names}", self.chance.choice([None, 7])
        alters = self.chance.random() < 0.5
        self.names += 1
        ours = self.by_us()
        kept = [row for row in self.model.rows if not test(row)] + rows
        literals = self.literals(rows)
        if alters:
            other.columns[theirs] = "INTEGER"
            other.defaults[theirs] = default
            for row in other.rows:
                row[theirs] = default
        more = other.new_rows(self.chance, self.chance.choice([2, 20]))
        if ours:
            with self.lake.ours() as session, session.transaction(message="several") as tx:
                tx.table(self.table).delete(text)
                tx.table(self.table).append(self.model.arrow(rows[:3]))
                tx.table(self.table).append(self.model.arrow(rows[3:]))
                if alters:
                    tx.table(f"main.{other.name}").add_column(theirs, "INTEGER", default)
                tx.table(f"main.{other.name}").append(other.arrow(more))
        else:
            values_of_more = ", ".join("(" + ", ".join(sql_literal(row[name]) for name in other.columns) + ")" for row in more)
            self.lake.theirs(
                "BEGIN",
                f"DELETE FROM lake.{self.table} WHERE {text}",
                f"INSERT INTO lake.{self.table} VALUES {literals}",
                *([f"ALTER TABLE lake.main.{other.name} ADD COLUMN {theirs} INTEGER" + ("" if default is None else f" DEFAULT {default}")] if alters else []),
                f"INSERT INTO lake.main.{other.name} VALUES {values_of_more}",
                "COMMIT",
            )
        self.model.rows = kept
        other.rows += more
        self.done(f"{'we' if ours else 'they'} delete where {text} and append, {'add ' + theirs + ' to' if alters else 'and append to'} {other.name} and append {len(more)}, in one transaction")

    def add_column(self) -> None:
        name, kind = f"c{self.names}", self.chance.choice(["INTEGER", "VARCHAR", "DOUBLE"])
        self.names += 1
        again = [each for each in self.dropped if each not in self.model.columns]
        if again and self.chance.random() < 0.5:
            name = self.chance.choice(again)
        default = self.chance.choice([None, {"INTEGER": 4, "VARCHAR": "d", "DOUBLE": 2.5}[kind]])
        if self.by_us():
            with self.lake.ours() as session:
                session.table(self.table).add_column(name, kind, default)
        else:
            self.lake.theirs(f"ALTER TABLE lake.{self.table} ADD COLUMN {name} {kind}" + ("" if default is None else f" DEFAULT {default!r}"))
        self.model.columns[name] = kind
        self.model.defaults[name] = default
        for row in self.model.rows:
            row[name] = default
        self.done(f"add {name} {kind} default {default!r}")

    def others(self, kind: Optional[str] = None) -> list[str]:
        keys = " ".join(self.partitioned[self.model.name])
        return [name for name, each in self.model.columns.items() if name not in ("id", "k") and name not in keys and (kind is None or each.startswith(kind))]

    def drop_column(self) -> None:
        names = self.others()
        if not names:
            return
        name = self.chance.choice(names)
        if self.by_us():
            with self.lake.ours() as session:
                session.table(self.table).drop_column(name)
        else:
            self.lake.theirs(f"ALTER TABLE lake.{self.table} DROP COLUMN {name}")
        del self.model.columns[name]
        self.model.defaults.pop(name, None)
        self.dropped.append(name)
        for row in self.model.rows:
            del row[name]
        self.done(f"drop {name}")

    def rename_column(self) -> None:
        names = self.others()
        if not names:
            return
        old, new = self.chance.choice(names), f"c{self.names}"
        self.names += 1
        if self.by_us():
            with self.lake.ours() as session:
                session.table(self.table).rename_column(old, new)
        else:
            self.lake.theirs(f"ALTER TABLE lake.{self.table} RENAME COLUMN {old} TO {new}")
        self.model.columns = {new if name == old else name: kind for name, kind in self.model.columns.items()}
        if old in self.model.defaults:
            self.model.defaults[new] = self.model.defaults.pop(old)
        for row in self.model.rows:
            row[new] = row.pop(old)
        self.done(f"rename {old} to {new}")

    def promote(self) -> None:
        names = [name for name in self.others() if self.model.columns[name] in WIDER]
        if not names:
            return
        name = self.chance.choice(names)
        kind, widened = self.chance.choice(WIDER[self.model.columns[name]])
        if self.by_us():
            with self.lake.ours() as session:
                session.table(self.table).alter_column(name, kind)
        else:
            self.lake.theirs(f"ALTER TABLE lake.{self.table} ALTER COLUMN {name} TYPE {kind}")
        self.model.columns[name] = kind
        for row in (*self.model.rows, self.model.defaults):
            if row.get(name) is not None:
                row[name] = widened(row[name])
        self.done(f"promote {name} to {kind}")

    def field(self) -> None:
        """A field of a struct is added, dropped, renamed or promoted."""
        columns = self.others("STRUCT")
        if not columns:
            return
        column = self.chance.choice(columns)
        known = fields(self.model.columns[column])
        new = f"f{self.names}"
        self.names += 1
        old = self.chance.choice(list(known))
        what = self.chance.choice(["add", "rename", "promote"] + ["drop"] * (len(known) > 1))
        after: dict[str, tuple[str, Optional[str]]] = {name: (kind, name) for name, kind in known.items()}  # to type and old name
        if what == "add":
            kind = self.chance.choice(["INTEGER", "VARCHAR"])
            after[new] = (kind, None)
            ours: Callable[[Any], None] = lambda table: table.add_column(f"{column}.{new}", kind)
            theirs = f"ADD COLUMN {column}.{new} {kind}"
        elif what == "rename":
            after = {new if name == old else name: (kind, name) for name, kind in known.items()}
            ours = lambda table: table.rename_column(f"{column}.{old}", new)
            theirs = f"RENAME COLUMN {column}.{old} TO {new}"
        elif what == "drop":
            del after[old]
            ours = lambda table: table.drop_column(f"{column}.{old}")
            theirs = f"DROP COLUMN {column}.{old}"
        else:
            if known[old] != "INTEGER":
                return
            after[old] = ("BIGINT", old)
            kind = struct({name: each for name, (each, _) in after.items()})
            ours = lambda table: table.alter_column(column, kind)
            theirs = f"ALTER COLUMN {column} TYPE {kind}"
        by_us = self.by_us()
        if by_us:
            with self.lake.ours() as session:
                ours(session.table(self.table))
        else:
            self.lake.theirs(f"ALTER TABLE lake.{self.table} {theirs}")
        self.model.columns[column] = struct({name: kind for name, (kind, _) in after.items()})
        for row in self.model.rows:
            value = row[column]
            row[column] = None if value is None else {name: None if source is None else value[source] for name, (_, source) in after.items()}
        self.done(f"{'we' if by_us else 'they'} {theirs}")

    def partition(self) -> None:
        times = [name for name, kind in self.model.columns.items() if kind in ("DATE", "TIMESTAMP")]
        some = [[f"year({name})", "bucket(2, k)"] for name in times] + [[f"month({name})"] for name in times]
        some += [[name] for name, kind in self.model.columns.items() if kind in ("BOOLEAN", "SMALLINT", "DECIMAL(9,2)")]
        some += [[f"bucket(3, {name})"] for name, kind in self.model.columns.items() if kind in ("VARCHAR", "UBIGINT", "DATE")]
        keys = self.chance.choice([[], ["k"], ["bucket(4, k)"]] + self.chance.sample(some, min(2, len(some))))
        ours = self.by_us()
        if ours:
            with self.lake.ours() as session:
                session.table(self.table).set_partitioning(keys)
        else:
            self.lake.theirs(f"ALTER TABLE lake.{self.table} " + (f"SET PARTITIONED BY ({', '.join(keys)})" if keys else "RESET PARTITIONED BY"))
        self.partitioned[self.model.name] = keys
        self.done(f"{'we' if ours else 'they'} partition by {keys}")

    def sort(self) -> None:
        keys = self.chance.choice([[], ["k"], ["id % 5 DESC", "k"], ["k * -1 NULLS FIRST"]])
        ours = self.by_us()
        if ours:
            with self.lake.ours() as session:
                session.table(self.table).set_sort(keys)
        else:
            self.lake.theirs(f"ALTER TABLE lake.{self.table} " + (f"SET SORTED BY ({', '.join(keys)})" if keys else "RESET SORTED BY"))
        self.done(f"{'we' if ours else 'they'} sort by {keys}")

    def add_file(self) -> None:
        if self.encrypted or self.partitioned[self.model.name]:
            return  # the files have no such directories
        rows = self.model.new_rows(self.chance, self.chance.choice([1, 12]))
        path = self.lake.folder / f"added{self.names}.parquet"
        self.names += 1
        pq.write_table(self.model.arrow(rows), path)
        ours = self.by_us()
        if ours:
            with self.lake.ours() as session:
                assert session.table(self.table).add_files(path) == len(rows)
        else:
            self.lake.theirs(f"CALL ducklake_add_data_files('lake', '{self.model.name}', '{path}')")
        self.model.rows += rows
        self.done(f"{'we' if ours else 'they'} add {path.name} with {len(rows)} rows")

    def maintain(self) -> None:
        what = "merge" if self.lake.backend == "mariadb" else self.chance.choice(["merge", "merge", "rewrite", "flush"])
        if what == "rewrite" and self.flushed or what == "flush" and self.rewritten:
            return  # the reference brings deleted rows back at older snapshots then
        ours = what == "merge" and self.by_us()
        if ours:
            with self.lake.ours() as session:
                session.maintenance.merge_adjacent_files()
        else:
            call = {"merge": "merge_adjacent_files('lake')", "rewrite": "rewrite_data_files('lake', delete_threshold => 0.1)", "flush": "flush_inlined_data('lake')"}
            self.lake.theirs(f"CALL ducklake_{call[what]}")
        self.flushed |= what == "flush"
        self.rewritten |= what == "rewrite"
        self.done(f"{'we' if ours else 'they'} {what}")

    def expire(self) -> None:
        """Some snapshots of the past go, also from between others."""
        known = sorted(self.model.history)[:-1]
        gone = self.chance.sample(known, min(len(known), self.chance.choice([1, 2, 4])))
        if not gone:
            return
        ours = self.by_us()
        if ours:
            with self.lake.ours() as session:
                session.maintenance.expire_snapshots(snapshots=gone)
        else:
            self.lake.theirs(f"CALL ducklake_expire_snapshots('lake', versions => {sorted(gone)})")
        for model in self.models:
            for snapshot in gone:
                model.history.pop(snapshot, None)
        self.done(f"{'we' if ours else 'they'} expire {sorted(gone)}")

    def clean(self) -> None:
        ours = self.by_us()
        if ours:
            with self.lake.ours() as session:
                session.maintenance.cleanup_old_files(all=True)
        else:
            self.lake.theirs("CALL ducklake_cleanup_old_files('lake', cleanup_all => true)")
        self.done(f"{'we' if ours else 'they'} clean up")


@pytest.mark.parametrize(("seed", "backend"), SEQUENCES)
def test_a_random_sequence_of_changes_is_what_plain_lists_say(seed: int, backend: str, tmp_path: Path) -> None:
    server = databases.new(backend, tmp_path) if backend in SOME_SEEDS else None
    kept: Optional[list[ducklake.Session]] = [] if backend != "duckdb" and seed % 4 < 2 else None
    play = Play(Lake(tmp_path, backend, oracle(), server, kept), seed)
    try:
        play.begin()
        for _ in range(LENGTH):
            play.step()
        found = [f"{model.name}: {each}" for model in play.models for each in play.lake.check(model)]
    except Exception as failure:
        raise AssertionError(f"seed {seed}, catalog {backend}:\n" + "\n".join(play.notes) + f"\n\nat {play.at}: {failure}") from failure
    finally:
        play.lake.close()
    assert not found, f"seed {seed}, catalog {backend}:\n" + "\n".join(play.notes) + "\n\n" + "\n".join(found[:5])


def test_the_values_of_the_model_are_told_apart() -> None:
    assert m.canonical(0.0) != m.canonical(-0.0)
    assert m.canonical(float("nan")) == m.canonical(float("nan"))
