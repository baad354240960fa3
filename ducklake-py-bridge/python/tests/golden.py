"""The golden lakes and how answers are compared with theirs: the one place that knows both."""

from __future__ import annotations

import json
import re
import uuid
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.ipc
import pytest
import variants

LAKES = Path(__file__).resolve().parents[3] / "golden-files" / "lakes"
CATALOG_FILES = {"duckdb": "catalog.ducklake", "sqlite": "catalog.sqlite"}


@dataclass(frozen=True)
class Read:
    """One expected answer: a table at a snapshot."""

    table: str  # quoted as in SQL
    snapshot: int
    rows: int
    columns: tuple[tuple[str, str], ...]
    arrow: Path


@dataclass(frozen=True)
class Lake:
    """One lake with its catalog in one database."""

    name: str
    backend: str
    directory: Path
    expected: dict[str, Any]

    @property
    def address(self) -> str:
        return f"ducklake:{self.backend}:{self.directory / CATALOG_FILES[self.backend]}"

    @property
    def catalog(self) -> dict[str, Any]:
        return next(c for c in self.expected["catalogs"] if c["backend"] == self.backend)

    @property
    def data_path(self) -> str:
        return str(self.directory / self.catalog["data_path"]) + "/"

    def reads(self) -> list[Read]:
        differ = {
            (entry["table"], entry["snapshot"]) for entry in self.expected.get("catalogs_differ", []) if self.backend != "duckdb"
        }
        return [
            Read(
                f"{quoted(table['schema'])}.{quoted(table['table'])}",
                read["snapshot"],
                read["rows"],
                tuple((name, kind) for name, kind in read["columns"]),
                self.directory / "expected" / read["file"],
            )
            for table in self.expected["tables"]
            for read in table["reads"]
            if (table["table"], read["snapshot"]) not in differ
        ]

    def __str__(self) -> str:
        return f"{self.name}-{self.backend}"


def quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


@lru_cache(maxsize=None)
def lake(name: str, backend: str) -> Lake:
    directory = LAKES / name
    return Lake(name, backend, directory, json.loads((directory / "expected.json").read_text(encoding="utf-8")))


def lakes() -> list[Lake]:
    """Every lake with every catalog that needs no server."""
    found = []
    for directory in sorted(LAKES.iterdir()):
        if (directory / "expected.json").is_file():
            for backend in CATALOG_FILES:
                if (directory / CATALOG_FILES[backend]).is_file():
                    found.append(lake(directory.name, backend))
    return found


@lru_cache(maxsize=64)
def expected_table(path: Path) -> pa.Table:
    with pa.memory_map(str(path)) as file:
        return pa.ipc.open_file(file).read_all()


def assert_equal(read: Read, actual: pa.Table) -> None:
    """The same columns of the same types, and the same rows as often, in whatever order."""
    expected = expected_table(read.arrow)
    assert actual.schema.names == expected.schema.names
    for name, of_expected, of_actual in zip(expected.schema.names, expected.schema.types, actual.schema.types):
        assert same_type(of_expected, of_actual), f"column {name}: {of_actual}, the reference has {of_expected}"
    assert actual.num_rows == read.rows == expected.num_rows
    wanted, got = rows(expected, actual.schema), rows(actual, actual.schema)
    if wanted != got:
        missing, surplus = list((wanted - got).elements()), list((got - wanted).elements())
        raise AssertionError(
            f"{read.table} at snapshot {read.snapshot}: {len(missing)} rows missing, {len(surplus)} too many\n"
            f"  missing: {missing[:3]}\n  surplus: {surplus[:3]}"
        )


# Types that golden-files/README.md says are text in the expected files, by how a scan returns them.
def is_text_in_expected(actual: pa.DataType) -> bool:
    return (
        pa.types.is_decimal(actual)  # HUGEINT, UHUGEINT
        and actual.scale == 0
        and actual.precision in (38, 39)
        or actual.equals(pa.time64("us"))  # TIME WITH TIME ZONE
        or actual.equals(pa.time64("ns"))  # TIME_NS
        or is_uuid(actual)
        or pa.types.is_binary(actual)  # GEOMETRY: well-known text there, well-known binary here
        or is_variant(actual)  # JSON there
    )


def is_variant(kind: pa.DataType) -> bool:
    return pa.types.is_struct(kind) and [field.name for field in kind.fields] == ["metadata", "value"]


def is_uuid(kind: pa.DataType) -> bool:
    return isinstance(kind, pa.BaseExtensionType) and kind.extension_name == "arrow.uuid"


