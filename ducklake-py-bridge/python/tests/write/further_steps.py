"""More that happens to the tables of random sequences: merges of every mode, sources of other shapes, defaults, limits, names."""

from __future__ import annotations

import random
from typing import Any, Optional

import pyarrow as pa

from model import Lake, Model, Row, predicates, sql_literal, values

MODES = ["upsert", "update", "insert", "delete", "sync"]


class FurtherSteps:
    """Steps of a sequence, each of which changes the lake and the model alike."""

    lake: Lake
    chance: random.Random
    model: Model
    models: list[Model]
    names: int
    who: str
    inlines: bool
    partitioned: dict[str, list[str]]
    table: str

    def by_us(self) -> bool:
        raise NotImplementedError

    def done(self, note: str) -> None:
        raise NotImplementedError

    def source(self, rows: list[Row], names: list[str]) -> pa.Table:
        """Some columns of rows, in another order and in other types that hold the same."""
        found = pa.Table.from_pylist([{name: row[name] for name in names} for row in rows], schema=pa.schema([self.model.schema().field(name) for name in names]))
        other = {pa.string(): [pa.large_string(), pa.string_view(), pa.dictionary(pa.int8(), pa.string())], pa.binary(): [pa.large_binary(), pa.binary_view()]}
        other |= {pa.int32(): [pa.int64(), pa.dictionary(pa.int16(), pa.int32())], pa.list_(pa.int32()): [pa.large_list(pa.int32())], pa.int64(): [pa.decimal128(20, 0)]}
        fields = [field.with_type(self.chance.choice([field.type, *other.get(field.type, [])])) for field in found.schema]
        arrays = []
        for column, field in zip(found.columns, fields):
            plain = column.combine_chunks()
            if pa.types.is_dictionary(field.type):
                arrays.append(plain.dictionary_encode().cast(field.type))
            else:
                arrays.append(plain.cast(field.type))
        return pa.table(arrays, schema=pa.schema(fields))

    def some_columns(self, always: str) -> list[str]:
        names = [name for name in self.model.columns if name in (always, "k") or self.chance.random() < 0.6]
        self.chance.shuffle(names)
        return names

    def filled(self, rows: list[Row], names: list[str]) -> list[Row]:
        return [{name: row[name] if name in names else self.model.defaults.get(name) for name in self.model.columns} for row in rows]

    def append_some_columns(self) -> None:
        names = self.some_columns("id")
        rows = self.filled(self.model.new_rows(self.chance, self.chance.choice([2, 15])), names)
        ours = self.by_us()
        if ours:
            with self.lake.ours() as session:
                assert session.table(self.table).append(self.source(rows, names)) == len(rows)
        else:
            literals = ", ".join("(" + ", ".join(sql_literal(row[name]) for name in names) + ")" for row in rows)
            self.lake.theirs(f"INSERT INTO lake.{self.table} ({', '.join(names)}) VALUES {literals}")
        self.model.rows += rows
        self.done(f"{'we append' if ours else 'they insert'} {len(rows)} with {names} only")

    def merge_as_told(self) -> None:
        ours, mode = self.by_us(), self.chance.choice(MODES)
        key, names = self.chance.choice(["id", "id", "k"]), list(self.model.columns)
        if not ours and mode in ("upsert", "sync"):
            mode = "update"
        if key == "k" and mode in ("upsert", "sync", "insert"):
            mode = "update"
        if ours:
            names = [name for name in self.some_columns(key) if key != "k" or name != "id"]
        elif key == "k":
            names.remove("id")
        known = self.chance.sample(self.model.rows, min(self.chance.choice([2, 6]), len(self.model.rows)))
        rows = self.model.new_rows(self.chance, len(known) + 2)
        for row, old in zip(rows, known):
            row[key] = old[key]
        rows = list({row[key]: row for row in rows if row[key] is not None}.values())
        limit = self.chance.randrange(20)
        when = f"k < {limit}" if ours and mode in ("upsert", "update") and self.chance.random() < 0.4 else None
        if ours:
            with self.lake.ours() as session:
                session.table(self.table).merge(self.source(rows, names), on=key, mode=mode, delete_when=when)
        else:
            self._their_merge(rows, names, key, mode)
        self._merge_model(rows, names, key, mode, None if when is None else limit)
        self.done(f"{'we' if ours else 'they'} merge {len(rows)} on {key} with {names}, mode {mode}, delete when {when}")

    def _their_merge(self, rows: list[Row], names: list[str], key: str, mode: str) -> None:
        literals = ", ".join("(" + ", ".join(sql_literal(row[name]) for name in names) + ")" for row in rows)
        casts = ", ".join(f"CAST(c{i} AS {self.model.columns[name]}) AS {name}" for i, name in enumerate(names))
        source = f"SELECT {casts} FROM (VALUES {literals}) v({', '.join(f'c{i}' for i in range(len(names)))})"
        action = {
            "update": f"WHEN MATCHED THEN UPDATE SET {', '.join(f'{name} = s.{name}' for name in names if name != key)}",
            "insert": f"WHEN NOT MATCHED THEN INSERT ({', '.join(names)}) VALUES ({', '.join(f's.{name}' for name in names)})",
            "delete": "WHEN MATCHED THEN DELETE",
        }[mode]
        self.lake.theirs(f"MERGE INTO lake.{self.table} t USING ({source}) s ON t.{key} = s.{key} {action}")

    def _merge_model(self, rows: list[Row], names: list[str], key: str, mode: str, limit: Optional[int]) -> None:
        source = {row[key]: row for row in rows}
        gone = {value for value, row in source.items() if mode == "delete" or (limit is not None and row["k"] < limit)}
        matched, kept = set(), []
        for row in self.model.rows:
            new = source.get(row[key])
            if new is not None:
                matched.add(row[key])
                if row[key] not in gone:
                    kept.append({**row, **{name: new[name] for name in names}} if mode in ("upsert", "update", "sync") else row)
            elif mode != "sync":
                kept.append(row)
        if mode in ("upsert", "insert", "sync"):
            kept += self.filled([row for value, row in source.items() if value not in matched and value not in gone], names)
        self.model.rows = kept

    def calculate(self) -> None:
        """An update by arithmetic and from other columns, which all see the row as it was."""
        text, test = predicates(self.chance, self.model)
        same = [(a, b) for a, kind in self.model.columns.items() for b, each in self.model.columns.items() if kind == each and a != b and a not in ("id", "k")]
        changes = {"k": "k + 3"}
        if same:
            left, right = self.chance.choice(same)
            changes[left] = right
        ours = self.by_us()
        if ours:
            with self.lake.ours() as session:
                assert session.table(self.table).update(changes, text) == sum(test(row) for row in self.model.rows)
        else:
            self.lake.theirs(f"UPDATE lake.{self.table} SET {', '.join(f'{name} = {value}' for name, value in changes.items())} WHERE {text}")
        for row in [row for row in self.model.rows if test(row)]:
            row.update({name: row["k"] + 3 if name == "k" else row[value] for name, value in changes.items()})
        self.done(f"{'we' if ours else 'they'} update {changes} where {text}")

    def set_default(self) -> None:
        name = self.chance.choice([name for name in self.model.columns if name not in ("id", "k")] or ["k"])
        simple = [value for value in values(self.model.columns[name]) if not isinstance(value, (list, dict, bytes, float)) and value != "NULL"]
        value = self.chance.choice([None, *simple])
        ours = self.by_us()
        if ours:
            with self.lake.ours() as session:
                session.table(self.table).set_default(name, value)
        else:
            self.lake.theirs(f"ALTER TABLE lake.{self.table} ALTER COLUMN {name} " + ("DROP DEFAULT" if value is None else f"SET DEFAULT {sql_literal(value)}"))
        self.model.defaults[name] = value
        self.done(f"{'we' if ours else 'they'} set the default of {name} to {value!r}")

    def limit(self) -> None:
        """How many rows go to the catalog, for the lake or a table. Where the reference begins to inline, it reads with the wrong schema (P3)."""
        if self.who != "ours" and not self.inlines:
            return
        limit, alone, ours = self.chance.choice([0, 3, 10, 100] if self.who == "ours" else [3, 10, 100]), self.chance.random() < 0.3, self.by_us()
        if ours:
            with self.lake.ours() as session:
                if alone:
                    session.set_option("data_inlining_row_limit", limit, table=self.table)
                else:
                    session.set_option("data_inlining_row_limit", limit)
        else:
            self.lake.theirs(f"CALL lake.set_option('data_inlining_row_limit', {limit}" + (f", table_name => '{self.model.name}')" if alone else ")"))
        self.done(f"{'we' if ours else 'they'} inline {limit} rows{' of it' * alone}")

    def rename_table(self) -> None:
        old, new = self.model.name, f"t{self.names}"
        self.names += 1
        ours = self.by_us()
        if ours:
            with self.lake.ours() as session:
                session.table(self.table).rename(new)
        else:
            self.lake.theirs(f"ALTER TABLE lake.{self.table} RENAME TO {new}")
        self.partitioned[new] = self.partitioned.pop(old)
        self.model.name = new
        self.done(f"{'we' if ours else 'they'} rename it from {old}")

    def truncate(self) -> None:
        """All rows go, or others come in their place."""
        ours = self.by_us()
        rows = self.model.new_rows(self.chance, self.chance.choice([0, 1, 12])) if ours else []
        if ours and rows:
            with self.lake.ours() as session:
                session.table(self.table).overwrite(self.model.arrow(rows))
        elif ours:
            with self.lake.ours() as session:
                assert session.table(self.table).delete(None) == len(self.model.rows)
        else:
            self.lake.theirs(f"TRUNCATE lake.{self.table}")
        self.model.rows = rows
        self.done(f"{'we' if ours else 'they'} put {len(rows)} in place of all rows")

    def make_anew(self) -> None:
        """The table is dropped, and in the same transaction or later there is another of its name."""
        ours, kept = self.by_us(), self.model.columns
        columns: dict[str, Any] = {name: kind for name, kind in kept.items() if name in ("id", "k") or self.chance.random() < 0.7}
        types = ", ".join(f"{name} {kind}" for name, kind in columns.items())
        if ours:
            with self.lake.ours() as session, session.transaction() as tx:
                tx.drop_table(self.table)
                tx.create_table(self.table, columns)
        else:
            self.lake.theirs("BEGIN", f"DROP TABLE lake.{self.table}", f"CREATE TABLE lake.{self.table} ({types})", "COMMIT")
        self.model.columns, self.model.rows, self.model.defaults = columns, [], {}
        self.model.made += 1
        self.partitioned[self.model.name] = []
        self.done(f"{'we' if ours else 'they'} drop it and make it anew with {types}")
