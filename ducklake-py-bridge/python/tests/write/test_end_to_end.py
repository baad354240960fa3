"""A lake that we make and change, read by us and by DuckDB at every snapshot; then DuckDB changes it too."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Any, Optional

import pyarrow as pa
import pytest
from duckdb_extensions import import_extension

import databases
from ducklake import _jvm
from differential import Ours, Row, alteration, connection, definition

Rows = list[Row]

SCANNERS = {"sqlite": "sqlite_scanner", "postgres": "postgres_scanner", "mariadb": "mysql_scanner"}


class Lake(Ours):
    """A lake in a database of some kind, with what its table has to hold at each snapshot."""

    def __init__(self, directory: Path, kind: str, inlining: Optional[int]) -> None:
        self.kind = kind
        self.address = databases.new(kind, directory)
        self.rows_at: dict[int, Rows] = {}
        self.model: dict[int, Row] = {}
        super().__init__(directory, inlining, self.address)

    def changed(self) -> None:
        snapshot = int(self.lake.currentSnapshot().id().value())
        self.rows_at[snapshot] = sorted(self.model.values(), key=repr)


def read_by_us(lake: Lake, snapshot: int) -> Rows:
    reader = lake.lake.scan("events").asOf(snapshot).open()
    rows: Rows = []
    stream = _jvm.java("org.apache.arrow.c.ArrowArrayStream").allocateNew(lake.lake.allocator())
    try:
        _jvm.java("org.apache.arrow.c.Data").exportArrayStream(lake.lake.allocator(), reader, stream)
        table = pa.RecordBatchReader._import_from_c(stream.memoryAddress()).read_all()
        rows = [tuple(row.values()) for row in table.to_pylist()]
    finally:
        stream.close()
    return sorted(rows, key=repr)


def duckdb(lake: Lake) -> Any:
    scanner = SCANNERS.get(lake.kind)
    if scanner:
        import_extension(scanner)
    result = connection()
    if scanner:
        result.execute(f"load {scanner}")
    result.execute(f"attach '{lake.address}' as lake")
    return result


def batch(first: int, last: int, **more: Any) -> pa.Table:
    ids = list(range(first, last))
    return pa.table({"id": pa.array(ids, pa.int64()), "name": [f"name {i}" for i in ids], **more})


@pytest.mark.parametrize("inlining", [None, 0], ids=["inlined", "files"])
@pytest.mark.parametrize("kind", databases.KINDS)
def test_every_snapshot_reads_alike(tmp_path: Path, kind: str, inlining: Optional[int]) -> None:
    lake = Lake(tmp_path / "lake", kind, inlining)
    to = alteration()

    with lake.transaction() as tx:
        tx.createTable(definition("events", id="BIGINT", name="VARCHAR"))
    lake.changed()
    for first, last in ((0, 5), (5, 200)):
        with lake.transaction() as tx, lake.rows(batch(first, last)) as rows:
            assert tx.append("events", rows) == last - first
        lake.model |= {i: (i, f"name {i}") for i in range(first, last)}
        lake.changed()
    for where, gone in (("id < 2", range(2)), ("id between 20 and 60", range(20, 61)), ("id between 61 and 80", range(61, 81))):
        with lake.transaction() as tx:
            assert tx.delete("events", where) == len(gone)
        for i in gone:
            del lake.model[i]
        lake.changed()
    assignments = _jvm.java("java.util.HashMap")()
    assignments.put("name", _jvm.java("io.quacklake.transact.Assignment").parse("'updated'"))
    with lake.transaction() as tx:
        assert tx.update("events", assignments, "id between 100 and 130") == 31
    lake.model |= {i: (i, "updated") for i in range(100, 131)}
    lake.changed()
    keys = _jvm.java("java.util.Arrays").asList("id")
    with lake.transaction() as tx, lake.rows(batch(195, 205)) as rows:
        assert str(tx.merge("events", rows, keys)) == "MergeResult[inserted=5, updated=5, deleted=0]"
    lake.model |= {i: (i, f"name {i}") for i in range(195, 205)}
    lake.changed()
    with lake.transaction() as tx:
        tx.alter("events", to.addColumn("score", "DOUBLE").withDefault("1.5"))
        tx.alter("events", to.renameColumn("name", "label"))
    lake.model = {i: (*row, 1.5) for i, row in lake.model.items()}
    lake.changed()
    more = batch(300, 303, score=pa.array([0.5, None, 2.5])).rename_columns(["id", "label", "score"])
    with lake.transaction() as tx, lake.rows(more) as rows:
        tx.append("events", rows)
    lake.model |= {row["id"]: tuple(row.values()) for row in more.to_pylist()}
    lake.changed()

    assert len(lake.rows_at) == 10
    for snapshot, expected in lake.rows_at.items():
        assert read_by_us(lake, snapshot) == expected, snapshot
    lake.close()

    with contextlib.closing(duckdb(lake)) as theirs:
        for snapshot, expected in lake.rows_at.items():
            rows = theirs.execute(f"from lake.events at (version => {snapshot})").fetchall()
            assert sorted(rows, key=repr) == expected, snapshot
        if kind == "mariadb":
            return  # where it cannot do any of the following: docs/compatibility.md
        theirs.execute("insert into lake.events values (400, 'theirs', 4.0)")
        theirs.execute("insert into lake.events select range, 'theirs', 4.0 from range(401, 450)")
        theirs.execute("update lake.events set label = 'theirs' where id = 3 or id between 150 and 160")
        theirs.execute("delete from lake.events where id between 170 and 189 or id = 4")
        theirs.execute("call ducklake_flush_inlined_data('lake')")
        theirs.execute("call ducklake_merge_adjacent_files('lake')")
        theirs.execute("call ducklake_rewrite_data_files('lake')")
        after = sorted(theirs.execute("from lake.events").fetchall(), key=repr)
    lake.model |= {i: (i, "theirs", 4.0) for i in range(400, 450)}
    lake.model |= {i: (i, "theirs", 1.5) for i in [3, *range(150, 161)]}
    for i in [4, *range(170, 190)]:
        del lake.model[i]
    assert after == sorted(lake.model.values(), key=repr)

    lake.lake = _jvm.java("io.quacklake.scan.LakehouseSession").open(lake.address)
    assert read_by_us(lake, int(lake.lake.currentSnapshot().id().value())) == after
    for snapshot, expected in lake.rows_at.items():
        assert read_by_us(lake, snapshot) == expected, snapshot
    with lake.transaction() as tx:
        tx.delete("events", "label = 'theirs'")
    left = [row for row in after if row[1] != "theirs"]
    assert read_by_us(lake, int(lake.lake.currentSnapshot().id().value())) == left
    lake.close()
    with contextlib.closing(duckdb(lake)) as theirs:
        assert sorted(theirs.execute("from lake.events").fetchall(), key=repr) == left
