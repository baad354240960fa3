"""The same changes made by the reference and by us, and what both leave in the catalog."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import jpype
import pyarrow as pa
from duckdb_extensions import import_extension

from ducklake import _jvm

Row = tuple[Any, ...]

# Columns that name a file, an object for ever, a time or a size: no two writers have the same.
_DIFFERENT = {
    "snapshot_time",
    "schedule_start",
    "file_size_bytes",
    "footer_size",
    "column_size_bytes",
    "created_by",
    "encryption_key",
}
# The delete files of one commit are numbered in the order in which the reference meets their data files.
_NUMBERED_BY_CHANCE = {
    ("ducklake_delete_file", "delete_file_id"),
    ("ducklake_files_scheduled_for_deletion", "data_file_id"),
}
_NAMES = {"schema_uuid", "table_uuid", "view_uuid", "path"}
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


def connection() -> duckdb.DuckDBPyConnection:
    import_extension("ducklake")
    result = duckdb.connect()
    result.execute("load ducklake")
    return result


class Reference:
    """DuckDB's own writer."""

    def __init__(self, directory: Path, inlining: int | None) -> None:
        directory.mkdir()
        self.catalog = directory / "lake.ducklake"
        self._duckdb = connection()
        self._duckdb.execute(
            f"attach 'ducklake:{self.catalog}' as lake (data_path '{directory}/data/')"
        )
        self._duckdb.execute("use lake")
        if inlining is not None:
            self._duckdb.execute(f"call lake.set_option('data_inlining_row_limit', {inlining})")

    def run(self, *statements: str) -> None:
        for statement in statements:
            self._duckdb.execute(statement)

    def close(self) -> None:
        self._duckdb.close()


class Ours:
    """The Java API, which the commands and the Python methods call too."""

    def __init__(self, directory: Path, inlining: int | None, address: str | None = None) -> None:
        directory.mkdir()
        self.catalog = directory / "lake.ducklake"
        lakes = _jvm.java("io.quacklake.transact.Lakes")
        self.lake = lakes.create(address or f"ducklake:duckdb:{self.catalog}", f"{directory}/data/")
        if inlining is not None:
            lakes.setOption(self.lake, "data_inlining_row_limit", str(inlining))

    @contextlib.contextmanager
    def transaction(self) -> Iterator[Any]:
        tx = _jvm.java("io.quacklake.transact.Transaction").begin(self.lake)
        try:
            yield tx
            tx.commit()
        finally:
            tx.close()

    def close(self) -> None:
        self.lake.close()

    @contextlib.contextmanager
    def rows(self, table: pa.Table) -> Iterator[Any]:
        """A Java ArrowReader of a table."""
        allocator = self.lake.allocator()
        stream = _jvm.java("org.apache.arrow.c.ArrowArrayStream").allocateNew(allocator)
        table.to_reader()._export_to_c(stream.memoryAddress())
        reader = _jvm.java("org.apache.arrow.c.Data").importArrayStream(allocator, stream)
        try:
            yield reader
        finally:
            reader.close()
            stream.close()


def columns(**types: str) -> Any:
    """Column definitions of names and types."""
    definition = _jvm.java("io.quacklake.transact.ColumnDefinition")
    return jpype.JArray(definition)([definition.of(name, kind) for name, kind in types.items()])


def definition(ref: str, *definitions: Any, **types: str) -> Any:
    column = _jvm.java("io.quacklake.transact.ColumnDefinition")
    all_columns = [*definitions, *columns(**types)]
    return _jvm.java("io.quacklake.transact.TableDefinition").of(
        ref, jpype.JArray(column)(all_columns)
    )


def alteration() -> Any:
    return _jvm.java("io.quacklake.transact.TableAlteration")


def catalog_rows(catalog: Path) -> dict[str, list[Row]]:
    """All rows of a catalog, without what two writers never have alike."""
    with contextlib.closing(duckdb.connect(str(catalog), read_only=True)) as plain:
        tables = [
            name
            for (name,) in plain.execute(
                "select table_name from duckdb_tables() where table_name like 'ducklake%'"
            ).fetchall()
        ]
        return {name: _rows(plain, name) for name in sorted(tables)}


def _rows(plain: duckdb.DuckDBPyConnection, table: str) -> list[Row]:
    cursor = plain.execute(f'select * from "{table}" order by all')
    names = [column[0] for column in cursor.description]
    result = []
    for row in cursor.fetchall():
        kept = []
        values = dict(zip(names, row))
        if table == "ducklake_column":
            _forgive(values)
        for name, value in values.items():
            if name in _DIFFERENT or (table, name) in _NUMBERED_BY_CHANCE:
                continue
            kept.append(_anonymous(str(value)) if name in _NAMES else value)
        result.append(tuple(kept))
    if table == "ducklake_metadata":
        return [row for row in result if row[0] not in ("created_by", "data_path")]
    return sorted(result, key=repr)


def _forgive(column: dict[str, Any]) -> None:
    """What the reference writes by mistake and no reader looks at: see decision 0023."""
    if column["parent_column"] is not None:
        column["nulls_allowed"] = True
    if column["default_value_type"] == "":
        column["default_value_type"] = "literal"


def _anonymous(text: str) -> str:
    return _UUID.sub("uuid", text)


def snapshots(catalog: Path, table: str) -> list[list[Row]]:
    """The rows of a table at each snapshot that has it, with their ids, as the reference reads them."""
    with contextlib.closing(connection()) as reader:
        reader.execute(f"attach 'ducklake:{catalog}' as lake (read_only)")
        ids = reader.execute("select snapshot_id from ducklake_snapshots('lake') order by 1").fetchall()
        result = []
        for (snapshot,) in ids:
            at = f"lake.{table} at (version => {snapshot})"
            with contextlib.suppress(duckdb.CatalogException, duckdb.BinderException):
                rows = reader.execute(f"select rowid, * from {at}").fetchall()
                result.append(sorted(rows, key=repr))
        return result


def differences(reference: Path, ours: Path) -> list[str]:
    """What is in one catalog only."""
    theirs, mine = catalog_rows(reference), catalog_rows(ours)
    result = []
    for table in sorted(theirs.keys() | mine.keys()):
        if table not in theirs or table not in mine:
            result.append(f"{table}: only {'ours' if table in mine else 'theirs'}")
            continue
        left, right = list(theirs[table]), list(mine[table])
        for row in list(left):
            if row in right:
                left.remove(row)
                right.remove(row)
        result += [f"{table} theirs: {row}" for row in left]
        result += [f"{table} ours:   {row}" for row in right]
    return result
