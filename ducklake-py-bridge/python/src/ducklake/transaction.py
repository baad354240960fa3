"""Changes that become one snapshot."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import TYPE_CHECKING, Any, Callable, Optional, TypeVar, Union

import pyarrow as pa

from . import _arrow, _jvm
from ._rows import plain, reader_of
from .expressions import Where, where_text

if TYPE_CHECKING:
    from .table import Table

T = TypeVar("T")

Columns = Union[pa.Schema, Mapping[str, str], Iterable[tuple[str, str]]]


@dataclass(frozen=True)
class MergeResult:
    """What a merge did, in rows.

    Attributes:
        inserted: rows of the source that had no match.
        updated: rows of the table that were replaced.
        deleted: rows of the table that were deleted.
    """

    inserted: int
    updated: int
    deleted: int


class Transaction:
    """Changes to a lake that become one snapshot, or nothing. Made by :meth:`Session.transaction`.

    Leaving the ``with`` block commits, an exception in it rolls back. Reads inside it, also through :meth:`table`, see the lake as it was
    when it began, not what it has prepared. It belongs to one thread at a time.

    Example:
        >>> with session.transaction(message="nightly load") as tx:
        ...     tx.create_table("sales.items", [("id", "BIGINT"), ("name", "VARCHAR")])
        ...     tx.table("sales.items").append([{"id": 1, "name": "pen"}])
        >>> tx.snapshot_id
        7
    """

    def __init__(
        self, java_session: Any, message: Optional[str] = None, author: Optional[str] = None, extra_info: Optional[str] = None
    ) -> None:
        self._session = java_session
        self._info = (message, author, extra_info)
        self._java = _jvm.interruptible(java_session.transaction, _nothing, discard=lambda tx: tx.close())
        self._ended = False
        self.base_snapshot = int(_jvm.direct(self._java.base))
        """The snapshot that it builds on, and that reads inside it see."""
        self.snapshot_id: Optional[int] = None
        """The snapshot that was committed; None before, and where there was nothing to commit."""

    def table(self, name: str) -> Table:
        """A table to be changed by this transaction: one of the lake, or one that the transaction has made.

        Raises:
            NotFoundError: at the first use, where there is no such table.
        """
        from .table import Table

        return Table(self._session, name, self.base_snapshot, None, self)

    def create_schema(self, name: str) -> None:
        """Makes a schema.

        Raises:
            AlreadyExistsError: there is one of that name, whatever its case.
        """
        self.call(lambda java: java.createSchema(name))

    def drop_schema(self, name: str, cascade: bool = False) -> None:
        """Drops a schema; with ``cascade`` its tables and views too."""
        self.call(lambda java: java.dropSchema(name, cascade))

    def create_table(
        self,
        name: str,
        columns: Columns,
        partition_by: Sequence[str] = (),
        sort_by: Sequence[str] = (),
    ) -> None:
        """Makes a table without rows.

        Args:
            name: ``items`` (in schema ``main``), ``sales.items``, or quoted as in SQL.
            columns: a pyarrow Schema, or names with DuckDB types: ``[("id", "BIGINT NOT NULL"), ("tags", "VARCHAR[]")]``, also as a dict.
            partition_by: keys such as ``"day"``, ``"bucket(16, id)"``, ``"year(ts)"``.
            sort_by: keys such as ``"ts"``, ``"ts DESC NULLS LAST"`` or ``"lower(name)"``.

        Raises:
            AlreadyExistsError: there is a table or view of that name.
            UnsupportedFeatureError: a type that a lake has not.
            ValueError: a name, type or key that cannot be read.
        """
        keys, order = _texts(partition_by, "partition_by"), _texts(sort_by, "sort_by")
        if isinstance(columns, pa.Schema):
            schema = _arrow.exported_schema(columns)
            self.call(lambda java: java.createTableOfArrow(name, schema.address, keys, order))
            return
        pairs = list(columns.items()) if isinstance(columns, Mapping) else [tuple(pair) for pair in columns]
        if any(len(pair) != 2 for pair in pairs):
            raise ValueError('columns are pairs of name and type, such as ("id", "BIGINT")')
        names, types = [str(pair[0]) for pair in pairs], [str(pair[1]) for pair in pairs]
        self.call(lambda java: java.createTable(name, names, types, keys, order))

    def drop_table(self, name: str) -> None:
        """Drops a table. Older snapshots keep it."""
        self.call(lambda java: java.dropTable(name))

    def create_view(self, name: str, sql: str, columns: Sequence[str] = ()) -> None:
        """Makes a view: a query text in DuckDB's SQL, which is stored and not checked.

        Args:
            columns: names for the columns of the query.
        """
        aliases = _texts(columns, "columns")
        self.call(lambda java: java.createView(name, sql, aliases))

    def drop_view(self, name: str) -> None:
        """Drops a view."""
        self.call(lambda java: java.dropView(name))

    def commit(self) -> Optional[int]:
        """Makes the changes visible, as one snapshot.

        Returns:
            The snapshot's number; None where there was nothing to commit.

        Raises:
            CommitConflictError: somebody else changed the same things meanwhile; nothing was committed.
            CommitUnknownError: the connection was lost while committing; the changes may be there.
        """
        self._check()
        message, author, extra_info = self._info
        try:
            found = int(self.call(lambda java: java.commit(message, author, extra_info)))
        finally:
            self.rollback()  # nothing is left of it then, whatever the outcome
        self.snapshot_id = found if found >= 0 else None
        return self.snapshot_id

    def rollback(self) -> None:
        """Forgets the changes and removes the files written for them. Doing it twice, or after a commit, does nothing."""
        if not self._ended:
            self._ended = True
            _jvm.direct(self._java.close)

    def __enter__(self) -> Transaction:
        return self

    def __exit__(
        self, kind: Optional[type[BaseException]], value: Optional[BaseException], trace: Optional[TracebackType]
    ) -> None:
        try:
            if kind is None and not self._ended:
                self.commit()
        finally:
            self.rollback()

    # What Table calls; names are those of the table as it was asked for.

    def append(self, table: str, data: Any, add_columns: bool) -> int:
        return int(self._with_rows(table, data, lambda java, address: java.append(table, address, add_columns)))

    def overwrite(self, table: str, data: Any, where: Where) -> int:
        text = where_text(where)
        return int(self._with_rows(table, data, lambda java, address: java.overwrite(table, address, text)))

    def delete(self, table: str, where: Where) -> int:
        text = where_text(where)
        return int(self.call(lambda java: java.delete(table, text)))

    def update(self, table: str, assignments: Mapping[str, str], where: Where) -> int:
        text = where_text(where)
        columns, values = [str(each) for each in assignments], [str(each) for each in assignments.values()]
        return int(self.call(lambda java: java.update(table, columns, values, text)))

    def merge(self, table: str, data: Any, on: Sequence[str], mode: str, delete_when: Where) -> MergeResult:
        keys, condition = list(on), where_text(delete_when)
        text = self._with_rows(table, data, lambda java, address: java.merge(table, address, keys, mode, condition))
        return MergeResult(**json.loads(str(text)))

    def alter(self, table: str, change: str, *arguments: Any) -> None:
        self.call(lambda java: java.alter(table, change, [None if each is None else str(each) for each in arguments]))

    def add_files(
        self, table: str, paths: Sequence[Union[str, os.PathLike[str]]], hive: Optional[bool], missing: bool, extra: bool
    ) -> int:
        locations = [os.fspath(path) for path in paths]
        return int(self.call(lambda java: java.addFiles(table, locations, None if hive is None else _jvm.boolean(hive), missing, extra)))

    def call(self, work: Callable[[Any], T]) -> T:
        """Runs one step. Ctrl-C ends it, and the transaction with it: what it had prepared is dropped."""
        self._check()
        return _jvm.interruptible(lambda: work(self._java), cancel=self._cancel, discard=_nothing)

    def _with_rows(self, table: str, data: Any, work: Callable[[Any, int], T]) -> T:
        self._check()
        known = self._schema_of(table) if isinstance(data, (Mapping, list, tuple)) else None
        reader = plain(reader_of(data, known))
        rows = _arrow.exported_stream(reader)
        return self.call(lambda java: work(java, rows.address))

    def _schema_of(self, table: str) -> pa.Schema:
        return _arrow.import_schema(lambda address: self.call(lambda java: java.exportSchema(table, address)))

    def _cancel(self) -> None:
        self._ended = True
        self._java.cancel()

    def _check(self) -> None:
        if self._ended:
            raise RuntimeError("The transaction has ended. Begin another with session.transaction().")

    def __repr__(self) -> str:
        state = f"snapshot {self.snapshot_id}" if self.snapshot_id is not None else "ended" if self._ended else "open"
        return f"<ducklake.Transaction {state}>"


def _texts(values: Sequence[str], what: str) -> list[str]:
    if isinstance(values, str):
        raise TypeError(f"{what} is a list of texts; got the text {values!r}")
    return [str(value) for value in values]


def _nothing(*_: object) -> None:
    return None
