"""Lakes that the reference makes in this very run from SQL, and what it reads from them: every table at every retained snapshot."""

from __future__ import annotations

import datetime
import os
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pyarrow as pa

from golden import CATALOG_FILES, quoted
from oracle import Oracle, Refused

BACKENDS = tuple(os.environ.get("QUACKLAKE_REPLAY_CATALOGS", "duckdb sqlite").split())
META = "__ducklake_metadata_lake"
REATTACH = "REATTACH"  # a step of a script: the reference forgets what it has cached
SMALL = 2_000  # rows up to which values are compared one by one in Python, and the reference is asked for changes

Step = tuple[str, ...]  # statements that stand or fall together


@dataclass(frozen=True)
class Expected:
    """A table at a snapshot, as the reference reads it, with its row ids in the last column.

    ``columns`` is what the catalog says of each column and all that is in it, ``begun`` the snapshot that made the table, ``changes`` the
    reference's feed from the oldest snapshot to this one, None where it was not asked or has failed.
    """

    table: str
    snapshot: int
    types: tuple[tuple[str, str], ...]
    rows: pa.Table
    table_id: int = -1
    begun: int = -1
    columns: dict[str, Any] = field(default_factory=dict)
    changes: pa.Table | None = None


class Lab:
    """One lake in a folder, and the reference that writes it."""

    _oracle: Oracle | None = None  # one for all labs: loading extensions takes long

    def __init__(self, folder: Path, backend: str, *options: str) -> None:
        self.folder, self.backend, self.options = folder, backend, options
        folder.mkdir(parents=True)
        (folder / "ext").mkdir()
        self.attach()

    @property
    def address(self) -> str:
        return f"ducklake:{self.backend}:{self.folder / CATALOG_FILES[self.backend]}"

    @property
    def data_path(self) -> str:
        return f"{self.folder}/data/"

    @property
    def oracle(self) -> Oracle:
        if Lab._oracle is None or not Lab._oracle.alive:
            Lab._oracle = Oracle()
        return Lab._oracle

    def attach(self) -> None:
        self.oracle.attach(self.folder, self.backend, self.options)

    def detach(self) -> None:
        try:
            self.execute("DETACH DATABASE IF EXISTS lake")
        except Refused:  # an internal error has invalidated the database
            self.oracle.close()

    def execute(self, sql: str) -> list[tuple[Any, ...]]:
        return self.oracle.rows(sql.replace("@EXT@", str(self.folder / "ext")))

    def run(self, step: Step) -> None:
        """Runs a step and notes it in ``script.sql``; leaves no transaction open.

        Raises:
            Refused: the reference refuses a statement.
        """
        with (self.folder / "script.sql").open("a", encoding="utf-8") as notes:
            notes.write(script([step]) + "\n")
        try:
            for statement in step:
                if statement == REATTACH:
                    self.detach()
                    self.attach()
                else:
                    self.execute(statement)
        except Refused:
            try:
                self.execute("ROLLBACK")
            except Refused:
                pass
            raise

    def snapshots(self) -> list[int]:
        return [row[0] for row in self.execute(f"SELECT snapshot_id FROM {META}.ducklake_snapshot ORDER BY 1")]

    def schemas(self, snapshot: int) -> list[str]:
        return [row[0] for row in self.execute(f"SELECT schema_name FROM {META}.ducklake_schema WHERE begin_snapshot <= {snapshot} AND end_snapshot IS NULL")]

    def times(self) -> list[tuple[int, datetime.datetime]]:
        """The snapshots with their times."""
        return [(row[0], row[1]) for row in self.execute(f"SELECT snapshot_id, snapshot_time::TIMESTAMPTZ FROM {META}.ducklake_snapshot ORDER BY 1")]

    def tables(self, snapshot: int) -> list[str]:
        """The quoted names of the tables of a snapshot."""
        return [f"{quoted(schema)}.{quoted(table)}" for schema, table, _ in self._tables(snapshot)]

    def _tables(self, snapshot: int) -> list[tuple[str, str, int]]:
        at = f"begin_snapshot <= {snapshot} AND (end_snapshot IS NULL OR end_snapshot > {snapshot})"
        return [
            (row[0], row[1], row[2])
            for row in self.execute(
                f"SELECT schema_name, table_name, table_id FROM (FROM {META}.ducklake_schema WHERE {at}) s "
                f"JOIN (FROM {META}.ducklake_table WHERE {at}) t ON s.schema_id = t.schema_id ORDER BY ALL"
            )
        ]

    def rewrites(self) -> set[tuple[int, int]]:
        """Tables with the snapshots that rewrote their files, and so changed no row."""
        found = set()
        for snapshot, changes in self.execute(f"SELECT snapshot_id, changes_made FROM {META}.ducklake_snapshot_changes"):
            found.update((int(table), snapshot) for table in re.findall(r"(?:rewrite_delete|compacted_table):(\d+)", changes or ""))
        return found

    def types(self, table: str, at: str = "") -> list[tuple[str, str]]:
        return [(row[0], row[1]) for row in self.execute(f"DESCRIBE SELECT * FROM lake.{table}{at}")]

    def expected(self) -> list[Expected]:
        """What the reference reads after it has forgotten what it knew, changes included."""
        self.run(("SET TimeZone = 'UTC'", REATTACH))
        repaired = self._repair_schema_versions()
        if repaired:
            self.run((REATTACH,))
        snapshots = self.snapshots()
        begun = {row[0]: row[1] for row in self.execute(f"SELECT table_id, min(begin_snapshot) FROM {META}.ducklake_table GROUP BY 1")}
        reads = []
        for snapshot in snapshots:
            for schema, table, table_id in self._tables(snapshot):
                read = self.read(f"{quoted(schema)}.{quoted(table)}", snapshot)
                reads.append(replace(read, table_id=table_id, begun=begun[table_id], columns=self._columns(table_id, snapshot)))
        try:
            reads = [replace(read, changes=self._changes(read, snapshots[0])) for read in reads]
        finally:
            for begin, version, table_id in repaired:
                self.execute(
                    f"DELETE FROM {META}.ducklake_schema_versions WHERE begin_snapshot = {begin} AND schema_version = {version} AND table_id = {table_id}"
                )
        return reads

    def _columns(self, table_id: int, snapshot: int) -> dict[str, Any]:
        rows = self.execute(
            f"SELECT column_id, parent_column, column_name, begin_snapshot FROM {META}.ducklake_column WHERE table_id = {table_id} "
            f"AND begin_snapshot <= {snapshot} AND (end_snapshot IS NULL OR end_snapshot > {snapshot}) ORDER BY column_id"
        )

        def below(column: int) -> list[Any]:
            return [[own, begin, below(own)] for own, parent, _, begin in rows if parent == column]

        return {name: [own, begin, below(own)] for own, parent, name, begin in rows if parent is None}

    def _changes(self, read: Expected, first: int) -> pa.Table | None:
        if read.rows.num_rows > SMALL:
            return None  # it may not come to an end
        schema, table = (part[1:-1].replace('""', '"').replace("'", "''") for part in split(read.table, "."))
        try:
            return self.oracle.arrow(
                f"SELECT snapshot_id, rowid, change_type, {self.output(read.types)} "
                f"FROM ducklake_table_changes('lake', '{schema}', '{table}', {first}, {read.snapshot})"
            )
        except Refused as refusal:
            if "INTERNAL" in str(refusal) or "FATAL" in str(refusal):
                raise
            return None

    def read(self, table: str, snapshot: int) -> Expected:
        at = f" AT (VERSION => {snapshot})"
        types = self.types(table, at)
        rows = self.oracle.arrow(f"SELECT {self.output(types)}, rowid FROM {self._source(table, snapshot)}")
        return Expected(table, snapshot, tuple(types), rows)

    def _source(self, table: str, snapshot: int) -> str:
        """The table. A row of a data file with several delete files comes once for each that does not name it (P21, and flushes after a
        rewrite): it is there if it comes for all of them."""
        at = f"begin_snapshot <= {snapshot} AND (end_snapshot IS NULL OR end_snapshot > {snapshot})"
        several = (
            f"(SELECT path, deletes FROM (FROM {META}.ducklake_data_file WHERE {at}) JOIN (SELECT data_file_id, count(*) AS deletes "
            f"FROM {META}.ducklake_delete_file WHERE {at} GROUP BY 1 HAVING count(*) > 1) USING (data_file_id))"
        )
        if not self.execute(f"FROM {several} LIMIT 1"):
            return f"lake.{table} AT (VERSION => {snapshot})"
        return (
            f"(SELECT * EXCLUDE (_file, _position, _times), _row AS rowid FROM (SELECT *, rowid AS _row, filename AS _file, file_row_number AS _position, "
            f"count(*) OVER (PARTITION BY filename, file_row_number) AS _times FROM lake.{table} AT (VERSION => {snapshot})) "
            f"LEFT JOIN {several} several ON ends_with(_file, several.path) WHERE _file IS NULL OR _times = coalesce(deletes, 1) "
            "QUALIFY _file IS NULL OR row_number() OVER (PARTITION BY _file, _position) = 1)"
        )

    @staticmethod
    def output(types: Sequence[tuple[str, str]]) -> str:
        def column(name: str, kind: str) -> str:
            if kind == "VARIANT":
                return f"CAST(CAST({quoted(name)} AS JSON) AS VARCHAR) AS {quoted(name)}"
            return quoted(name) if arrow_type(kind) == kind else f"CAST({quoted(name)} AS {arrow_type(kind)}) AS {quoted(name)}"

        return ", ".join(column(name, kind) for name, kind in types)

    def _repair_schema_versions(self) -> list[tuple[int, int, int]]:
        """Inlined tables that an insert made lack a row in ducklake_schema_versions, and the reference then reads them with the
        wrong schema (P3). With that row it reads them rightly. Returns the rows that were added."""
        missing = self.execute(
            f"SELECT (SELECT min(snapshot_id) FROM {META}.ducklake_snapshot s WHERE s.schema_version = i.schema_version), schema_version, table_id "
            f"FROM {META}.ducklake_inlined_data_tables i WHERE NOT EXISTS (FROM {META}.ducklake_schema_versions v "
            "WHERE v.table_id = i.table_id AND v.schema_version = i.schema_version)"
        )
        found = [(begin, version, table) for begin, version, table in missing if begin is not None]
        for begin, version, table in found:
            self.execute(f"INSERT INTO {META}.ducklake_schema_versions(begin_snapshot, schema_version, table_id) VALUES ({begin}, {version}, {table})")
        return found


