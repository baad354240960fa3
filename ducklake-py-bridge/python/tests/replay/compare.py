"""Quacklake's reads of a lake against those of the reference."""

from __future__ import annotations

from collections.abc import Iterable

import pyarrow as pa

import ducklake
import golden
from lab import Expected, Lab

SMALL = 2_000  # rows up to which values are compared one by one in Python


def differences(lab: Lab, expected: Iterable[Expected] | None = None, most: int = 5) -> list[str]:
    """How the reads of a lake differ; empty if they are equal. Leaves the reference detached."""
    wanted = list(lab.expected()) if expected is None else list(expected)
    lab.detach()
    found: list[str] = []
    try:
        with ducklake.connect(lab.address, data_path=lab.data_path) as session:
            for read in wanted:
                difference = _difference(session, read)
                if difference:
                    found.append(f"{read.table} at snapshot {read.snapshot}: {difference}")
                if len(found) >= most:
                    break
    except ducklake.DuckLakeError as failure:
        found.append(f"the lake cannot be opened: {failure}")
    return found


def _difference(session: ducklake.Session, read: Expected) -> str | None:
    try:
        table = session.table(read.table, snapshot=read.snapshot)
        difference = unequal(read.rows, table.scan(row_id=True).to_arrow())
        counted = table.count()
    except ducklake.DuckLakeError as failure:
        return f"{type(failure).__name__}: {failure}"
    if difference is None and counted != read.rows.num_rows:
        return f"count() is {counted}, there are {read.rows.num_rows} rows"
    return difference


def unequal(expected: pa.Table, actual: pa.Table) -> str | None:
    if actual.schema.names != expected.schema.names:
        return f"columns {actual.schema.names}, the reference has {expected.schema.names}"
    for name, wanted, got in zip(expected.schema.names, expected.schema.types, actual.schema.types):
        if not golden.same_type(wanted, got):
            return f"column {name}: {got}, the reference has {wanted}"
    if actual.num_rows != expected.num_rows:
        return f"{actual.num_rows} rows, the reference has {expected.num_rows}; {_row_ids(expected, actual)}"
    if expected.num_rows > SMALL:
        wanted, got = _in_order(expected), _in_order(actual)
        unlike = [name for name in expected.schema.names if not _same_column(wanted[name], got[name])]
        return f"columns {unlike} differ" if unlike else None
    wanted_rows, got_rows = golden.rows(expected, actual.schema), golden.rows(actual, actual.schema)
    if wanted_rows == got_rows:
        return None
    missing, surplus = list((wanted_rows - got_rows).elements()), list((got_rows - wanted_rows).elements())
    return f"{len(missing)} rows differ\n  missing: {missing[:2]}\n  surplus: {surplus[:2]}"


def _row_ids(expected: pa.Table, actual: pa.Table) -> str:
    wanted, got = set(expected["rowid"].to_pylist()), set(actual["rowid"].to_pylist())
    return f"missing row ids {sorted(wanted - got)[:5]}, surplus {sorted(got - wanted)[:5]}"


def _same_column(wanted: pa.ChunkedArray, got: pa.ChunkedArray) -> bool:
    if wanted.type == got.type:
        return bool(wanted.equals(got))
    return [golden.canonical(value, got.type) for value in wanted] == [golden.canonical(value, got.type) for value in got]


def _in_order(table: pa.Table) -> pa.Table:
    return table.sort_by("rowid").combine_chunks()