def same_type(expected: pa.DataType, actual: pa.DataType) -> bool:
    if pa.types.is_list(expected) and pa.types.is_list(actual):
        return same_type(expected.value_type, actual.value_type)
    if pa.types.is_map(expected) and pa.types.is_map(actual):
        return same_type(expected.key_type, actual.key_type) and same_type(expected.item_type, actual.item_type)
    if pa.types.is_struct(expected) and pa.types.is_struct(actual):
        return expected.num_fields == actual.num_fields and all(
            e.name == a.name and same_type(e.type, a.type) for e, a in zip(expected.fields, actual.fields)
        )
    return expected == actual or (pa.types.is_string(expected) and is_text_in_expected(actual))


def rows(table: pa.Table, schema: pa.Schema) -> Counter[tuple[Any, ...]]:
    columns = [[canonical(value, kind) for value in column] for column, kind in zip(table.columns, schema.types)]
    return Counter(zip(*columns)) if columns else Counter({(): table.num_rows})


def canonical(value: pa.Scalar, kind: pa.DataType) -> Any:
    """A value that compares as SQL's IS NOT DISTINCT FROM, but tells -0.0 from 0.0; texts are read as ``kind``."""
    if not value.is_valid:
        return None
    own = value.type
    if pa.types.is_string(own) and not pa.types.is_string(kind):
        return from_text(value.as_py(), kind)
    if isinstance(value, pa.ExtensionScalar):
        return str(uuid.UUID(bytes=value.value.as_py())) if is_uuid(own) else canonical(value.value, own.storage_type)
    if pa.types.is_map(own):
        return tuple(
            (canonical(entry["key"], kind.key_type), canonical(entry["value"], kind.item_type)) for entry in value.values
        )
    if pa.types.is_list(own):
        return tuple(canonical(element, kind.value_type) for element in value.values)
    if is_variant(own):
        return comparable(variants.decode(value["metadata"].as_py(), value["value"].as_py()))
    if pa.types.is_struct(own):
        return tuple((field.name, canonical(value[i], field.type)) for i, field in enumerate(kind.fields))
    if pa.types.is_floating(own):
        return repr(value.as_py())
    if pa.types.is_decimal(own):
        return int(value.as_py()) if kind.scale == 0 else str(value.as_py())
    if pa.types.is_temporal(own) and not pa.types.is_interval(own):
        return value.value  # infinities are beyond Python's own types
    if pa.types.is_interval(own):
        return tuple(value.as_py())
    return value.as_py()


def from_text(text: str, kind: pa.DataType) -> Any:
    if pa.types.is_decimal(kind):
        return int(text)
    if pa.types.is_time(kind):
        return time_of_day(text, 10**9 if kind.unit == "ns" else 10**6)
    if is_uuid(kind):
        return text
    if pa.types.is_binary(kind):
        return well_known_binary(text)
    if is_variant(kind):
        return comparable(json.loads(text))
    raise AssertionError(f"no text is expected for {kind}")


def comparable(variant: Any) -> Any:
    """Objects without regard to the order of their fields; numbers of every type by their value. A variant null is NULL."""
    if variant is None:
        return None
    if isinstance(variant, dict):
        return "object", tuple(sorted((name, comparable(value)) for name, value in variant.items()))
    if isinstance(variant, list):
        return "array", tuple(comparable(item) for item in variant)
    return type(variant).__name__ if isinstance(variant, (bool, str)) else "number", str(variant)


@lru_cache(maxsize=None)
def well_known_binary(text: str) -> bytes:
    duckdb = pytest.importorskip("duckdb")
    (found,) = duckdb.execute("SELECT ST_AsWKB(?::GEOMETRY)", [text]).fetchone()
    return bytes(found)


def time_of_day(text: str, units: int) -> int:
    found = re.fullmatch(r"(\d\d):(\d\d):(\d\d)(?:\.(\d+))?(?:([+-])(\d\d)(?::(\d\d))?(?::(\d\d))?)?", text)
    assert found, text
    hours, minutes, seconds, fraction, sign, *offset = found.groups()
    total = (int(hours) * 60 + int(minutes)) * 60 + int(seconds)
    if sign:
        away = [int(part or 0) for part in offset]
        total -= (1 if sign == "+" else -1) * ((away[0] * 60 + away[1]) * 60 + away[2])
        total %= 86_400  # the time in UTC
    digits = len(str(units)) - 1
    return total * units + int((fraction or "").ljust(digits, "0")[:digits])