# Types that Arrow has no match for become text, as in the golden lakes.
_TEXT = ("HUGEINT", "UHUGEINT", "TIME WITH TIME ZONE", "UUID", "TIME_NS", "VARIANT")


def arrow_type(kind: str) -> str:
    """The type that a column goes to Arrow as."""
    kind = kind.strip()
    if kind.endswith("[]"):
        return arrow_type(kind[:-2]) + "[]"
    nested = re.match(r"^(STRUCT|MAP)\((.*)\)$", kind, re.DOTALL)
    if not nested:
        return "VARCHAR" if kind in _TEXT or kind.startswith("GEOMETRY") else kind
    parts = split(nested[2])
    if nested[1] == "STRUCT":
        fields = [re.match(r'^("(?:[^"]|"")*"|\S+)\s+(.*)$', part, re.DOTALL) for part in parts]
        parts = [f"{field[1]} {arrow_type(field[2])}" for field in fields if field]
    else:
        parts = [arrow_type(part) for part in parts]
    return f"{nested[1]}({', '.join(parts)})"


def split(text: str, separator: str = ",") -> list[str]:
    """Splits at a separator that is in no quotes or brackets."""
    parts, depth, current, quote = [], 0, "", ""
    for character in text:
        if quote:
            quote = "" if character == quote else quote
        elif character in "\"'":
            quote = character
        elif character in "([{":
            depth += 1
        elif character in ")]}":
            depth -= 1
        if character == separator and not quote and depth == 0:
            parts.append(current.strip())
            current = ""
        else:
            current += character
    return [part for part in [*parts, current.strip()] if part]


def script(steps: Sequence[Step]) -> str:
    return "\n".join("; ".join(step) + ";" for step in steps)
