"""Geometries come as well-known binary: what the reference can read is taken, all else is refused."""

from __future__ import annotations

import struct
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest

import ducklake
from model import Lake
from oracle import Oracle


def _wkb(code: int, *values: float, order: str = "<") -> bytes:
    return struct.pack(f"{order}BI{len(values)}d", order == "<", code, *values)


def _parts(code: int, *parts: bytes) -> bytes:
    return struct.pack("<BII", 1, code, len(parts)) + b"".join(parts)


POINT, LINE = _wkb(1, 1.5, -2), struct.pack("<BII4d", 1, 2, 2, 0, 0, 1, 1)
POLYGON = struct.pack("<BIII6d", 1, 3, 1, 3, 0, 0, 1, 1, 0, 0)
WITH_SRID = struct.pack("<BII2d", 1, 1 | 0x20000000, 4326, 1, 2)


def _deep(levels: int, geometry: bytes = POINT) -> bytes:
    for _ in range(levels):
        geometry = _parts(7, geometry)
    return geometry


GEOMETRIES = [
    POINT, LINE, POLYGON, _wkb(1, 1, 2, order=">"), _wkb(1, float("nan"), float("nan")), WITH_SRID, struct.pack("<BII", 1, 2, 0), struct.pack("<BIII", 1, 3, 1, 0), _wkb(1001, 1, 2, 3),
    _wkb(2001, 1, 2, 3), _wkb(3001, 1, 2, 3, 4), _wkb(1 | 0x80000000, 1, 2, 3), _wkb(1 | 0x40000000, 1, 2, 3), _wkb(1 | 0xC0000000, 1, 2, 3, 4), _wkb(2001 | 0x80000000, 1, 2, 3, 4),
    _parts(4, POINT, _wkb(1, 1, 2, order=">"), POINT), _parts(5, LINE), _parts(6, POLYGON), _parts(7, POINT, LINE, _parts(4)), _parts(7), _parts(1007, _wkb(1001, 1, 2, 3)), _deep(14), _deep(15),
    _parts(7, WITH_SRID), _parts(7, _parts(7), POINT), _deep(15, _parts(4, POINT)),
]  # fmt: skip
NO_GEOMETRIES = [
    b"", b"xx", POINT[:-1], POINT + b"\0", LINE[:-8], POLYGON[:12], _wkb(0, 1, 2), _wkb(8, 1, 2), _wkb(4001, 1, 2, 3, 4), _wkb(1001, 1, 2), _parts(4, LINE), _parts(5, POINT), _parts(6, POINT),
    _parts(7, _wkb(1001, 1, 2, 3)), _parts(1007, POINT), struct.pack("<BII", 1, 2, 0xFFFFFFFF), struct.pack("<BII", 1, 7, 0xFFFFFFFF), b"\2" + POINT[1:], _parts(7, b"\2" + POINT[1:]), _deep(16), _deep(3000),
]  # fmt: skip


@pytest.mark.parametrize("limit", [0, 100])
def test_what_is_no_geometry_for_the_reference_is_refused(tmp_path: Path, limit: int) -> None:
    reference = duckdb.connect()
    for wkb in NO_GEOMETRIES:
        with pytest.raises(duckdb.Error):
            reference.execute("SELECT ST_GeomFromWKB(?)", [wkb])
    lake = Lake(tmp_path, "sqlite", Oracle())
    lake.create(data_inlining_row_limit=limit)
    with lake.ours() as session:
        session.create_table("g", [("id", "INTEGER"), ("v", "GEOMETRY")])
        t = session.table("g")
        assert t.append(pa.table({"id": list(range(len(GEOMETRIES))), "v": GEOMETRIES})) == len(GEOMETRIES)
        for wkb in NO_GEOMETRIES:
            with pytest.raises(ducklake.InvalidValueError, match="column v is geometry, and in row 1 "):
                t.append(pa.table({"id": [1, 2], "v": [POINT, wkb]}))
    wanted = [reference.execute("SELECT ST_GeomFromWKB(?)::VARCHAR", [wkb]).fetchall()[0][0] for wkb in GEOMETRIES]
    found = lake.theirs("SELECT v::VARCHAR FROM lake.g ORDER BY id")
    assert [row[0] for row in found[0]] == wanted
