"""Files are merged as the reference merges them; both read every snapshot as it was."""

from __future__ import annotations

import contextlib
import datetime
import os
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

import ducklake
from ducklake import _jvm
from differential import alteration, connection, definition, snapshots
from test_differential import Both, numbers


@pytest.fixture
def both(tmp_path: Path) -> Iterator[Both]:
    lakes = Both(tmp_path, 0)
    yield lakes
    lakes.close()


def merge(both: Both, table: str) -> Any:
    both.reference.run(f"call ducklake_merge_adjacent_files('lake', '{table}')")
    return maintenance(both).onTable(table).mergeAdjacentFiles()


def maintenance(both: Both) -> Any:
    return _jvm.java("io.quacklake.transact.Maintenance").of(both.ours.lake)


def create(both: Both, name: str = "n") -> None:
    both.do(f"create table {name} (a integer, b varchar)", lambda tx: tx.createTable(definition(name, a="integer", b="varchar")))


def append(both: Both, first: int, last: int, name: str = "n") -> None:
    both.append(name, f"select range, 'v' || range from range({first}, {last})", numbers(first, last))


def test_merged_files_are_the_reference_s(both: Both) -> None:
    to = alteration()
    create(both)
    for first in (0, 10, 20):
        append(both, first, first + 10)
    merge(both, "n")
    append(both, 30, 40)
    append(both, 40, 50)
    merge(both, "n")  # several groups at once are numbered by chance
    both.alter("n", "add column c integer default 5", to.addColumn("c", "integer").withDefault("5"))
    for first in (50, 60):
        both.append("n", f"select range, 'v' || range, range from range({first}, {first + 10})", numbers(first, first + 10, c=pa.array(range(first, first + 10), pa.int32())))
    both.alter("n", "rename b to bb", to.renameColumn("b", "bb"))
    both.alter("n", "drop column c", to.dropColumn("c"))
    [done] = merge(both, "n")
    assert (done.filesProcessed(), done.filesCreated()) == (2, 1)
    both.assert_same("n")


def test_files_with_deleted_rows_stay(both: Both) -> None:
    create(both)
    for first in (0, 20, 40, 60):
        append(both, first, first + 20)
    both.delete("n", "a between 0 and 12")
    merge(both, "n")
    append(both, 80, 100)
    merge(both, "n")
    both.assert_same("n")


def test_partitions_are_merged_one_by_one(both: Both) -> None:
    to = alteration()
    create(both)
    append(both, 0, 10)
    both.alter("n", "set partitioned by (bucket(2, a))", to.setPartitioning("bucket(2, a)"))
    for first in (10, 20, 30):
        append(both, first, first + 10)
    [done] = merge(both, "n")
    assert (done.filesProcessed(), done.filesCreated()) == (6, 2)
    both.close()
    assert snapshots(both.ours.catalog, "n") == snapshots(both.reference.catalog, "n")


def test_large_files_stay(both: Both) -> None:
    create(both)
    append(both, 0, 10)
    append(both, 10, 20)
    append(both, 0, 20_000)
    append(both, 20, 30)
    lakes = _jvm.java("io.quacklake.transact.Lakes")
    both.reference.run("call lake.set_option('target_file_size', '20KB')")
    lakes.setOption(both.ours.lake, "target_file_size", "20KB")
    merge(both, "n")
    assert list(merge(both, "n")) == []
    both.close()
    assert snapshots(both.ours.catalog, "n") == snapshots(both.reference.catalog, "n")


def test_nothing_to_merge_makes_no_snapshot(both: Both) -> None:
    create(both)
    append(both, 0, 10)
    assert list(merge(both, "n")) == []
    both.assert_same("n")


# Row ids are kept where the reference loses them: pitfall 18, and tables with a sort order.


def file_lake(path: Path, **options: Any) -> ducklake.Session:
    return ducklake.connect(f"duckdb:///{path}/lake.ducklake", data_path=path / "data", create=True, data_inlining_row_limit=0, **options)


