"""Parquet's variant encoding read by the letter of its specification, and apart from the library's own decoder."""

from __future__ import annotations

import datetime
import decimal
import struct
import uuid
from typing import Any

EPOCH = datetime.datetime(1970, 1, 1)


def decode(metadata: bytes, value: bytes) -> Any:
    """The value as ``json.loads`` would give it; what JSON has no type for as DuckDB's text."""
    return _value(_names(metadata), value)


def _number(data: bytes, start: int, size: int) -> int:
    assert start + size <= len(data)
    return int.from_bytes(data[start : start + size], "little")


def _names(metadata: bytes) -> list[str]:
    assert metadata[0] & 15 == 1
    size = (metadata[0] >> 6) + 1
    count = _number(metadata, 1, size)
    offsets = [_number(metadata, 1 + size + i * size, size) for i in range(count + 1)]
    start = 1 + size + (count + 1) * size
    names = [metadata[start + offsets[i] : start + offsets[i + 1]].decode() for i in range(count)]
    if metadata[0] & 16:
        assert [name.encode() for name in names] == sorted({name.encode() for name in names})
    return names


def _value(names: list[str], data: bytes) -> Any:
    basic, header = data[0] & 3, data[0] >> 2
    if basic == 0:
        return _primitive(header, data)
    if basic == 1:
        return data[1 : 1 + header].decode()
    large, width = (header >> 4 & 1 if basic == 2 else header >> 2 & 1), (header & 3) + 1
    count = _number(data, 1, 4 if large else 1)
    at = 1 + (4 if large else 1)
    ids: list[int] = []
    if basic == 2:
        id_width = (header >> 2 & 3) + 1
        ids = [_number(data, at + i * id_width, id_width) for i in range(count)]
        at += count * id_width
    offsets = [_number(data, at + i * width, width) for i in range(count + 1)]
    at += (count + 1) * width
    parts = [_value(names, data[at + offset :]) for offset in offsets[:-1]]
    if basic == 3:
        return parts
    keys = [names[number] for number in ids]
    assert [key.encode() for key in keys] == sorted({key.encode() for key in keys})
    return dict(zip(keys, parts))


def _primitive(kind: int, data: bytes) -> Any:
    if kind < 3:
        return (None, True, False)[kind]
    if kind <= 6:
        return int.from_bytes(data[1 : 1 + 2 ** (kind - 3)], "little", signed=True)
    if kind in (7, 14):
        return struct.unpack_from("<d" if kind == 7 else "<f", data, 1)[0]
    if kind in (8, 9, 10):
        unscaled = int.from_bytes(data[2 : 2 + 2 ** (kind - 6)], "little", signed=True)
        return decimal.Decimal(unscaled).scaleb(-data[1])
    if kind == 11:
        return str((EPOCH + datetime.timedelta(days=struct.unpack_from("<i", data, 1)[0])).date())
    if kind in (12, 13):
        time = EPOCH + datetime.timedelta(microseconds=struct.unpack_from("<q", data, 1)[0])
        return str(time) + ("+00" if kind == 12 else "")
    if kind in (15, 16):
        size = _number(data, 1, 4)
        part = data[5 : 5 + size]
        assert len(part) == size
        return part.decode() if kind == 16 else part
    if kind == 20:
        return str(uuid.UUID(bytes=data[1:17]))
    raise AssertionError(f"no golden lake has a variant of type {kind}")
