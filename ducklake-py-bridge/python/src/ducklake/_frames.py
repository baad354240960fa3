"""Arrow tables as pandas frames."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Optional

import pyarrow as pa

if TYPE_CHECKING:
    import pandas

# What pyarrow.Table.to_pandas takes without another say about decimals.
_NEUTRAL = {"use_threads", "date_as_object", "timestamp_as_object", "coerce_temporal_nanoseconds", "maps_as_pydicts", "safe"}
_FEW = 0.7  # share of different values up to which it pays to make each one once


def to_pandas(table: pa.Table, options: dict[str, Any]) -> pandas.DataFrame:
    """What ``table.to_pandas(**options)`` returns, with equal decimals as one object: making them is most of its time."""
    if not _NEUTRAL.issuperset(options) or not table.num_rows:
        return table.to_pandas(**options)
    import numpy
    import pandas

    decimals = {}
    stand_in = pa.array(numpy.zeros(table.num_rows, dtype=numpy.int8))
    for i, field in enumerate(table.schema):
        if pa.types.is_decimal(field.type):
            objects = _shared(table.column(i))
            if objects is not None:
                decimals[i] = objects
                table = table.set_column(i, pa.field(field.name, pa.int8()), stand_in)
    frame: pandas.DataFrame = table.to_pandas(**options)
    for i, objects in decimals.items():
        frame.isetitem(i, pandas.Series(objects, index=frame.index, dtype=object, copy=False))
    return frame


def _shared(column: pa.ChunkedArray) -> Optional[Any]:
    """The values as an array of objects; None where too many of them are different."""
    import numpy

    encoded = pa.concat_arrays(column.chunks).dictionary_encode()
    different = encoded.dictionary
    if len(different) > _FEW * len(column):
        return None
    objects = numpy.empty(len(different) + 1, dtype=object)
    objects[:-1] = different.to_pandas()
    objects[-1] = None
    return objects[encoded.indices.fill_null(len(different)).to_numpy(zero_copy_only=False)]
