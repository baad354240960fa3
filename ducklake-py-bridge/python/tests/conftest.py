from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

import ducklake
import golden
from ducklake import _jvm


def open_lake(name: str, backend: str = "duckdb") -> ducklake.Session:
    lake = golden.lake(name, backend)
    return ducklake.connect(lake.address, data_path=lake.data_path)


@pytest.fixture
def time_travel() -> Iterator[ducklake.Session]:
    with open_lake("time_travel") as session:
        yield session


@pytest.fixture
def scalars() -> Iterator[ducklake.Session]:
    with open_lake("types_scalar") as session:
        yield session


def java_bytes() -> int:
    """Arrow memory that Java has in use, after Python let go of what it can."""
    gc.collect()
    return int(_jvm.java("io.quacklake.py.Exports").allocatedBytes())
