"""Frames are what pyarrow makes of the same table."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pandas as pd
import pyarrow as pa
import pytest

from ducklake import _frames

PRICES = [Decimal("1.50"), None, Decimal("-0.01"), Decimal("1.50"), Decimal("0.00")] * 8


def table(chunks: int = 1, rows: int = 40) -> pa.Table:
    prices = pa.array(PRICES[:rows], pa.decimal128(15, 2))
    one = pa.table(
        {
            "id": range(rows),
            "price": prices,
            "all_different": pa.array([Decimal(i) for i in range(rows)], pa.decimal128(9, 0)),
            "flag": pa.array(range(rows), pa.int8()),
            "wide": prices.cast(pa.decimal256(39, 2)),
            "none": pa.nulls(rows, pa.decimal128(4, 1)),
            "day": pa.array(range(rows), pa.date32()),
        }
    )
    return pa.concat_tables([one] * chunks)


@pytest.mark.parametrize("given", [table(), table(3), table(rows=0), table(2).slice(3, 50), table().select(["price"])], ids=str)
def test_frames_are_those_of_pyarrow(given: pa.Table) -> None:
    expected, found = given.to_pandas(), _frames.to_pandas(given, {})
    pd.testing.assert_frame_equal(found, expected, check_exact=True)
    for name in given.column_names:
        assert [type(value) for value in found[name]] == [type(value) for value in expected[name]]
        assert list(map(str, found[name])) == list(map(str, expected[name]))  # the scale of decimals too


@pytest.mark.parametrize(
    "options",
    [{"date_as_object": False}, {"types_mapper": pd.ArrowDtype}, {"strings_to_categorical": True}, {"deduplicate_objects": False}],
)
def test_options_are_those_of_pyarrow(options: dict[str, Any]) -> None:
    pd.testing.assert_frame_equal(_frames.to_pandas(table(2), options), table(2).to_pandas(**options), check_exact=True)


def test_columns_may_share_a_name() -> None:
    given = table().rename_columns(["x", "x", "x", "y", "y", "z", "z"])
    pd.testing.assert_frame_equal(_frames.to_pandas(given, {}), given.to_pandas(), check_exact=True)


def test_a_frame_can_be_changed_without_a_change_of_others() -> None:
    frame = _frames.to_pandas(table(), {})
    frame.loc[0, "price"] = Decimal("9.99")
    assert list(frame["price"][:4]) == [Decimal("9.99"), None, Decimal("-0.01"), Decimal("1.50")]
