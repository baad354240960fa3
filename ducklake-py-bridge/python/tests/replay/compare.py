"""Quacklake's reads of a lake against those of the reference."""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Iterable, Iterator

import pyarrow as pa

import ducklake
import feed
import golden
from lab import SMALL, Expected, Lab


def differences(lab: Lab, expected: Iterable[Expected] | None = None, most: int = 5) -> list[str]:
    """How reads of a lake differ; empty if they are equal. Leaves the reference detached.

    Without ``expected`` these are all reads, by the times of the snapshots too, and all changes.
    """
    wanted = lab.expected() if expected is None else list(expected)
    rewrites, times = lab.rewrites(), lab.times()
    lab.detach()
    found: list[str] = []
    try:
        with ducklake.connect(lab.address, data_path=lab.data_path) as session:
            found += itertools.islice(_differences(session, wanted), most)
            if expected is None and not found:
                found += itertools.islice(_times(session, times, wanted), most)
                # Each query of a DuckDB file takes its time.
                found += itertools.islice(feed.differences(session, wanted, rewrites, lab.backend != "duckdb"), most)
    except ducklake.DuckLakeError as failure:
        found.append(f"the lake cannot be opened: {failure}")
    return found


def _differences(session: ducklake.Session, wanted: Iterable[Expected]) -> Iterator[str]:
    for read in wanted:
        difference = _difference(session, read)
        if difference:
            yield f"{read.table} at snapshot {read.snapshot}: {difference}"


def _times(session: ducklake.Session, times: list[tuple[int, datetime.datetime]], wanted: list[Expected]) -> Iterator[str]:
    """A time names the latest snapshot until then, by its time (the specification, "Time travel")."""
    listed = [(row["snapshot_id"], row["snapshot_time"]) for row in session.snapshots().to_pylist()]
    if listed != times:
        yield f"snapshots {listed}, in the catalog {times}"
    tables = {read.snapshot: read.table for read in wanted}
    moment = datetime.timedelta(microseconds=1)
    for _, time in times[-6:]:
        for at in (time, time + moment):
            latest = max((other, number) for number, other in times if other <= at)[1]
            if latest in tables:
                found = session.table(tables[latest], at=at).description["snapshot"]
                if found != latest:
                    yield f"at {at} it is snapshot {found}, not {latest}"
    if wanted:
        try:
            session.table(wanted[0].table, at=times[0][1] - moment)
            yield "there is a snapshot before the first"
        except ducklake.NotFoundError:
            pass


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
