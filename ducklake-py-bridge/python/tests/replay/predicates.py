"""Random filters of the grammar over the columns of a table."""

from __future__ import annotations

import random

from golden import quoted
from lab import split

NUMBERS = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT", "HUGEINT", "DECIMAL")
TYPED = {"DATE": "DATE", "TIME": "TIME", "TIMESTAMP": "TIMESTAMP", "TIMESTAMP_S": "TIMESTAMP", "TIMESTAMP_MS": "TIMESTAMP", "TIMESTAMP WITH TIME ZONE": "TIMESTAMPTZ"}


def leaves(path: str, kind: str) -> list[tuple[str, str]]:
    """A column, or the fields of a struct, that a filter can compare."""
    if kind.startswith("STRUCT(") and not kind.endswith("[]"):
        found = []
        for part in split(kind[7:-1]):
            name, _, rest = part.partition('" ') if part.startswith('"') else part.partition(" ")
            found += leaves(f"{path}.{name}{chr(34) if part.startswith(chr(34)) else ''}", rest)
        return found
    plain = kind in TYPED or kind in ("BOOLEAN", "FLOAT", "DOUBLE", "VARCHAR", "UUID") or kind.startswith(NUMBERS)
    return [(path, kind)] if plain and not kind.endswith("]") else []


def literal(value: str, kind: str) -> str:
    """A constant from its text."""
    text = "'" + value.replace("'", "''") + "'"
    if kind in TYPED:
        return f"{TYPED[kind]} {text}"
    if kind in ("FLOAT", "DOUBLE"):
        return f"DOUBLE {text}"
    return value if kind == "BOOLEAN" or kind.startswith(NUMBERS) else text


def predicate(columns: list[tuple[str, str, list[str]]], random_: random.Random, depth: int = 2) -> str:
    """``columns`` are paths with types and texts of some of their values."""
    if depth and random_.random() < 0.5:
        parts = [predicate(columns, random_, depth - 1) for _ in range(2)]
        return random_.choice([f"({parts[0]}) AND ({parts[1]})", f"({parts[0]}) OR ({parts[1]})", f"NOT ({parts[0]})"])
    path, kind, values = random_.choice(columns)
    if not values or random_.random() < 0.1:
        return f"{path} IS {random_.choice(['', 'NOT '])}NULL"
    some = [literal(random_.choice(values), kind) for _ in range(3)]
    choices = [f"{path} {operator} {some[0]}" for operator in ("=", "<>", "<", "<=", ">", ">=")]
    choices += [f"{path} IN ({', '.join(some)})", f"{path} NOT IN ({some[0]}, NULL)", f"{path} BETWEEN {some[0]} AND {some[1]}", f"{some[0]} <= {path}"]
    if kind == "VARCHAR":
        pattern = random_.choice(values)[:3].replace("'", "''")
        choices += [f"{path} LIKE '{pattern}%'", f"{path} NOT LIKE '%{pattern}_'", f"{path} ILIKE '%{pattern.upper()}%'"]
    return random_.choice(choices)


def columns_of(types: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [leaf for name, kind in types for leaf in leaves(quoted(name), kind)]
