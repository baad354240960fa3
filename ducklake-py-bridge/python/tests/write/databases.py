"""New catalogs in each kind of database."""

from __future__ import annotations

import itertools
from pathlib import Path

import mariadb
import postgres

KINDS = ["duckdb", "sqlite", "postgres", "mariadb"]

_names = itertools.count()


def new(kind: str, directory: Path) -> str:
    """The address of a catalog that is not there yet, as DuckDB has it too; the test is skipped where the server's programs are missing."""
    if kind == "postgres":
        return postgres.server().address(f"lake{next(_names)}")
    if kind == "mariadb":
        return mariadb.server().address(f"lake{next(_names)}")
    return f"ducklake:{kind}:{directory / 'lake'}"
