"""Filters as Python expressions: ``ducklake.col("x") >= 3``."""

from __future__ import annotations

import datetime
import decimal
import math
import uuid
from collections.abc import Iterable
from typing import Any, Union


class Expression:
    """A filter. Combine with ``&``, ``|`` and ``~``; ``sql`` is its text in the grammar of ``where``.

    NULL follows SQL's three-valued logic: a row passes only if the filter is TRUE for it.

    Example:
        >>> (col("x") >= 3) & ~col("name").like("a%")
        ("x" >= 3) AND (NOT ("name" LIKE 'a%'))
    """

    __slots__ = ("sql",)

    def __init__(self, sql: str) -> None:
        self.sql = sql

    def __and__(self, other: Expression) -> Expression:
        return Expression(f"({_filter(self)}) AND ({_filter(other)})")

    def __or__(self, other: Expression) -> Expression:
        return Expression(f"({_filter(self)}) OR ({_filter(other)})")

    def __invert__(self) -> Expression:
        return Expression(f"NOT ({self.sql})")

    def __bool__(self) -> bool:
        raise TypeError("A filter has no truth value in Python: combine filters with &, | and ~, not with and, or and not")

    def __repr__(self) -> str:
        return self.sql


class Column:
    """A column, or a field of a nested one, to compare in a filter. Made by :func:`col`."""

    __slots__ = ("_sql",)
    __hash__ = None  # type: ignore[assignment]

    def __init__(self, sql: str) -> None:
        self._sql = sql

    def __getitem__(self, field: str) -> Column:
        """The field of that name, for a struct column."""
        return Column(f"{self._sql}.{_quoted(field)}")

    def _compare(self, operator: str, value: Any) -> Expression:
        if value is None:
            raise TypeError(f"{self._sql} {operator} NULL is never true; use is_null() or is_not_null()")
        return Expression(f"{self._sql} {operator} {literal(value)}")

    def __eq__(self, value: object) -> Expression:  # type: ignore[override]
        return self._compare("=", value)

    def __ne__(self, value: object) -> Expression:  # type: ignore[override]
        return self._compare("<>", value)

    def __lt__(self, value: Any) -> Expression:
        return self._compare("<", value)

    def __le__(self, value: Any) -> Expression:
        return self._compare("<=", value)

    def __gt__(self, value: Any) -> Expression:
        return self._compare(">", value)

    def __ge__(self, value: Any) -> Expression:
        return self._compare(">=", value)

    def is_null(self) -> Expression:
        """``IS NULL``."""
        return Expression(f"{self._sql} IS NULL")

    def is_not_null(self) -> Expression:
        """``IS NOT NULL``."""
        return Expression(f"{self._sql} IS NOT NULL")

    def isin(self, values: Iterable[Any]) -> Expression:
        """``IN (…)``.

        Raises:
            ValueError: there are no values.
        """
        literals = [literal(value) for value in values]
        if not literals:
            raise ValueError("isin() needs at least one value")
        return Expression(f"{self._sql} IN ({', '.join(literals)})")

    def between(self, low: Any, high: Any) -> Expression:
        """``BETWEEN low AND high``, both included."""
        return Expression(f"{self._sql} BETWEEN {literal(low)} AND {literal(high)}")

    def like(self, pattern: str) -> Expression:
        """``LIKE pattern``: ``%`` stands for any text, ``_`` for one character."""
        return Expression(f"{self._sql} LIKE {literal(pattern)}")

    def __repr__(self) -> str:
        return self._sql


Where = Union[str, Expression, None]


def col(name: str) -> Column:
    """A column by its name, for use in ``where``.

    Args:
        name: ``x``, a nested field ``a.b``, or with SQL's quotes where a name holds a dot: ``"a.b"``.

    Returns:
        A column that can be compared with Python values.

    Raises:
        ValueError: the name is empty or a quote is not closed.

    Example:
        >>> col("price") > 10
        "price" > 10
    """
    return Column(".".join(_quoted(part) for part in split_name(name)))


def split_name(text: str) -> list[str]:
    """Splits a dotted name; double quotes protect dots, two of them inside quotes stand for one."""
    parts: list[str] = []
    position = 0
    while True:
        if text[position : position + 1] == '"':
            part = ""
            position += 1
            while True:
                end = text.find('"', position)
                if end < 0:
                    raise ValueError(f"Unclosed quote in {text}")
                part += text[position:end]
                position = end + 1
                if text[position : position + 1] != '"':
                    break
                part += '"'
                position += 1
        else:
            end = text.find(".", position)
            end = len(text) if end < 0 else end
            part = text[position:end]
            position = end
        if not part:
            raise ValueError(f"Empty name in {text!r}")
        parts.append(part)
        if position == len(text):
            return parts
        if text[position] != ".":
            raise ValueError(f"Expected a dot at position {position + 1} of {text}")
        position += 1


def where_text(where: Where) -> Union[str, None]:
    """The text of a filter in either form."""
    if where is None or isinstance(where, str):
        return where
    return _filter(where)


def _filter(value: Any) -> str:
    if not isinstance(value, Expression):
        raise TypeError(f"Expected a filter such as col('x') > 3, got {value!r}")
    return value.sql


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def literal(value: Any) -> str:
    """A Python value as a SQL literal of the grammar."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        # A plain -0.0 is a decimal, which has no negative zero.
        plain = math.isfinite(value) and (value != 0 or math.copysign(1, value) > 0)
        return repr(value) if plain else f"DOUBLE {_text(str(value))}"
    if isinstance(value, decimal.Decimal):
        return format(value, "f") if value.is_finite() else literal(float(value))
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, datetime.datetime):
        if value.tzinfo is None:
            return f"TIMESTAMP {_text(value.isoformat(' '))}"
        return f"TIMESTAMPTZ {_text(value.astimezone(datetime.timezone.utc).isoformat(' '))}"
    if isinstance(value, datetime.date):
        return f"DATE {_text(value.isoformat())}"
    if isinstance(value, datetime.time):
        return f"TIME {_text(value.isoformat())}"
    if isinstance(value, uuid.UUID):
        return f"UUID {_text(str(value))}"
    if isinstance(value, bytes):
        return "BLOB '" + "".join(f"\\x{byte:02X}" for byte in value) + "'"
    if hasattr(value, "item"):  # a numpy scalar
        return literal(value.item())
    raise TypeError(f"A filter cannot compare with a {type(value).__name__}: {value!r}")
