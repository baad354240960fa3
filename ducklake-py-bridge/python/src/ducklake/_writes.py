"""The half of a table that changes it."""

from __future__ import annotations

import datetime
import os
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Callable, Optional, TypeVar, Union

from .expressions import Where, literal
from .transaction import MergeResult, Transaction

T = TypeVar("T")

Path = Union[str, "os.PathLike[str]"]


class TableWrites:
    """What changes a table. Each call is one snapshot, or a part of the transaction that the table is of."""

    _session: Any
    _name: str
    _transaction: Optional[Transaction]

    def append(self, data: Any, add_columns: bool = False) -> int:
        """Adds rows.

        Columns are matched by name, whatever their order and case. Values are cast where nothing is lost, columns that are missing get
        their default.

        Args:
            data: a pyarrow Table or reader, a pandas or polars DataFrame, a duckdb relation, anything else with ``__arrow_c_stream__`` or
                ``__arrow_c_array__``, a list of dicts, or a dict of lists.
            add_columns: whether columns that the table lacks are added to it; they are an error otherwise.

        Returns:
            How many rows were added.

        Raises:
            InvalidValueError: a value that does not fit its column; the message names column, row and value. Nothing is added.
            CommitConflictError: the table was altered or dropped meanwhile.

        Example:
            >>> session.table("events").append([{"id": 1, "day": datetime.date(2026, 1, 1)}])
            1
        """
        return self._change(lambda tx: tx.append(self._name, data, add_columns))

    def overwrite(self, data: Any, where: Where = None) -> int:
        """Replaces all rows, or those that match ``where``, by others.

        Args:
            data: the new rows; see :meth:`append`.
            where: the rows that go; all when None.

        Returns:
            How many rows were added.
        """
        return self._change(lambda tx: tx.overwrite(self._name, data, where))

    def delete(self, where: Where) -> int:
        """Deletes the rows for which ``where`` is true; all of them when it is None.

        Returns:
            How many rows were deleted.

        Example:
            >>> t.delete("day < DATE '2025-01-01'")
            1250
        """
        return self._change(lambda tx: tx.delete(self._name, where))

    def update(self, assignments: Mapping[str, Any], where: Where = None) -> int:
        """Changes columns of the rows for which ``where`` is true; of all rows when it is None. Rows keep their row ids.

        Args:
            assignments: by column, a SQL text: a literal (``"'new'"``, ``"42"``, ``"DATE '2026-01-01'"``, ``"NULL"``), a column, or a
                column with an operator and a literal (``"amount * 2"``). Python values that are no texts are taken as literals.

        Returns:
            How many rows were changed.

        Example:
            >>> t.update({"price": "price * 2", "note": "'raised'"}, where="id IN (3, 4)")
            2
        """
        texts = {name: value if isinstance(value, str) else _sql(value) for name, value in assignments.items()}
        if not texts:
            raise ValueError("update() needs at least one assignment")
        return self._change(lambda tx: tx.update(self._name, texts, where))

    def merge(self, data: Any, on: Union[str, Sequence[str]], mode: str = "upsert", delete_when: Where = None) -> MergeResult:
        """Brings rows together with those of the table that have the same key. More rows than fit into memory wait in a temporary file.

        Args:
            data: the source rows; see :meth:`append`. Columns that it lacks keep their value in rows that match.
            on: the key columns. A key with a NULL matches nothing.
            mode: ``"upsert"`` updates rows that match and inserts the others; ``"update"`` only updates; ``"insert"`` only inserts those
                without a match; ``"delete"`` deletes the rows that match; ``"sync"`` is ``"upsert"`` and deletes the rows whose key the source
                lacks.
            delete_when: source rows for which this is true delete the row that they match, and are not inserted where there is none.

        Returns:
            How many rows were inserted, updated and deleted.

        Raises:
            InvalidValueError: the source has a key twice.
            CommitConflictError: others changed rows of the table, or inserted some where this inserts, too. Merge again.

        Example:
            >>> t.merge([{"id": 1, "name": "pen"}], on="id")
            MergeResult(inserted=0, updated=1, deleted=0)
        """
        keys = [on] if isinstance(on, str) else list(on)
        return self._change(lambda tx: tx.merge(self._name, data, keys, mode, delete_when))

    def add_files(
        self,
        paths: Union[Path, Iterable[Path]],
        hive_partitioning: Optional[bool] = None,
        allow_missing: bool = False,
        ignore_extra_columns: bool = False,
    ) -> int:
        """Makes Parquet files that are already there part of the table, without copying them. They then belong to the lake, which
        deletes them when nobody needs them.

        Args:
            paths: one file or several.
            hive_partitioning: whether ``name=value`` directories give columns; when None, if the table is partitioned or such
                directories name columns that the files lack.
            allow_missing: whether files may lack columns of the table; they read as the columns' defaults.
            ignore_extra_columns: whether files may have columns that the table has not; they are not read.

        Returns:
            How many rows the files have.
        """
        files = [paths] if isinstance(paths, (str, os.PathLike)) else list(paths)
        return self._change(lambda tx: tx.add_files(self._name, files, hive_partitioning, allow_missing, ignore_extra_columns))

    def add_column(self, name: str, type: str, default: Any = None) -> None:
        """Adds a column.

        Args:
            name: its name; ``a.b`` adds a field to the struct ``a``.
            type: a DuckDB type, such as ``"DECIMAL(18, 3)"``.
            default: its value in the rows that are there, and in new rows that lack it: a Python value, or its text as DuckDB casts it;
                NULL when None.
        """
        self._alter("add_column", name, type, _value_text(default))

    def drop_column(self, name: str) -> None:
        """Drops a column, or with ``a.b`` a field of a struct."""
        self._alter("drop_column", name)

    def rename_column(self, name: str, new_name: str) -> None:
        """Renames a column, or with ``a.b`` a field of a struct; ``new_name`` is the last part only."""
        self._alter("rename_column", name, new_name)

    def alter_column(self, name: str, type: str) -> None:
        """Gives a column a wider type, such as ``BIGINT`` for ``INTEGER``."""
        self._alter("set_type", name, type)

    def set_default(self, name: str, default: Any) -> None:
        """Gives new rows a value for a column that they lack: a Python value, or its text as DuckDB casts it; NULL when None.

        Also ``"now()"``, ``"current_date"``, ``"localtimestamp"``, ``"uuid()"`` or ``"uuidv7()"``, for columns that are not texts. Other
        expressions are refused, since they take an engine.
        """
        self._alter("set_default", name, _value_text(default))

    def set_nullable(self, name: str, nullable: bool) -> None:
        """Allows NULL in a column, or forbids it, which needs that there is none."""
        self._alter("drop_not_null" if nullable else "set_not_null", name)

    def rename(self, new_name: str) -> None:
        """Renames the table within its schema."""
        self._alter("rename", new_name)

    def set_partitioning(self, keys: Sequence[str]) -> None:
        """Partitions the files written from now on, by keys such as ``"day"`` or ``"bucket(16, id)"``; an empty list ends that."""
        self._alter("set_partitioning", *keys)

    def set_sort(self, keys: Sequence[str]) -> None:
        """Sorts the files written from now on, by keys such as ``"ts DESC"`` or ``"lower(name)"``; an empty list ends that."""
        self._alter("set_sort", *keys)

    def comment(self, text: Optional[str], column: Optional[str] = None) -> None:
        """Comments the table or one of its columns; None removes the comment."""
        self._alter("comment", text, column)

    def _alter(self, change: str, *arguments: Any) -> None:
        self._change(lambda tx: tx.alter(self._name, change, *arguments))

    def _change(self, work: Callable[[Transaction], T]) -> T:
        if self._transaction is not None:
            return work(self._transaction)
        with Transaction(self._session) as transaction:
            return work(transaction)


def _sql(value: Any) -> str:
    return "NULL" if value is None else literal(value)


def _value_text(value: Any) -> Optional[str]:
    """A value as DuckDB casts it to text."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime.datetime):
        return value.isoformat(" ")
    if isinstance(value, bytes):
        return "".join(f"\\x{byte:02X}" for byte in value)
    return str(value)