def states(session: ducklake.Session, table: str) -> list[Any]:
    """The rows of a table with their ids at each snapshot from its first on."""
    return [
        sorted(session.table(table, snapshot=each).scan(row_id=True).to_arrow().to_pylist(), key=repr)
        for each in session.snapshots()["snapshot_id"].to_pylist()[1:]
    ]


def reference_state(path: Path, table: str, snapshot: int) -> list[Any]:
    with contextlib.closing(connection()) as reader:
        reader.execute(f"attach 'ducklake:{path}/lake.ducklake' as lake (read_only)")
        query = f"select *, rowid from lake.{table} at (version => {snapshot})"
        return sorted(reader.execute(query).to_arrow_table().to_pylist(), key=repr)


def reference_states(path: Path, table: str, count: int) -> list[Any]:
    return [reference_state(path, table, each) for each in range(1, count + 1)]


@pytest.mark.parametrize("encrypted", [False, True])
def test_row_ids_are_kept(tmp_path: Path, encrypted: bool) -> None:
    with file_lake(tmp_path, encrypted=encrypted) as session:
        table = session.create_table("t", [("a", "INTEGER"), ("b", "VARCHAR")])
        table.append([{"a": i, "b": "x"} for i in range(6)])
        table.update({"b": "'y'"}, "a >= 3")
        for i in range(3):
            table.append([{"a": 10 + i, "b": "z"}])
        before = states(session, "t")
        done = session.maintenance.merge_adjacent_files()
        assert (done.files_processed, done.files_created) == (4, 1)
        assert states(session, "t") == [*before, before[-1]]
        count = len(before) + 1
    assert reference_states(tmp_path, "t", count) == [*before, before[-1]]


def test_a_sorted_table_is_merged_in_its_order(tmp_path: Path) -> None:
    with file_lake(tmp_path) as session:
        table = session.create_table("t", [("a", "INTEGER"), ("b", "VARCHAR")], sort_by=["b DESC"])
        for i in range(5):
            table.append([{"a": i * 2 + j, "b": f"v{(i * 7 + j * 3) % 11}"} for j in range(2)])
        before = states(session, "t")
        session.maintenance.merge_adjacent_files("t")
        texts = table.to_arrow()["b"].to_pylist()
        assert texts == sorted(texts, reverse=True)
        assert states(session, "t") == [*before, before[-1]]
        count = len(before) + 1
    assert reference_states(tmp_path, "t", count) == [*before, before[-1]]


def test_a_dry_run_changes_nothing(tmp_path: Path) -> None:
    with file_lake(tmp_path) as session:
        table = session.create_table("t", [("a", "INTEGER")])
        for i in range(3):
            table.append([{"a": i}])
        snapshot = session.current_snapshot()
        [would] = session.maintenance.merge_adjacent_files(dry_run=True).tables
        assert (would.table, would.files_processed, would.files_created, would.snapshot_id) == ("main.t", 3, 1, None)
        assert session.current_snapshot() == snapshot
        assert len(table.files()) == 3


def test_tables_that_say_so_are_left_out_unless_named(tmp_path: Path) -> None:
    with file_lake(tmp_path) as session:
        for name in ("t", "u"):
            table = session.create_table(name, [("a", "INTEGER")])
            for i in range(2):
                table.append([{"a": i}])
        session.set_option("auto_compact", False, table="t")
        assert [each.table for each in session.maintenance.merge_adjacent_files().tables] == ["main.u"]
        assert [each.table for each in session.maintenance.merge_adjacent_files("t").tables] == ["main.t"]
        with pytest.raises(ducklake.NotFoundError):
            session.maintenance.merge_adjacent_files("nothing")


