"""Deletion vectors where the lake asks for them; later deletes of a file keep the snapshot of each."""

from __future__ import annotations

import contextlib
import json
import shutil
import struct
import zlib
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

import duckdb
import ducklake
from ducklake import _jvm
from differential import catalog_rows, connection, snapshots
from test_differential import Both, numbers
from test_maintenance import create


def test_vectors_are_in_the_catalog_as_the_reference_has_them(tmp_path: Path) -> None:
    both = Both(tmp_path, 0)
    both.reference.run("call lake.set_option('write_deletion_vectors', true)")
    _jvm.java("io.quacklake.transact.Lakes").setOption(both.ours.lake, "write_deletion_vectors", "true")
    create(both)
    both.append("n", "select range, 'v' || range from range(1000)", numbers(0, 1000))
    both.delete("n", "a between 17 and 90 or a between 500 and 503 or a = 999")
    both.append("n", "select range, 'v' || range from range(1000, 1100)", numbers(1000, 1100))
    both.delete("n", "a between 1010 and 1090")
    both.assert_same("n")
    assert all("puffin" in row for row in catalog_rows(both.ours.catalog)["ducklake_delete_file"])


@pytest.mark.parametrize("places", [[0, 65_535, 65_536, 131_072], list(range(0, 200_000, 3)), list(range(1000, 190_000))])
def test_positions_near_and_far_are_deleted(tmp_path: Path, places: list[int]) -> None:
    with ducklake.connect(f"duckdb:///{tmp_path}/lake.ducklake", data_path=tmp_path / "data", create=True, data_inlining_row_limit=0) as session:
        session.set_option("write_deletion_vectors", True)
        table = session.create_table("t", [("a", "INTEGER"), ("gone", "BOOLEAN")])
        gone = set(places)
        table.append(pa.table({"a": pa.array(range(200_000), pa.int32()), "gone": [i in gone for i in range(200_000)]}))
        assert table.delete("gone") == len(places)
        assert [each.suffix for each in tmp_path.rglob("*-delete.*")] == [".puffin"]
        expected = [i for i in range(200_000) if i not in gone]
        assert table.to_arrow()["a"].to_pylist() == expected
        assert table.delete("a between 500 and 70000") == sum(500 <= i <= 70_000 for i in expected)
        rest = [i for i in expected if not 500 <= i <= 70_000]
        assert table.to_arrow()["a"].to_pylist() == rest
        assert session.table("t", snapshot=3).to_arrow()["a"].to_pylist() == expected
    with contextlib.closing(connection()) as reference:
        reference.execute(f"attach 'ducklake:{tmp_path}/lake.ducklake' as lake (read_only)")
        for snapshot, rows in ((2, range(200_000)), (3, expected), (4, rest)):
            found = reference.execute(f"select count(*), sum(a) from lake.t at (version => {snapshot})").fetchone()
            assert found == (len(rows), sum(rows))


def test_an_encrypted_lake_has_no_vectors(tmp_path: Path) -> None:
    with ducklake.connect(
        f"duckdb:///{tmp_path}/lake.ducklake", data_path=tmp_path / "data", create=True, encrypted=True, data_inlining_row_limit=0
    ) as session:
        session.set_option("write_deletion_vectors", True)
        table = session.create_table("t", [("a", "INTEGER")])
        table.append(pa.table({"a": pa.array(range(100), pa.int32())}))
        table.delete("a < 50")
        assert [each.suffix for each in tmp_path.rglob("*-delete.*")] == [".parquet"]
        assert table.count() == 50
    assert [len(each) for each in snapshots(tmp_path / "lake.ducklake", "t")] == [0, 100, 50]


def container(path: Path) -> list[tuple[int, int, bytes]]:
    """Snapshot, number of positions and bytes of each vector of a Puffin file."""
    file = path.read_bytes()
    length = struct.unpack("<i", file[-12:-8])[0]
    payload = json.loads(file[-12 - length : -12])
    assert (file[:4], file[-16 - length : -12 - length], file[-8:]) == (b"PFA1", b"PFA1", b"\0\0\0\0PFA1")
    found = []
    for blob in payload["blobs"]:
        data = file[blob["offset"] : blob["offset"] + blob["length"]]
        assert struct.unpack(">I", data[-4:])[0] == zlib.crc32(data[4:-4])
        found.append((int(blob["properties"]["ducklake-snapshot-id"]), int(blob["properties"]["cardinality"]), data))
    return found


