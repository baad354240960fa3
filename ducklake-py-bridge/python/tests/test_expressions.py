"""Filters made in Python read as the grammar of ``where`` has them."""

from __future__ import annotations

import datetime
import uuid

import pytest

from ducklake import col


def test_names_are_quoted_and_nested_fields_joined() -> None:
    assert repr(col("a.b")) == '"a"."b"'
    assert repr(col('"a.b"')) == '"a.b"'
    assert repr(col('say "hi"'.replace('"', ""))["x"]) == '"say hi"."x"'


@pytest.mark.parametrize(
    ("value", "literal"),
    [
        (True, "TRUE"),
        (-3, "-3"),
        (1.5, "1.5"),
        ("it's", "'it''s'"),
        (datetime.date(2026, 1, 31), "DATE '2026-01-31'"),
        (datetime.datetime(2026, 1, 31, 12, 0, 0, 5), "TIMESTAMP '2026-01-31 12:00:00.000005'"),
        (uuid.UUID(int=1), "UUID '00000000-0000-0000-0000-000000000001'"),
        (float("nan"), "DOUBLE 'nan'"),
        (float("-inf"), "DOUBLE '-inf'"),
        (b"a\x00'", "BLOB '\\x61\\x00\\x27'"),
        (datetime.datetime(2026, 1, 1, tzinfo=datetime.timezone.utc), "TIMESTAMPTZ '2026-01-01 00:00:00+00:00'"),
    ],
)
def test_values_become_literals(value: object, literal: str) -> None:
    assert (col("x") == value).sql == f'"x" = {literal}'


def test_misuse_is_told() -> None:
    with pytest.raises(TypeError, match="is_null"):
        col("x") == None  # noqa: B015, E711
    with pytest.raises(TypeError, match="&, |"):
        bool(col("x") > 1)
    with pytest.raises(TypeError):
        (col("x") > 1) & True  # type: ignore[operator]
    with pytest.raises(ValueError, match="at least one"):
        col("x").isin([])
    with pytest.raises(ValueError, match="Unclosed"):
        col('"x')
    with pytest.raises(TypeError, match="dict"):
        col("x") > {}