def test_merging_goes_on_while_others_write(tmp_path: Path) -> None:
    with file_lake(tmp_path) as session:
        table = session.create_table("t", [("a", "INTEGER")])
        failures: list[BaseException] = []

        def until_done(change: Callable[[], int]) -> int:
            while True:
                with contextlib.suppress(ducklake.CommitConflictError):
                    return change()

        def write(worker: int) -> None:
            mine = session.table("t")
            try:
                for i in range(12):
                    rows = [{"a": worker * 1000 + i * 10 + j} for j in range(2)]
                    until_done(lambda: mine.append(rows))
                    if i % 4 == 3:
                        assert until_done(lambda: mine.delete(f"a = {rows[0]['a']}")) == 1
            except BaseException as failure:
                failures.append(failure)

        workers = [threading.Thread(target=write, args=(each,)) for each in range(3)]
        for each in workers:
            each.start()
        merged = 0
        while any(each.is_alive() for each in workers):
            with contextlib.suppress(ducklake.CommitConflictError):
                merged += session.maintenance.merge_adjacent_files().files_processed
        for each in workers:
            each.join()
        assert failures == []
        expected = {w * 1000 + i * 10 + j for w in range(3) for i in range(12) for j in range(2)} - {
            w * 1000 + i * 10 for w in range(3) for i in (3, 7, 11)
        }
        assert sorted(table.to_arrow()["a"].to_pylist()) == sorted(expected)
        assert merged > 0
        ids = table.scan(row_id=True).to_arrow()["rowid"].to_pylist()
        assert len(set(ids)) == len(ids)


def test_flushed_rows_are_merged_when_snapshots_have_expired(tmp_path: Path) -> None:
    with contextlib.closing(connection()) as reference:
        reference.execute(f"attach 'ducklake:{tmp_path}/lake.ducklake' as lake (data_path '{tmp_path}/data/'); use lake")
        reference.execute("create table t (a integer, b varchar)")
        for first in (0, 4, 8):
            reference.execute(f"insert into t select range, 'v' || range from range({first}, {first + 4})")
        reference.execute("call ducklake_flush_inlined_data('lake')")
        for first in (20, 40):
            reference.execute(f"insert into t select range, 'v' || range from range({first}, {first + 20})")
        reference.execute("call ducklake_expire_snapshots('lake', versions => [1, 2, 5])")
    with ducklake.connect(f"duckdb:///{tmp_path}/lake.ducklake") as session:
        kept = session.snapshots()["snapshot_id"].to_pylist()[1:]
        before = states(session, "t")
        done = session.maintenance.merge_adjacent_files()
        assert (done.files_processed, done.files_created) == (3, 1)
        assert states(session, "t") == [*before, before[-1]]
    assert [reference_state(tmp_path, "t", each) for each in kept] == before


def age(path: Path, days: int) -> None:
    then = time.time() - days * 86_400
    os.utime(path, (then, then))


def test_orphans_are_what_the_catalog_does_not_name(tmp_path: Path) -> None:
    with file_lake(tmp_path) as session:
        table = session.create_table("t", [("a", "INTEGER")], partition_by=["a"])
        table.append([{"a": i % 3} for i in range(100)])
        table.delete("a = 1")
        table.append([{"a": 1}])
        table.append([{"a": 1}])
        session.maintenance.merge_adjacent_files()
        files = [each for each in tmp_path.rglob("*") if each.is_file() and each.suffix in (".parquet", ".puffin")]
        directory = tmp_path / "data" / "main" / "t"
        names = [
            f"ducklake-{uuid.uuid4()}.parquet",
            f"a=1/ducklake-{uuid.uuid4()}.parquet",
            f"ducklake-{uuid.uuid4()}-delete.parquet",
            f"ducklake-{uuid.uuid4()}-delete.puffin",
            f".ducklake-{uuid.uuid4()}.parquet.{uuid.uuid4()}.tmp",
        ]
        others = ["mine.parquet", f"ducklake-{uuid.uuid4()}.csv"]
        for name in [*names, *others]:
            (directory / name).write_text("x")
        young = directory / f"ducklake-{uuid.uuid4()}.parquet"
        young.write_text("x")
        for each in [*files, *(directory / name for name in [*names, *others])]:
            age(each, 3)
        expected = sorted(str(directory / name) for name in names)
        assert list(session.maintenance.delete_orphaned_files(dry_run=True).files) == expected
        assert list(session.maintenance.delete_orphaned_files(older_than="4d").files) == []
        assert list(session.maintenance.delete_orphaned_files().files) == expected
        assert not any((directory / name).exists() for name in names)
        assert all((directory / name).exists() for name in others) and young.exists()
        assert all(each.exists() for each in files)


