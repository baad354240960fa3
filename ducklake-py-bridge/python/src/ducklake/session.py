"""The front door: a lake that is open."""

from __future__ import annotations

import datetime
import json
import os
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Any, Optional, Union

import pyarrow as pa

from . import _jvm
from .maintenance import Maintenance
from .scan import _nothing
from .table import Table
from .transaction import Columns, Transaction

At = Union[str, datetime.datetime, None]

_TIMESTAMP = pa.timestamp("us", tz="UTC")

SNAPSHOTS_SCHEMA = pa.schema(
    [
        pa.field("snapshot_id", pa.int64(), nullable=False),
        pa.field("snapshot_time", _TIMESTAMP, nullable=False),
        pa.field("schema_version", pa.int64(), nullable=False),
        pa.field("changes", pa.string()),
        pa.field("author", pa.string()),
        pa.field("commit_message", pa.string()),
        pa.field("commit_extra_info", pa.string()),
    ]
)
SCHEMAS_SCHEMA = pa.schema([pa.field("schema_id", pa.int64(), nullable=False), pa.field("schema_name", pa.string(), nullable=False)])
TABLES_SCHEMA = pa.schema(
    [
        pa.field("schema_name", pa.string(), nullable=False),
        pa.field("table_name", pa.string(), nullable=False),
        pa.field("table_id", pa.int64(), nullable=False),
        pa.field("table_uuid", pa.string()),
        pa.field("comment", pa.string()),
    ]
)
VIEWS_SCHEMA = pa.schema(
    [
        pa.field("schema_name", pa.string(), nullable=False),
        pa.field("view_name", pa.string(), nullable=False),
        pa.field("dialect", pa.string(), nullable=False),
        pa.field("sql", pa.string(), nullable=False),
        pa.field("column_aliases", pa.list_(pa.string()), nullable=False),
        pa.field(
            "column_comments",
            pa.list_(pa.struct([pa.field("name", pa.string(), nullable=False), pa.field("comment", pa.string(), nullable=False)])),
            nullable=False,
        ),
        pa.field("comment", pa.string()),
    ]
)
MACROS_SCHEMA = pa.schema(
    [
        pa.field("schema_name", pa.string(), nullable=False),
        pa.field("macro_name", pa.string(), nullable=False),
        pa.field("type", pa.string(), nullable=False),
        pa.field(
            "parameters",
            pa.list_(
                pa.struct(
                    [
                        pa.field("name", pa.string(), nullable=False),
                        pa.field("type", pa.string()),
                        pa.field("default", pa.string()),
                        pa.field("default_type", pa.string()),
                    ]
                )
            ),
            nullable=False,
        ),
        pa.field("dialect", pa.string(), nullable=False),
        pa.field("sql", pa.string(), nullable=False),
    ]
)
OPTIONS_SCHEMA = pa.schema(
    [
        pa.field("option_name", pa.string(), nullable=False),
        pa.field("value", pa.string()),
        pa.field("scope", pa.string()),
        pa.field("scope_id", pa.int64()),
        pa.field("scope_entry", pa.string()),
    ]
)


