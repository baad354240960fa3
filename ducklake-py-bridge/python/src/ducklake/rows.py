"""Rows that are read when they are asked for, in the form that is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import pyarrow as pa

from . import _arrow, _frames, _jvm
from ._texts import TextForm

if TYPE_CHECKING:
    import pandas
    import polars


class Rows:
    """A read that has not happened yet. Immutable; each use reads anew.

    It has ``__arrow_c_stream__``, so pyarrow, polars, pandas and duckdb take it as it is.
    """

    _java: Any
    _texts = TextForm()

    @property
    def schema(self) -> pa.Schema:
        """The Arrow schema of the rows. Asks the catalog only."""
        return self._texts.schema(_arrow.import_schema(self._java.exportSchema))

    def to_arrow(self) -> pa.Table:
        """All rows as a pyarrow Table that shares Java's memory.

        Raises:
            DuckLakeError: planning or reading failed; no rows are returned then.
        """
        return self._texts.cast(_arrow.read_all(self._java.open))

    def to_batches(self) -> pa.RecordBatchReader:
        """The rows batch by batch, in bounded memory. Close the reader if it is not read to its end."""
        return _arrow.read_batches(self._java.open, self._texts)

    def to_pandas(self, **options: Any) -> pandas.DataFrame:
        """All rows as a pandas DataFrame; ``options`` are those of ``pyarrow.Table.to_pandas``."""
        return _frames.to_pandas(self.to_arrow(), options)

    def to_polars(self) -> polars.DataFrame:
        """All rows as a polars DataFrame.

        Raises:
            ImportError: polars is not installed.
        """
        import polars

        # polars.DataFrame(...) would copy all batches into one
        return cast("polars.DataFrame", polars.from_arrow(self.to_arrow(), rechunk=False))

    def __arrow_c_stream__(self, requested_schema: Any = None) -> Any:
        # pyarrow's own capsule: one made here would break when its consumer fails.
        return self._texts.cast(_arrow.open_stream(self._java.open).reader).__arrow_c_stream__(requested_schema)

    def __repr__(self) -> str:
        return f"<ducklake.{type(self).__name__} {self._java.toString() if _jvm.is_usable() else ''}>"