def test_files_that_were_merged_are_removed_when_they_are_old(tmp_path: Path) -> None:
    with file_lake(tmp_path) as session:
        table = session.create_table("t", [("a", "INTEGER")])
        for i in range(4):
            table.append([{"a": i}])
        before = states(session, "t")
        old = sorted(str(each) for each in tmp_path.rglob("*.parquet"))
        session.maintenance.merge_adjacent_files()
        assert session.maintenance.cleanup_old_files().files == ()
        assert sorted(session.maintenance.cleanup_old_files(all=True, dry_run=True).files) == old
        assert all(Path(each).exists() for each in old)
        assert sorted(session.maintenance.cleanup_old_files(older_than=datetime.timedelta(0)).files) == old
        assert not any(Path(each).exists() for each in old)
        assert session.maintenance.cleanup_old_files(all=True).files == ()
        assert states(session, "t") == [*before, before[-1]]
        count = len(before) + 1
    assert reference_states(tmp_path, "t", count) == [*before, before[-1]]


def test_the_reference_and_we_clean_up_after_each_other(tmp_path: Path) -> None:
    with file_lake(tmp_path) as session:
        table = session.create_table("t", [("a", "INTEGER")])
        for i in range(3):
            table.append([{"a": i}])
        session.maintenance.merge_adjacent_files()
    with contextlib.closing(connection()) as reference:
        reference.execute(f"attach 'ducklake:{tmp_path}/lake.ducklake' as lake; use lake")
        assert len(reference.execute("call ducklake_cleanup_old_files('lake', cleanup_all => true)").fetchall()) == 3
        for i in range(2):
            reference.execute(f"insert into t select * from range({i * 20}, {i * 20 + 20})")
        reference.execute("call ducklake_merge_adjacent_files('lake')")
        assert reference.execute("select count(*) from t").fetchone() == (43,)
    with ducklake.connect(f"duckdb:///{tmp_path}/lake.ducklake") as session:
        assert len(session.maintenance.cleanup_old_files(all=True).files) == 3
        assert session.table("t").count() == 43
        assert len(list(tmp_path.rglob("*.parquet"))) == 1


def test_an_age_that_is_none_is_refused(tmp_path: Path) -> None:
    with file_lake(tmp_path) as session:
        for text in ("", "2", "d", "2 fortnights", "2d 3"):
            with pytest.raises(ValueError):
                session.maintenance.cleanup_old_files(older_than=text)
        with pytest.raises(ValueError):
            session.maintenance.cleanup_old_files(older_than="2d", all=True)


def test_the_change_feed_is_the_same_after_a_merge(tmp_path: Path) -> None:
    def feed(session: ducklake.Session, last: int) -> list[Any]:
        return sorted(session.table("t").changes(1, last).to_arrow().to_pylist(), key=repr)

    with file_lake(tmp_path) as session:
        table = session.create_table("t", [("a", "INTEGER"), ("b", "VARCHAR")])
        for i in range(4):
            table.append([{"a": i * 10 + j, "b": "x"} for j in range(3)])
        table.update({"b": "'y'"}, "a >= 30")
        for i in range(5, 8):
            table.append([{"a": i * 10 + j, "b": "z"} for j in range(3)])
        last = session.current_snapshot()
        before = feed(session, last)
        session.maintenance.merge_adjacent_files()
        assert feed(session, last) == before
        assert feed(session, last + 1) == before
    with contextlib.closing(connection()) as reference:
        reference.execute(f"attach 'ducklake:{tmp_path}/lake.ducklake' as lake (read_only)")
        rows = reference.execute(f"select * from ducklake_table_changes('lake', 'main', 't', 1, {last})").to_arrow_table().to_pylist()
    assert sorted(((row["snapshot_id"], row["rowid"], row["change_type"], row["a"], row["b"]) for row in rows)) == sorted(
        (row["snapshot_id"], row["rowid"], row["change_type"], row["a"], row["b"]) for row in before
    )
