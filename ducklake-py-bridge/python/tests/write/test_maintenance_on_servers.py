"""Merging, expiry, cleaning up and orphans leave every snapshot that stays as it was, whatever database has the catalog."""

from __future__ import annotations

import os
import time
import uuid
from pathlib import Path
from typing import Any

import pytest

import databases
import ducklake


def states(session: ducklake.Session, table: str, snapshots: list[int]) -> dict[int, list[Any]]:
    return {each: sorted(session.table(table, snapshot=each).scan(row_id=True).to_arrow().to_pylist(), key=repr) for each in snapshots}


def files(tmp_path: Path) -> set[Path]:
    return set((tmp_path / "data").rglob("*.parquet"))


@pytest.mark.parametrize("inlining", [0, 10])
@pytest.mark.parametrize("kind", databases.KINDS)
def test_what_stays_is_as_it_was(kind: str, inlining: int, tmp_path: Path) -> None:
    address = databases.new(kind, tmp_path)
    with ducklake.connect(address, data_path=tmp_path / "data", create=True, data_inlining_row_limit=inlining) as session:
        t = session.create_table("t", [("id", "BIGINT"), ("s", "VARCHAR")])
        gone = session.create_table("gone", [("id", "BIGINT")])
        model = {i: "x" for i in range(60)}
        gone.append([{"id": i} for i in range(5)])
        for first in range(0, 60, 20):
            t.append([{"id": i, "s": "x"} for i in range(first, first + 20)])
        gone.delete("id = 1")
        begun = session.current_snapshot()
        session.drop_table("gone")
        for i in range(100, 103):
            t.append([{"id": i, "s": "é'\\"}])
            model[i] = "é'\\"
        before = states(session, "t", list(range(begun - 1, session.current_snapshot() + 1)))
        merged = session.maintenance.merge_adjacent_files()
        assert merged.files_processed == (6 if inlining == 0 else 3)
        assert states(session, "t", list(before)) == before
        assert t.delete("id IN (3, 4, 101)") == 3
        assert t.update({"s": "'y'"}, "id BETWEEN 10 AND 12") == 3
        model = {key: "y" if 10 <= key <= 12 else value for key, value in model.items() if key not in (3, 4, 101)}
        last = session.current_snapshot()
        kept = states(session, "t", [last - 1, last])
        assert session.maintenance.expire_snapshots(keep_last=2, dry_run=True).snapshots == tuple(range(last - 1))
        assert session.maintenance.expire_snapshots(keep_last=2).snapshots == tuple(range(last - 1))
        with pytest.raises(ducklake.NotFoundError):
            session.table("t", snapshot=begun).count()
        there = files(tmp_path)
        removed = session.maintenance.cleanup_old_files(all=True).files
        assert len(removed) >= merged.files_processed and len(there - files(tmp_path)) == len(removed)
        assert states(session, "t", [last - 1, last]) == kept
        orphan = tmp_path / "data" / "main" / "t" / f"ducklake-{uuid.uuid4()}.parquet"
        orphan.write_bytes(b"PAR1")
        os.utime(orphan, (time.time() - 7200,) * 2)
        assert [Path(each).name for each in session.maintenance.delete_orphaned_files(older_than="1h").files] == [orphan.name]
        assert not orphan.exists()
        t.append([{"id": 500, "s": None}])
        model[500] = None
    with ducklake.connect(address) as session:
        assert {row["id"]: row["s"] for row in session.table("t").to_arrow().to_pylist()} == model
        assert states(session, "t", [last - 1, last]) == kept
