"""Deletion vectors where the lake asks for them; later deletes of a file keep the snapshot of each."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pyarrow as pa
import pytest

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
