"""A table of a lake."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Optional

import pyarrow as pa

from . import _jvm
from ._writes import TableWrites
from .changes import Changes, Version
from .expressions import Where
from .scan import Plan, Scan, _nothing
from .transaction import Transaction

if TYPE_CHECKING:
    import pandas
    import polars


class Table(TableWrites):
    """A table, at a fixed snapshot or at the latest one. Made by :meth:`Session.table`; usable from several threads.

    Without ``snapshot`` or ``at``, each call reads the lake as it is then.

    Example:
        >>> t = session.table("analytics.events")
        >>> t.count(), t.schema.names
        >>> t.to_pandas(columns=["id", "amount"], where="day >= DATE '2026-01-01'", limit=10)
    """

    def __init__(
        self,
        java_session: Any,
        name: str,
        snapshot: Optional[int],
        at: Optional[str],
        transaction: Optional[Transaction] = None,
    ) -> None:
        self._session = java_session
        self._transaction = transaction
        self._snapshot = snapshot
        self._at = at
        self._name = name
        if transaction is None:
            # a name that is not there is an error here, not later
            _jvm.interruptible(lambda: java_session.require(name, _jvm.boxed(snapshot), at), _nothing, _nothing)

    @property
    def name(self) -> str:
        """The name the table was asked for by."""
        return self._name

    @property
    def description(self) -> dict[str, Any]:
        """What the catalog says of the table: ``kind``, ``schema``, ``name``, ``id``, ``uuid``, ``location``, ``comment``, ``tags``,
        ``snapshot``, ``columns`` (each with ``name``, ``type``, ``nullable``, ``default``, ``comment``, ``tags``, ``statistics``),
        ``partitioning``, ``sort_order`` and ``size`` (``rows``, ``records``, ``data_files``, ``bytes``, ``delete_files``,
        ``delete_bytes``, ``inlined_rows``, ``inlined_deletes``).

        ``statistics`` (``contains_null``, ``contains_nan``, ``min``, ``max``, ``extra``) is what writers noted of all values that the
        column ever got, and not the truth about its rows. None is "unknown", also for ``rows``: :meth:`count` finds it out.

        Of a view: ``kind``, ``schema``, ``name``, ``id``, ``comment``, ``snapshot``, ``dialect``, ``sql``, ``column_aliases``,
        ``column_comments``, ``columns``, and ``needs_engine``: None, or why this view cannot be read here (``columns`` is None then).

        Example:
            >>> t.description["size"]["rows"], t.description["columns"][0]["statistics"]["max"]
        """
        return self._description()

    def _description(self) -> dict[str, Any]:
        text = _jvm.interruptible(
            lambda: self._session.describe(self._name, _jvm.boxed(self._snapshot), self._at), _nothing, _nothing
        )
        return dict(json.loads(str(text)))

    @property
    def schema(self) -> pa.Schema:
        """The Arrow schema of all columns."""
        return self.scan().schema

    @property
    def partitioning(self) -> list[str]:
        """The partition keys in order, such as ``["day", "bucket(16, id)"]``; empty where the table is not partitioned."""
        return list(self._description()["partitioning"])

    def count(self, where: Where = None) -> int:
        """How many rows the table has, or how many match ``where``."""
        return self.scan(where=where).count()

    def files(self) -> pa.Table:
        """The data files of the table: ``path``, ``row_count``, ``file_size_bytes``, ``delete_files``, ``inlined_deletes``."""
        return self.plan().files

    def history(self) -> pa.Table:
        """The snapshots that changed this table, oldest first, with the columns of :meth:`Session.snapshots`."""
        from .session import SNAPSHOTS_SCHEMA, rows_table

        text = _jvm.interruptible(
            lambda: self._session.history(self._name, _jvm.boxed(self._snapshot), self._at), _nothing, _nothing
        )
        return rows_table(text, SNAPSHOTS_SCHEMA)

    def plan(self, where: Where = None) -> Plan:
        """What a scan with this filter would read. Opens no data file."""
        return self.scan(where=where).plan()

    def scan(
        self,
        columns: Optional[Sequence[str]] = None,
        where: Where = None,
        limit: Optional[int] = None,
        row_id: bool = False,
        batch_size: Optional[int] = None,
        threads: Optional[int] = None,
        variant: str = "binary",
        string_view: bool = False,
        dictionary: Optional[Sequence[str]] = None,
    ) -> Scan:
        """A read of this table.

        Args:
            columns: names in the order wanted, nested fields as ``a.b``; all when None; none at all when empty.
            where: a filter as text or as an expression of :func:`ducklake.col`; only rows for which it is true come.
            limit: at most this many rows.
            row_id: adds the column ``rowid``, which an update of a row does not change.
            batch_size: most rows of a batch.
            threads: threads that decode.
            variant: the form of VARIANT columns: ``"binary"``, a struct of ``metadata`` and ``value`` in Parquet's variant
                encoding (Arrow's extension ``arrow.parquet.variant``), or ``"json"``, JSON text as DuckDB prints it.
            string_view: columns of texts come as Arrow's ``string_view``, which polars takes without a copy; needs pyarrow 18.
                Strings within lists and structs stay ``string``.
            dictionary: these columns of texts come as dictionaries of ``int32`` and ``string``, each batch with its own; pandas
                makes categoricals of them.

        Example:
            >>> polars.from_arrow(table.scan(string_view=True).to_arrow())
            >>> table.scan(dictionary=["country"]).to_pandas()["country"].cat.categories

        Returns:
            A scan; nothing has been read yet.

        Raises:
            InvalidPredicateError: the filter cannot be read.
        """
        return Scan(
            self._session,
            self._name,
            snapshot=self._snapshot,
            at=self._at,
            columns=columns,
            where=where,
            limit=limit,
            row_id=row_id,
            batch_size=batch_size,
            threads=threads,
            variant=variant,
            string_view=string_view,
            dictionary=dictionary,
        )

    def changes(
        self,
        from_snapshot: Version,
        to_snapshot: Version = None,
        columns: Optional[Sequence[str]] = None,
        where: Where = None,
    ) -> Changes:
        """What a range of snapshots, both ends included, did to the rows of this table.

        Rows come with ``snapshot_id``, ``rowid`` and ``change_type`` before the table's columns as of the last snapshot: ``insert``,
        ``delete``, or ``update_preimage`` and ``update_postimage`` of a row that one snapshot deleted and wrote anew. Deleted rows come first.

        Args:
            from_snapshot: the first snapshot by its number; or a time, for the first snapshot from then on.
            to_snapshot: the last snapshot; or a time, for the last snapshot until then; None for the version of this table object.
            columns: the table's columns that are wanted; all when None.
            where: a filter over the table's columns; each image of an updated row is looked at by itself.

        Example:
            >>> t.changes(3, 7).to_pandas()
            >>> pl.DataFrame(t.changes("2026-01-31", columns=["id"]))
        """
        last = to_snapshot if to_snapshot is not None else self._snapshot if self._snapshot is not None else self._at
        return Changes(self._session, self._name, from_snapshot, last, columns, where)

    def to_arrow(
        self, columns: Optional[Sequence[str]] = None, where: Where = None, limit: Optional[int] = None, variant: str = "binary"
    ) -> pa.Table:
        """The rows as a pyarrow Table; see :meth:`scan` for the arguments."""
        return self.scan(columns, where, limit, variant=variant).to_arrow()

    def to_pandas(
        self,
        columns: Optional[Sequence[str]] = None,
        where: Where = None,
        limit: Optional[int] = None,
        variant: str = "binary",
        **options: Any,
    ) -> pandas.DataFrame:
        """The rows as a pandas DataFrame; ``options`` are those of ``pyarrow.Table.to_pandas``."""
        return self.scan(columns, where, limit, variant=variant).to_pandas(**options)

    def to_polars(
        self, columns: Optional[Sequence[str]] = None, where: Where = None, limit: Optional[int] = None, variant: str = "binary"
    ) -> polars.DataFrame:
        """The rows as a polars DataFrame."""
        return self.scan(columns, where, limit, variant=variant).to_polars()

    def to_batches(
        self, columns: Optional[Sequence[str]] = None, where: Where = None, limit: Optional[int] = None, variant: str = "binary"
    ) -> pa.RecordBatchReader:
        """The rows batch by batch, in bounded memory."""
        return self.scan(columns, where, limit, variant=variant).to_batches()

    def __arrow_c_stream__(self, requested_schema: Any = None) -> Any:
        return self.scan().__arrow_c_stream__(requested_schema)

    def __repr__(self) -> str:
        version = f" at snapshot {self._snapshot}" if self._snapshot is not None else f" at {self._at}" if self._at else ""
        return f"<ducklake.Table {self._name}{version}>"