def connect(
    address: Union[str, os.PathLike[str], None] = None,
    *,
    data_path: Union[str, os.PathLike[str], None] = None,
    create: bool = False,
    encrypted: bool = False,
    read_only: bool = False,
    metadata_schema: Optional[str] = None,
    storage_options: Optional[Mapping[str, str]] = None,
    data_inlining_row_limit: Optional[int] = None,
    lake: Optional[str] = None,
    config: Union[str, os.PathLike[str], None] = None,
) -> Session:
    """Opens a lake, or makes one.

    Args:
        address: where the catalog is: ``duckdb:///lake.ducklake``, ``sqlite:////data/lake.sqlite``, DuckDB's own spelling
            ``ducklake:sqlite:lake.sqlite``, or the path of an existing catalog file. From the environment or the configuration file
            when None.
        data_path: where the data files are, if not where the catalog says; where they will be, for a new lake: beside the catalog file, in
            a directory named after it, when None.
        create: whether a lake is made where there is none.
        encrypted: whether a lake that is made encrypts its files.
        read_only: whether writing is refused.
        metadata_schema: the database schema of the catalog's tables, if not the usual one.
        storage_options: options of the object store, such as ``{"region": "eu-central-1"}``.
        data_inlining_row_limit: inserts and deletes of at most this many rows go to the catalog, where the lake itself does not say; 0 for
            none.
        lake: the name of a profile in the configuration file.
        config: the configuration file, if not ``ducklake.toml``.

    Returns:
        A session; close it, or use it in a ``with`` statement.

    Raises:
        CatalogError: the catalog is missing, locked or no database.
        CatalogNotInitializedError: the database holds no lake.
        UnsupportedFeatureError: the lake's version is not known.
        JvmError: no Java virtual machine was found.

    Example:
        >>> with ducklake.connect("duckdb:///lake.ducklake") as session:
        ...     print(session.tables().to_pandas())
        >>> with ducklake.connect("sqlite:///new.sqlite", data_path="data", create=True) as session:
        ...     session.create_table("events", [("id", "BIGINT"), ("day", "DATE")], partition_by=["day"])
    """
    options = {str(name): str(value) for name, value in (storage_options or {}).items()}
    place, data_place = _existing(address), _existing(data_path)
    # Python's directory and environment, not the JVM's: they may have changed since it started.
    environment = dict(os.environ)
    directory = os.getcwd()

    def open_session() -> Any:
        arguments = _jvm.java("io.quacklake.py.PyArguments")(place, lake, _text(config), data_place, metadata_schema, options)
        if create:
            arguments = arguments.creating(encrypted)
        if read_only:
            arguments = arguments.readOnly()
        if data_inlining_row_limit is not None:
            arguments = arguments.inlining(data_inlining_row_limit)
        return _jvm.java("io.quacklake.py.PySession").open(directory, environment, arguments)

    return Session(_jvm.interruptible(open_session, _nothing, discard=lambda session: session.close()))


