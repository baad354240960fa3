"""A read of one table: what to read, then in which form."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Optional

import pyarrow as pa

from . import _jvm
from ._texts import TextForm
from .expressions import Where, where_text
from .rows import Rows


@dataclass(frozen=True)
class Plan:
    """What a scan would read, by the catalog alone: no data file was opened.

    Attributes:
        files: one row for each data file to read: ``path``, ``row_count``, ``file_size_bytes``, ``delete_files``, ``inlined_deletes``.
        rows: rows in the files and in the catalog, before deletes and filters.
        bytes: size of the data files.
        pruned: how many data files are left out, by reason: ``partition`` and ``statistics``.
        inlined_rows: rows that lie in the catalog itself.
        delete_files: delete files to read.
        snapshot: the snapshot that is read.
    """

    files: pa.Table
    rows: int
    bytes: int
    pruned: Mapping[str, int]
    inlined_rows: int
    delete_files: int
    snapshot: int


FILES_SCHEMA = pa.schema(
    [
        pa.field("path", pa.string(), nullable=False),
        pa.field("row_count", pa.int64(), nullable=False),
        pa.field("file_size_bytes", pa.int64(), nullable=False),
        pa.field("delete_files", pa.list_(pa.string()), nullable=False),
        pa.field("inlined_deletes", pa.int64(), nullable=False),
    ]
)


class Scan(Rows):
    """A read of a table that has not happened yet. Immutable; each use reads anew.

    It has ``__arrow_c_stream__``, so pyarrow, polars, pandas and duckdb take it as it is:

    Example:
        >>> scan = session.table("events").scan(columns=["id"], where="amount > 100")
        >>> pa.table(scan); pl.DataFrame(scan); duckdb.sql("SELECT count(*) FROM scan")
    """

    def __init__(
        self,
        java_session: Any,
        table: str,
        *,
        snapshot: Optional[int],
        at: Optional[str],
        columns: Optional[Sequence[str]],
        where: Where,
        limit: Optional[int],
        row_id: bool,
        batch_size: Optional[int],
        threads: Optional[int],
        variant: str,
        string_view: bool = False,
        dictionary: Optional[Sequence[str]] = None,
    ) -> None:
        if isinstance(columns, str):
            raise TypeError(f"columns is a list of names; got the text {columns!r}")
        if variant not in ("binary", "json"):
            raise ValueError(f'variant is "binary" or "json"; got {variant!r}')
        self._texts = TextForm(string_view, dictionary)
        names = None if columns is None else list(columns)
        text = where_text(where)

        def build() -> Any:
            scan = java_session.scan(table)
            if snapshot is not None:
                scan = scan.asOf(snapshot)
            if at is not None:
                scan = scan.asOfTime(at)
            if names is not None:
                scan = scan.select(names)
            if text is not None:
                scan = scan.where(text)
            if limit is not None:
                scan = scan.limit(limit)
            if row_id:
                scan = scan.withRowId()
            if batch_size is not None:
                scan = scan.withBatchSize(batch_size)
            if threads is not None:
                scan = scan.withThreads(threads)
            if variant != "binary":
                scan = scan.withVariantAs(variant)
            return scan

        self._java = _jvm.direct(build)

    def count(self) -> int:
        """How many rows the scan has; reads as little as it can."""
        return int(_jvm.interruptible(self._java.count, _nothing, _nothing))

    def plan(self) -> Plan:
        """What would be read. Opens no data file."""
        found = json.loads(str(_jvm.interruptible(self._java.plan, _nothing, _nothing)))
        return Plan(files=pa.Table.from_pylist(found.pop("files"), schema=FILES_SCHEMA), **found)


def _nothing(*_: object) -> None:
    return None
