"""The change feed of one table."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any, Optional, Union

from . import _jvm
from .expressions import Where, where_text
from .rows import Rows

Version = Union[int, str, datetime.datetime, None]


class Changes(Rows):
    """The rows that a range of snapshots inserted, deleted and updated. Immutable; each use reads anew. Made by :meth:`Table.changes`.

    The columns are ``snapshot_id``, ``rowid`` and ``change_type`` (``insert``, ``delete``, ``update_preimage``, ``update_postimage``), then
    those of the table. It has ``__arrow_c_stream__``, so pyarrow, polars, pandas and duckdb take it as it is. Reading raises
    :class:`NotFoundError` if one of the snapshots has expired or never was, ``ValueError`` if the first is after the last.
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


def _version(version: Version) -> tuple[Optional[int], Optional[str]]:
    """A snapshot's number or a time as text."""
    if isinstance(version, datetime.datetime):
        aware = version if version.tzinfo is not None else version.replace(tzinfo=datetime.timezone.utc)
        return None, aware.astimezone(datetime.timezone.utc).isoformat()
    if isinstance(version, str):
        return None, version
    return (None if version is None else int(version)), None