class Session:
    """A lake that is open. Usable from several threads; rows that were read stay valid after it is closed."""

    def __init__(self, java_session: Any) -> None:
        self._java = java_session

    def close(self) -> None:
        """Closes the catalog's connections. Closing twice does nothing."""
        _jvm.direct(self._java.close)

    def __enter__(self) -> Session:
        return self

    def __exit__(
        self, kind: Optional[type[BaseException]], value: Optional[BaseException], trace: Optional[TracebackType]
    ) -> None:
        self.close()

    def table(self, name: str, snapshot: Optional[int] = None, at: At = None) -> Table:
        """A table, as it is or as it was; or a view that only selects columns and rows of one table.

        Args:
            name: ``events`` (in schema ``main``), ``analytics.events`` or, quoted as in SQL, ``"odd name"."t"``.
            snapshot: the snapshot to read.
            at: the time to read at, as a datetime (UTC where it has no zone) or a text such as ``2026-01-31 12:00:00``.

        Raises:
            NotFoundError: there is no such table or snapshot; the message suggests near names.
            ValueError: both ``snapshot`` and ``at`` are given, or the name cannot be read.
        """
        if snapshot is not None and at is not None:
            raise ValueError("Give snapshot or at, not both")
        return Table(self._java, name, snapshot, _time_text(at))

    def current_snapshot(self) -> int:
        """The number of the latest snapshot."""
        return int(_jvm.interruptible(self._java.currentSnapshot, _nothing, _nothing))

    def snapshots(self) -> pa.Table:
        """The snapshots, oldest first: ``snapshot_id``, ``snapshot_time``, ``schema_version``, ``changes``, ``author``,
        ``commit_message``, ``commit_extra_info``."""
        return self._rows(self._java.snapshots, SNAPSHOTS_SCHEMA)

    def schemas(self, snapshot: Optional[int] = None) -> pa.Table:
        """The schemas: ``schema_id``, ``schema_name``."""
        return self._rows(lambda: self._java.schemas(_jvm.boxed(snapshot)), SCHEMAS_SCHEMA)

    def tables(self, snapshot: Optional[int] = None) -> pa.Table:
        """The tables: ``schema_name``, ``table_name``, ``table_id``, ``table_uuid``, ``comment``."""
        return self._rows(lambda: self._java.tables(_jvm.boxed(snapshot)), TABLES_SCHEMA)

    def views(self, snapshot: Optional[int] = None) -> pa.Table:
        """The views: ``schema_name``, ``view_name``, ``dialect``, ``sql``, ``column_aliases``, ``column_comments`` (each with
        ``name``, that of the column in the view's query, and ``comment``), ``comment``.

        A view that only selects columns and rows of one table is read as a table is, ``session.table("main.a_view").to_pandas()``;
        any other raises :class:`UnsupportedFeatureError`, since its SQL takes an engine.
        """
        return self._rows(lambda: self._java.views(_jvm.boxed(snapshot)), VIEWS_SCHEMA)

    def macros(self, snapshot: Optional[int] = None) -> pa.Table:
        """The macros, one row for each list of parameters: ``schema_name``, ``macro_name``, ``type`` (``scalar`` or ``table``),
        ``parameters`` (each with ``name``, ``type``, ``default``, ``default_type``), ``dialect``, ``sql``. They are not run."""
        return self._rows(lambda: self._java.macros(_jvm.boxed(snapshot)), MACROS_SCHEMA)

    def options(self) -> pa.Table:
        """The lake's options: ``option_name``, ``value``, ``scope`` (None for the lake, ``schema`` or ``table``), ``scope_id`` and
        ``scope_entry``, the name of that schema or table. The narrowest scope wins; what is not listed has its default."""
        return self._rows(self._java.options, OPTIONS_SCHEMA)

    def transaction(
        self, message: Optional[str] = None, author: Optional[str] = None, extra_info: Optional[str] = None
    ) -> Transaction:
        """Begins changes that become one snapshot; see :class:`Transaction`.

        Args:
            message: the commit message.
            author: who commits.
            extra_info: further text for the snapshot, JSON by habit.

        Example:
            >>> with session.transaction(message="load") as tx:
            ...     tx.table("events").delete("day = DATE '2026-01-01'")
            ...     tx.table("events").append(rows)
        """
        return Transaction(self._java, message, author, extra_info)

    @property
    def maintenance(self) -> Maintenance:
        """What keeps the lake in shape; see :class:`Maintenance`."""
        return Maintenance(self._java)

    def create_schema(self, name: str) -> None:
        """Makes a schema; see :meth:`Transaction.create_schema`."""
        with self.transaction() as tx:
            tx.create_schema(name)

    def drop_schema(self, name: str, cascade: bool = False) -> None:
        """Drops a schema; with ``cascade`` its tables and views too."""
        with self.transaction() as tx:
            tx.drop_schema(name, cascade)

    def create_table(
        self, name: str, columns: Columns, partition_by: Sequence[str] = (), sort_by: Sequence[str] = ()
    ) -> Table:
        """Makes a table; see :meth:`Transaction.create_table`."""
        with self.transaction() as tx:
            tx.create_table(name, columns, partition_by, sort_by)
        return self.table(name)

    def drop_table(self, name: str) -> None:
        """Drops a table. Older snapshots keep it."""
        with self.transaction() as tx:
            tx.drop_table(name)

    def create_view(self, name: str, sql: str, columns: Sequence[str] = ()) -> None:
        """Makes a view; see :meth:`Transaction.create_view`."""
        with self.transaction() as tx:
            tx.create_view(name, sql, columns)

    def drop_view(self, name: str) -> None:
        """Drops a view."""
        with self.transaction() as tx:
            tx.drop_view(name)

    def set_option(self, name: str, value: Union[str, int, float, bool], schema: Optional[str] = None, table: Optional[str] = None) -> None:
        """Stores an option in the catalog, for all of its users, at once and without a snapshot.

        Args:
            name: such as ``"parquet_compression"`` or ``"data_inlining_row_limit"``.
            value: its value.
            schema: the schema that it is for, if not the lake.
            table: the table that it is for, such as ``"sales.items"``.

        Raises:
            ValueError: there is no such option, or not such a value of it.
        """
        text = str(value).lower() if isinstance(value, bool) else str(value)
        _jvm.interruptible(lambda: self._java.setOption(name, text, schema, table), _nothing, _nothing)

    def _rows(self, call: Any, schema: pa.Schema) -> pa.Table:
        return rows_table(_jvm.interruptible(call, _nothing, _nothing), schema)

    def __repr__(self) -> str:
        return f"<ducklake.Session {self._java.toString() if _jvm.is_usable() else ''}>"


def rows_table(text: Any, schema: pa.Schema) -> pa.Table:
    """A small result: JSON rows from Java as a table. Times come as microseconds since 1970."""
    return pa.Table.from_pylist(json.loads(str(text)), schema=schema)


def _text(value: Union[str, os.PathLike[str], None]) -> Optional[str]:
    return None if value is None else os.fspath(value)


def _existing(value: Union[str, os.PathLike[str], None]) -> Optional[str]:
    """A path that is there as an absolute one, anything else as it is."""
    text = _text(value)
    return os.path.abspath(text) if text is not None and os.path.exists(text) else text


def _time_text(at: At) -> Optional[str]:
    if at is None or isinstance(at, str):
        return at
    aware = at if at.tzinfo is not None else at.replace(tzinfo=datetime.timezone.utc)
    return aware.astimezone(datetime.timezone.utc).isoformat()