def delete_files(catalog: Path) -> list[Any]:
    columns = "begin_snapshot, end_snapshot, partial_max, delete_count, file_size_bytes, footer_size, format, path, data_file_id"
    with contextlib.closing(duckdb.connect(str(catalog), read_only=True)) as plain:
        return plain.execute(f"select {columns} from ducklake_delete_file order by delete_file_id").fetchall()


def test_vectors_of_several_snapshots_are_one_file_in_specification_1_1(tmp_path: Path) -> None:
    catalog = tmp_path / "lake.ducklake"
    version = _jvm.java("io.quacklake.format.FormatVersion").V1_1_DEV
    new_lake = _jvm.java("io.quacklake.catalog.NewLake").at(f"{tmp_path}/data/").withVersion(version)
    _jvm.java("io.quacklake.transact.Lakes").create(_jvm.java("io.quacklake.scan.LakehouseConfig").of(f"duckdb:///{catalog}"), new_lake).close()
    rows = {2: set(range(1000))}
    with ducklake.connect(f"duckdb:///{catalog}", data_inlining_row_limit=0) as session:
        session.set_option("write_deletion_vectors", True)
        table = session.create_table("t", [("a", "INTEGER")])
        table.append(pa.table({"a": pa.array(range(1000), pa.int32())}))
        for snapshot, (low, high) in enumerate([(10, 19), (500, 503), (15, 30), (999, 999)], 3):
            gone = {a for a in rows[snapshot - 1] if low <= a <= high}
            assert table.delete(f"a between {low} and {high}") == len(gone)
            rows[snapshot] = rows[snapshot - 1] - gone
        for snapshot, expected in rows.items():
            assert set(session.table("t", snapshot=snapshot).to_arrow()["a"].to_pylist()) == expected
            if snapshot > 2:
                changes = session.table("t").changes(snapshot, snapshot).to_arrow()["a"].to_pylist()
                assert sorted(changes) == sorted(rows[snapshot - 1] - expected)
    [(begin, end, newest, count, size, footer, kind, name, _)] = delete_files(catalog)
    assert (begin, end, newest, count, kind) == (3, None, 6, 26, "puffin")
    [path] = tmp_path.rglob(name)
    vectors = container(path)
    assert [each[:2] for each in vectors] == [(3, 10), (4, 14), (5, 25), (6, 26)]
    assert (path.stat().st_size, footer) == (size, size - 4 - sum(len(each[2]) for each in vectors))


def test_vectors_of_the_reference_go_on_in_ours(tmp_path: Path) -> None:
    """A lake that a development state of the reference for 1.1 made: its vectors stay before ours."""
    golden = Path(__file__).resolve().parents[4] / "golden-files" / "lakes" / "v11_deletes_puffin"
    shutil.copytree(golden, tmp_path / "lake")
    address = f"sqlite:///{tmp_path}/lake/catalog.sqlite"
    data = tmp_path / "lake" / "data_duckdb"
    [theirs] = [path for path in data.rglob("*.puffin") if path.read_bytes()[:4] == b"PFA1" and [each[0] for each in container(path)] == [14, 15, 17, 18, 19]]
    known = set(data.rglob("*.puffin"))
    with ducklake.connect(address) as session:
        last = session.current_snapshot()
        table = session.table("main.multi")
        column = table.to_arrow().column_names[0]
        session.set_option("data_inlining_row_limit", 0)
        session.set_option("write_deletion_vectors", True)
        before = {snapshot: session.table("main.multi", snapshot=snapshot).to_arrow().to_pylist() for snapshot in range(14, last + 1)}
        gone = sorted(row[column] for row in before[last])[:3]
        assert table.delete(f"{column} in ({', '.join(map(str, gone))})") == 3
        assert {snapshot: session.table("main.multi", snapshot=snapshot).to_arrow().to_pylist() for snapshot in before} == before
        assert [row for row in before[last] if row[column] not in gone] == table.to_arrow().to_pylist()
    ours = [container(path) for path in set(data.rglob("*.puffin")) - known if path.read_bytes()[:4] == b"PFA1"]
    assert [[each[:2] for each in vectors] for vectors in ours] == [[each[:2] for each in container(theirs)] + [(last + 1, 38)]]
