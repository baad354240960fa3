"""Rows that come from Python: anything with an Arrow interface, or plain Python values, as one Arrow stream."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Callable, Optional, TypeVar

import pyarrow as pa

T = TypeVar("T")


def reader_of(data: Any, known: Optional[pa.Schema] = None) -> pa.RecordBatchReader:
    """The rows of ``data`` as a stream.

    Args:
        data: a pyarrow Table, RecordBatch or RecordBatchReader, a pandas or polars DataFrame, a duckdb relation, anything else with
            ``__arrow_c_stream__`` or ``__arrow_c_array__``, a list of dicts, or a dict of lists.
        known: the schema of the table they are for. Plain Python values take the types of its columns of the same name.

    Raises:
        TypeError: ``data`` is none of these.
        pyarrow.ArrowInvalid: plain values that do not fit their column.
    """
    if type(data).__module__.split(".")[0] == "pandas":
        return pa.Table.from_pandas(data, preserve_index=False).to_reader()
    if isinstance(data, pa.RecordBatchReader):
        return data
    if hasattr(data, "__arrow_c_stream__"):
        return pa.RecordBatchReader.from_stream(data)
    if hasattr(data, "__arrow_c_array__"):
        return pa.Table.from_batches([pa.record_batch(data)]).to_reader()
    if isinstance(data, Mapping):
        return _columns({str(name): values for name, values in data.items()}, known)
    if isinstance(data, (list, tuple)) and all(isinstance(row, Mapping) for row in data):
        names = list(dict.fromkeys(str(name) for row in data for name in row))
        if not names and known is not None:
            names = known.names
        return _columns({name: [row.get(name) for row in data] for name in names}, known)
    raise TypeError(
        "rows are something with __arrow_c_stream__ (pyarrow, pandas, polars, duckdb), a list of dicts or a dict of lists; got "
        + type(data).__name__
    )


def _columns(columns: Mapping[str, Any], known: Optional[pa.Schema]) -> pa.RecordBatchReader:
    types = {} if known is None else {field.name.lower(): field.type for field in known}
    arrays = [_array(values, types.get(name.lower())) for name, values in columns.items()]
    return pa.table(arrays, names=list(columns)).to_reader()


def _array(values: Any, wanted: Optional[pa.DataType]) -> Any:
    if isinstance(values, (pa.Array, pa.ChunkedArray)):
        return values
    if wanted is None or isinstance(wanted, pa.BaseExtensionType):
        return pa.array(values)
    try:
        return pa.array(values, type=wanted)
    except (pa.ArrowInvalid, pa.ArrowTypeError, pa.ArrowNotImplementedError):
        return pa.array(values)  # such as dates as text: Java casts, or says why it cannot


def plain(reader: pa.RecordBatchReader) -> pa.RecordBatchReader:
    """The same rows in the form that crosses the border: no dictionaries, views and run ends, and no slices of larger arrays, of which Arrow's
    Java half takes the first rows instead of those that are meant."""
    target = pa.schema([field.with_type(_plain_type(field.type)) for field in reader.schema])

    def batches() -> Any:
        for batch in reader:
            columns = [_whole(_cast(column, field.type)) for column, field in zip(batch.columns, target)]
            yield pa.RecordBatch.from_arrays(columns, schema=target)

    return pa.RecordBatchReader.from_batches(target, batches())


def _cast(column: pa.Array, target: pa.DataType) -> pa.Array:
    if _is(column.type, "is_run_end_encoded"):
        import pyarrow.compute  # takes long to load, and is rarely needed

        column = pyarrow.compute.run_end_decode(column)
    return column if column.type.equals(target) else column.cast(target)


def _whole(column: pa.Array) -> pa.Array:
    """The same values from the beginning of their buffers; what is nested may be a slice at any depth."""
    nested = column.type.storage_type if isinstance(column.type, pa.BaseExtensionType) else column.type
    return pa.concat_arrays([column]) if column.offset or nested.num_fields else column


def _plain_type(given: pa.DataType) -> pa.DataType:
    if pa.types.is_dictionary(given):
        return _plain_type(given.value_type)
    if _is(given, "is_run_end_encoded"):
        return _plain_type(given.value_type)
    if _is(given, "is_string_view"):
        return pa.string()
    if _is(given, "is_binary_view"):
        return pa.binary()
    if pa.types.is_struct(given):
        return pa.struct([given.field(i).with_type(_plain_type(given.field(i).type)) for i in range(given.num_fields)])
    if pa.types.is_list(given):
        return pa.list_(given.value_field.with_type(_plain_type(given.value_type)))
    if pa.types.is_large_list(given):
        return pa.large_list(given.value_field.with_type(_plain_type(given.value_type)))
    return given


def _is(given: pa.DataType, question: str) -> bool:
    """Kinds of types that older pyarrow does not know."""
    test: Optional[Callable[[pa.DataType], bool]] = getattr(pa.types, question, None)
    return test is not None and test(given)
