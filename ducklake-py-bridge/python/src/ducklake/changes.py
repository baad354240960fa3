"""The change feed of one table."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Optional, Union

import pyarrow as pa

from . import _arrow, _jvm
from .expressions import Where, where_text

if TYPE_CHECKING:
    import pandas
    import polars

Version = Union[int, str, datetime.datetime, None]


class Changes:
    """The rows that a range of snapshots inserted, deleted and updated. Immutable; each use reads anew. Made by :meth:`Table.changes`.

    The columns are ``snapshot_id``, ``rowid`` and ``change_type`` (``insert``, ``delete``, ``update_preimage``, ``update_postimage``), then
    those of the table. It has ``__arrow_c_stream__``, so pyarrow, polars, pandas and duckdb take it as it is.
    """

    def __init__(
        self,
        java_session: Any,
        table: str,
        from_snapshot: Version,
        to_snapshot: Version,
        columns: Optional[Sequence[str]],
        where: Where,
    ) -> None:
        if isinstance(columns, str):
            raise TypeError(f"columns is a list of names; got the text {columns!r}")
        if from_snapshot is None:
            raise TypeError("from_snapshot is the number of a snapshot or a time; got None")
        names = None if columns is None else list(columns)
        text = where_text(where)
        first, last = _version(from_snapshot), _version(to_snapshot)

        def build() -> Any:
            changes = java_session.changes(table, _jvm.boxed(first[0]), first[1], _jvm.boxed(last[0]), last[1])
            if names is not None:
                changes = changes.select(names)
            if text is not None:
                changes = changes.where(text)
            return changes

        self._java = _jvm.direct(build)

    @property
    def schema(self) -> pa.Schema:
        """The Arrow schema of the rows. Asks the catalog only."""
        return _arrow.import_schema(self._java.exportSchema)

    def to_arrow(self) -> pa.Table:
        """All changes as a pyarrow Table that shares Java's memory.

        Raises:
            NotFoundError: one of the snapshots has expired or never was.
            ValueError: the first snapshot is after the last.
            DuckLakeError: reading failed; no rows are returned then.
        """
        return _arrow.read_all(self._java.open)

    def to_batches(self) -> pa.RecordBatchReader:
        """The changes batch by batch, in bounded memory. Close the reader if it is not read to its end."""
        return _arrow.read_batches(self._java.open)

    def to_pandas(self, **options: Any) -> pandas.DataFrame:
        """All changes as a pandas DataFrame; ``options`` are those of ``pyarrow.Table.to_pandas``."""
        frame: pandas.DataFrame = self.to_arrow().to_pandas(**options)
        return frame

    def to_polars(self) -> polars.DataFrame:
        """All changes as a polars DataFrame.

        Raises:
            ImportError: polars is not installed.
        """
        import polars

        return polars.DataFrame(self.to_arrow())

    def __arrow_c_stream__(self, requested_schema: Any = None) -> Any:
        # pyarrow's own capsule: one made here would break when its consumer fails.
        return _arrow.open_stream(self._java.open).reader.__arrow_c_stream__(requested_schema)

    def __repr__(self) -> str:
        return f"<ducklake.Changes {self._java.toString() if _jvm.is_usable() else ''}>"


def _version(version: Version) -> tuple[Optional[int], Optional[str]]:
    """A snapshot's number or a time as text."""
    if isinstance(version, datetime.datetime):
        aware = version if version.tzinfo is not None else version.replace(tzinfo=datetime.timezone.utc)
        return None, aware.astimezone(datetime.timezone.utc).isoformat()
    if isinstance(version, str):
        return None, version
    return (None if version is None else int(version)), None
