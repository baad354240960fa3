"""The Arrow types in which texts come."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Optional

import pyarrow as pa


class TextForm:
    """Texts as ``string``, or in the form that was asked for. Strings within lists and structs stay as they are."""

    def __init__(self, string_view: bool = False, dictionary: Optional[Sequence[str]] = None) -> None:
        if isinstance(dictionary, str):
            raise TypeError(f"dictionary is a list of names of columns; got the text {dictionary!r}")
        if string_view and not hasattr(pa, "string_view"):
            raise ImportError(f"string_view needs pyarrow 18 or later; this is {pa.__version__}")
        self._view = string_view
        self._dictionary = frozenset(dictionary or ())
        self._plain = not string_view and not self._dictionary

    def schema(self, schema: pa.Schema) -> pa.Schema:
        """The schema in this form.

        Raises:
            ValueError: a column that is to be a dictionary is not there, or not of texts.
        """
        if self._plain:
            return schema
        for name in sorted(self._dictionary):
            if name not in schema.names or schema.field(name).type != pa.string():
                raise ValueError(f"The column {name} cannot come as a dictionary: it is no column of texts of this scan")
        return pa.schema([field.with_type(self._type(field)) for field in schema], schema.metadata)

    def _type(self, field: pa.Field) -> pa.DataType:
        if field.name in self._dictionary:
            return pa.dictionary(pa.int32(), pa.string())
        return pa.string_view() if self._view and field.type == pa.string() else field.type

    def cast(self, rows: Any) -> Any:
        """A table, batch or reader in this form. Bytes of texts are shared, not copied, with views."""
        return rows if self._plain else rows.cast(self.schema(rows.schema))
