"""Snapshots expire as in the reference: the same rows stay, the same files are scheduled for deletion."""

from __future__ import annotations

import contextlib
import datetime
from pathlib import Path


import pytest

import ducklake
from ducklake import _jvm
from differential import alteration, connection
from test_differential import Both, both, numbers  # noqa: F401  both is a fixture
from test_maintenance import append, create, file_lake, maintenance, states


def expire(lakes: Both, *ids: int) -> list[int]:
    lakes.reference.run(f"call ducklake_expire_snapshots('lake', versions => {list(ids)})")
    which = _jvm.java("io.quacklake.transact.SnapshotsToExpire")
    longs = _jvm.java("java.util.ArrayList")()
    for each in ids:
        longs.add(_jvm.java("java.lang.Long").valueOf(each))
    return [int(each.id().value()) for each in maintenance(lakes).expireSnapshots(which.of(longs))]


def history(lakes: Both) -> None:
    """Snapshots 1 to 18, with everything that can end."""
    to = alteration()
    create(lakes)
    append(lakes, 0, 100)
    lakes.delete("n", "a between 10 and 40")
    lakes.append("n", "values (500, 'v500')", numbers(500, 501))
    lakes.update("n", "a between 50 and 70", b="'new'")
    lakes.delete("n", "a = 500")
    lakes.alter("n", "add column c integer", to.addColumn("c", "integer"))
    lakes.alter("n", "rename b to bb", to.renameColumn("b", "bb"))
    lakes.do("comment on table n is 'one'", lambda tx: tx.alter("n", to.comment("one")))
    lakes.do("comment on table n is 'two'", lambda tx: tx.alter("n", to.comment("two")))
    create(lakes, "m")
    append(lakes, 0, 50, "m")
    lakes.append("m", "values (1, 'v1')", numbers(1, 2))
    lakes.delete("m", "a between 20 and 45")
    lakes.do("create view v as select 1 as one", lambda tx: tx.createView("v", "SELECT 1 AS one"))
    lakes.do("drop view v", lambda tx: tx.dropView("v"))
    lakes.do("drop table m", lambda tx: tx.dropTable("m"))
    lakes.delete("n", "a > 80")


@pytest.mark.parametrize(
    "gone", [[2, 3, 4, 5], [0, 1, 11, 12, 13, 14, 15, 17], list(range(0, 30))]
)
def test_what_is_left_is_what_the_reference_leaves(both: Both, gone: list[int]) -> None:  # noqa: F811
    history(both)
    assert expire(both, *gone) == [each for each in gone if each < 18]
    both.close()
    with contextlib.closing(connection()) as reader:
        reader.execute(f"attach 'ducklake:{both.ours.catalog}' as lake (read_only)")
        reader.execute("select * from lake.n").fetchall()
    both.assert_same()


def test_a_lake_goes_on_after_expiry_and_cleanup(tmp_path: Path) -> None:
    with file_lake(tmp_path) as session:
        table = session.create_table("t", [("a", "INTEGER")])
        for i in range(4):
            table.append([{"a": i * 10 + j} for j in range(10)])
        table.delete("a < 15")
        table.update({"a": "a + 1000"}, "a > 35")
        kept = states(session, "t")[5:]
        assert session.maintenance.expire_snapshots(keep_last=2, dry_run=True).snapshots == (0, 1, 2, 3, 4, 5)
        assert session.maintenance.expire_snapshots(keep_last=2).snapshots == (0, 1, 2, 3, 4, 5)
        with pytest.raises(ducklake.NotFoundError):
            session.table("t", snapshot=3).count()
        assert len(session.maintenance.cleanup_old_files(all=True).files) == 1
        assert [sorted(session.table("t", snapshot=each).scan(row_id=True).to_arrow().to_pylist(), key=repr) for each in (6, 7)] == kept
        assert session.maintenance.merge_adjacent_files().files_processed == 2
        assert session.maintenance.delete_orphaned_files(older_than="0s").files == ()
        assert session.maintenance.expire_snapshots(keep_last=1).snapshots == (6, 7)
        session.maintenance.cleanup_old_files(all=True)
        assert sorted(session.table("t").scan(row_id=True).to_arrow().to_pylist(), key=repr) == kept[-1]
    with contextlib.closing(connection()) as reader:
        reader.execute(f"attach 'ducklake:{tmp_path}/lake.ducklake' as lake; use lake")
        assert reader.execute("select count(*) from t").fetchone() == (len(kept[-1]),)
        reader.execute("insert into t values (5)")


def test_conditions_must_all_hold(tmp_path: Path) -> None:
    with file_lake(tmp_path) as session:
        for name in ("a", "b", "c"):
            session.create_schema(name)
        maintain = session.maintenance
        now = datetime.datetime.now(datetime.timezone.utc)
        assert maintain.expire_snapshots().snapshots == ()
        assert maintain.expire_snapshots(older_than="1h").snapshots == ()
        assert maintain.expire_snapshots(older_than=now, keep_last=3, dry_run=True).snapshots == (0,)
        assert maintain.expire_snapshots(older_than=datetime.timedelta(0), snapshots=[1, 3], dry_run=True).snapshots == (1,)
        session.set_option("expire_older_than", "1 hour")
        assert maintain.expire_snapshots().snapshots == ()
        assert maintain.expire_snapshots(older_than=now).snapshots == (0, 1, 2)
        with pytest.raises(ValueError):
            maintain.expire_snapshots(keep_last=0)


def test_a_transaction_whose_base_has_expired_is_not_committed(tmp_path: Path) -> None:
    with file_lake(tmp_path) as session:
        session.create_table("t", [("a", "INTEGER")])
        with pytest.raises(ducklake.CommitConflictError, match="expired"), session.transaction() as tx:
            tx.table("t").append([{"a": 1}])
            session.create_schema("s")
            session.create_schema("u")
            session.maintenance.expire_snapshots(keep_last=1)
        assert session.table("t").count() == 0
