"""What the reference stores wrongly, or in a way that is easily misread: one test an item of docs/pitfalls.md that no other test has.

Where the reference's own answer is wrong, the expected rows are those that were inserted.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import compare
import ducklake
import feed
from lab import BACKENDS, META, Lab
from oracle import Refused


@pytest.fixture(params=BACKENDS)
def lab(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Lab]:
    made = Lab(tmp_path / "lake", request.param)
    yield made
    made.detach()


@pytest.fixture
def duckdb(tmp_path: Path) -> Iterator[Lab]:
    made = Lab(tmp_path / "lake", "duckdb")
    yield made
    made.detach()


@pytest.fixture
def sqlite(tmp_path: Path) -> Iterator[Lab]:
    made = Lab(tmp_path / "lake", "sqlite")
    yield made
    made.detach()


def run(lab: Lab, *statements: str) -> None:
    for statement in statements:
        lab.execute(statement)


def opened(lab: Lab) -> ducklake.Session:
    lab.detach()
    return ducklake.connect(lab.address, data_path=lab.data_path)


def ids(session: ducklake.Session, snapshot: int | None = None, where: str | None = None, column: str = "id") -> list[Any]:
    return sorted(session.table("t", snapshot=snapshot).to_arrow(columns=[column], where=where)[column].to_pylist())


# -- P1, P5: several deletes on one file

TWO_DELETES = (
    "CALL lake.set_option('data_inlining_row_limit', 0)",
    "CREATE TABLE lake.t (id INTEGER)",
    "INSERT INTO lake.t SELECT i FROM range(20) r(i)",
    "DELETE FROM lake.t WHERE id IN (3, 5, 7)",
)


def test_p1_a_longer_delete_file_in_place_of_an_earlier_one_deletes_each_row_once(lab: Lab) -> None:
    run(lab, "CALL lake.set_option('write_deletion_vectors', 'true')", *TWO_DELETES)
    first = lab.snapshots()[-1]
    lab.execute(f"CREATE TEMP TABLE earlier AS FROM {META}.ducklake_delete_file")
    lab.execute("DELETE FROM lake.t WHERE id = 11")
    # As a careful writer leaves it: the earlier file ends where the later one begins. The reference drops the earlier one (P5).
    lab.execute(f"UPDATE earlier SET end_snapshot = {first + 1}")
    lab.execute(f"INSERT INTO {META}.ducklake_delete_file FROM earlier")
    lab.execute("DROP TABLE earlier")
    found = compare.differences(lab)
    assert not found, "\n".join(found)
    with opened(lab) as session:
        assert len(ids(session, first)) == 17
        assert len(ids(session, first + 1)) == 16
        changes = session.table("t").changes(first, first + 1).to_arrow()
        assert sorted(zip(changes["snapshot_id"].to_pylist(), changes["rowid"].to_pylist())) == [(first, 3), (first, 5), (first, 7), (first + 1, 11)]
        assert set(changes["change_type"].to_pylist()) == {"delete"}


def test_p5_a_deletion_vector_of_1_0_forgets_when_rows_were_deleted(lab: Lab) -> None:
    run(lab, "CALL lake.set_option('write_deletion_vectors', 'true')", *TWO_DELETES)
    first = lab.snapshots()[-1]
    lab.execute("DELETE FROM lake.t WHERE id = 11")
    kept = lab.execute(f"SELECT begin_snapshot, delete_count FROM {META}.ducklake_delete_file")
    assert kept == [(first + 1, 4)]  # nothing else is stored
    with opened(lab) as session:
        assert len(ids(session, first)) == 20
        assert len(ids(session, first + 1)) == 16
        assert session.table("t").changes(first, first).to_arrow().num_rows == 0
        assert session.table("t").changes(first + 1, first + 1).to_arrow()["rowid"].to_pylist() == [3, 5, 7, 11]


# -- P4: structs that are inlined as text

STRUCTS = {
    "STRUCT(d DATE, ts TIMESTAMP, t TIME, u UUID)": [
        "{'d': DATE '2020-02-29', 'ts': TIMESTAMP '1969-12-31 23:59:59.999999', 't': TIME '24:00:00', 'u': 'f79c3e09-677c-4bbd-a479-3f349cb785e7'::UUID}",
        "{'d': NULL, 'ts': NULL, 't': NULL, 'u': NULL}",
        "{'d': DATE 'infinity', 'ts': TIMESTAMP '-infinity', 't': TIME '00:00:00', 'u': NULL}",
    ],
    "STRUCT(tz TIMESTAMPTZ, ns TIMESTAMP_NS, s TIMESTAMP_S, ms TIMESTAMP_MS)": [
        "{'tz': TIMESTAMPTZ '2020-02-29 12:30:00+05:30', 'ns': TIMESTAMP_NS '2020-02-29 12:30:00.123456789', 's': '1500-01-01'::TIMESTAMP_S, 'ms': '2020-01-01 00:00:00.5'::TIMESTAMP_MS}",
    ],
    "STRUCT(b BLOB, i INTERVAL)": ["{'b': '\\x00\\xFFa''\\x5C'::BLOB, 'i': INTERVAL '-1 year 2 days'}", "{'b': ''::BLOB, 'i': NULL}"],
    "STRUCT(f FLOAT, g DOUBLE)": ["{'f': 'nan'::FLOAT, 'g': '-inf'::DOUBLE}", "{'f': -0.0::FLOAT, 'g': 5e-324::DOUBLE}", "{'f': 'inf'::FLOAT, 'g': 'nan'::DOUBLE}"],
    "STRUCT(v VARCHAR, w VARCHAR)": [
        "{'v': 'it''s', 'w': 'a\\b'}", "{'v': '', 'w': 'NULL'}", "{'v': NULL, 'w': '\"'}", "{'v': '''', 'w': '\\'}", "{'v': '\\\\', 'w': 'x, y}'}",
        "{'v': '{''v'': 1}', 'w': '[a]'}", "{'v': E'line\\nbreak', 'w': ' ü '}", "{'v': 'CAST(''x'' AS DATE)', 'w': 'true'}",
    ],
    "STRUCT(l VARCHAR[], m MAP(VARCHAR, DATE))": [
        "{'l': ['it''s', 'a,b', NULL, '', 'NULL', ' x'], 'm': MAP {'k=1': DATE '2020-01-01', 'it''s': NULL}}", "{'l': [], 'm': MAP {}}", "{'l': NULL, 'm': NULL}",
    ],
    "STRUCT(d DATE, v VARCHAR)[]": ["[{'d': DATE '2020-01-01', 'v': 'it''s'}, NULL, {'d': NULL, 'v': NULL}]", "[]"],
    "STRUCT(s STRUCT(d DATE, v VARCHAR), j JSON)": ["{'s': {'d': DATE '0044-03-15 (BC)', 'v': 'it''s'}, 'j': '{\"a\": \"it''s\"}'}", "{'s': NULL, 'j': NULL}"],
    "STRUCT(\"odd 'name\" INTEGER, \"b\"\"c\" DATE)": ["{'odd ''name': 1, 'b\"c': DATE '2020-01-01'}"],
}  # fmt: skip


@pytest.mark.parametrize("kind", STRUCTS)
def test_p4_structs_inlined_in_sqlite_read_as_they_were_inserted(kind: str, sqlite: Lab) -> None:
    # The reference fails at some of them and changes others; a table of its own memory has what was inserted.
    rows = ", ".join(f"({n}, CAST({value} AS {kind}))" for n, value in enumerate([*STRUCTS[kind], "NULL"]))
    run(sqlite, f"CREATE TABLE lake.t (id INTEGER, v {kind})", f"INSERT INTO lake.t VALUES {rows}", f"CREATE OR REPLACE TEMP TABLE inserted (id INTEGER, v {kind})")
    sqlite.execute(f"INSERT INTO inserted VALUES {rows}")
    wanted = sqlite.oracle.arrow(f"SELECT {Lab.output([('id', 'INTEGER'), ('v', sqlite.execute('DESCRIBE inserted')[1][1])])}, id::BIGINT AS rowid FROM inserted")
    with opened(sqlite) as session:
        assert compare.unequal(wanted, session.table("t").scan(row_id=True).to_arrow()) is None


# -- P6, P10, P20: filters against what is stored of partitions and statistics


def test_p6_partitions_made_in_another_time_zone_hide_no_row(lab: Lab) -> None:
    run(lab, "CALL lake.set_option('data_inlining_row_limit', 0)", "CREATE TABLE lake.t (id INTEGER, ts TIMESTAMPTZ)", "ALTER TABLE lake.t SET PARTITIONED BY (year(ts), hour(ts))")
    wanted = []
    for n, zone in enumerate(("UTC", "America/New_York", "Asia/Kolkata", "Pacific/Kiritimati")):
        run(lab, f"SET TimeZone = '{zone}'", f"INSERT INTO lake.t SELECT {n * 100} + i, TIMESTAMPTZ '2023-12-31 20:00:00+00' + INTERVAL (i * 30) MINUTE FROM range(16) r(i)")
    run(lab, "SET TimeZone = 'UTC'", "CREATE OR REPLACE TEMP TABLE copied AS FROM lake.t")
    times = [row[0] for row in lab.execute("SELECT DISTINCT ts::VARCHAR FROM copied")]
    for time in times:
        for operator in ("=", "<", ">="):
            where = f"ts {operator} TIMESTAMPTZ '{time}'"
            wanted.append((where, [row[0] for row in lab.execute(f"SELECT id FROM copied WHERE {where} ORDER BY id")]))
    with opened(lab) as session:
        for where, expected in wanted:
            assert ids(session, where=where) == expected, where


def test_p10_counts_of_zero_for_times_and_intervals_hide_no_row(lab: Lab) -> None:
    run(
        lab, "CALL lake.set_option('data_inlining_row_limit', 0)", "CREATE TABLE lake.t (id INTEGER, a TIMETZ, b INTERVAL)",
        "INSERT INTO lake.t VALUES (1, '12:30:00+02', INTERVAL '1 day'), (2, NULL, NULL)",
    )  # fmt: skip
    with opened(lab) as session:
        assert ids(session, where="a IS NOT NULL") == ids(session, where="b IS NOT NULL") == [1]
        assert ids(session, where="a IS NULL") == ids(session, where="b IS NULL") == [2]
        assert session.table("t").count("b IS NOT NULL") == 1


def test_p20_bounds_of_a_table_that_cover_only_its_last_rows_hide_no_row(lab: Lab) -> None:
    run(lab, "CREATE TABLE lake.t (id INTEGER, s VARCHAR)", "INSERT INTO lake.t SELECT i, repeat('é', 200) FROM range(20) r(i)", "INSERT INTO lake.t VALUES (20, 'm')")
    with opened(lab) as session:
        assert ids(session, where="s > 'x'") == list(range(20))
        assert ids(session, where="s < 'x'") == [20]


# -- P13, P19, P21: races


def test_p13_a_delete_that_another_commit_overtook_reads_as_the_reference_reads_it(duckdb: Lab) -> None:
    run(duckdb, *TWO_DELETES, "BEGIN", "DELETE FROM lake.t WHERE id = 11")
    duckdb.oracle.beside("CREATE TABLE lake.other (id INTEGER)")
    duckdb.execute("COMMIT")
    reads = duckdb.expected()
    at = {read.snapshot: read.rows.num_rows for read in reads if read.table == '"main"."t"'}
    duckdb.detach()
    with ducklake.connect(duckdb.address, data_path=duckdb.data_path) as session:
        # The file says that row 11 went one snapshot too early; nothing stored says otherwise.
        assert {snapshot: len(ids(session, snapshot)) for snapshot in at} == at
        assert list(feed.differences(session, reads, set(), every_pair=True)) == []


def test_p19_an_inlined_delete_of_a_file_that_is_gone_deletes_nothing(lab: Lab) -> None:
    run(lab, "CREATE TABLE lake.t (id INTEGER)", "INSERT INTO lake.t SELECT i FROM range(20) r(i)", "INSERT INTO lake.t SELECT i FROM range(20, 40) r(i)", "DELETE FROM lake.t WHERE id = 1")
    run(lab, "CALL ducklake_merge_adjacent_files('lake')", f"INSERT INTO {META}.ducklake_inlined_delete_1 VALUES (77, 3, {lab.snapshots()[-1]})")
    found = compare.differences(lab)
    assert not found, "\n".join(found)


def test_p21_two_delete_files_on_one_file_delete_what_either_names(duckdb: Lab) -> None:
    run(duckdb, *TWO_DELETES, "BEGIN", "DELETE FROM lake.t WHERE id = 11")
    duckdb.oracle.beside("DELETE FROM lake.t WHERE id IN (12, 13)")
    duckdb.execute("COMMIT")
    files = duckdb.execute(f"SELECT count(*) FROM {META}.ducklake_delete_file")[0][0]
    last = duckdb.snapshots()[-1]
    duckdb.detach()
    with ducklake.connect(duckdb.address, data_path=duckdb.data_path) as session:
        assert files == 2
        assert ids(session) == [i for i in range(20) if i not in (3, 5, 7, 11, 12, 13)]
        assert session.table("t").count() == 14
        changes = session.table("t").changes(0, last).to_arrow()
        assert sorted(changes["change_type"].to_pylist()) == ["delete"] * 6 + ["insert"] * 20


# -- P7 and expiry

HIDDEN = {  # what an expired snapshot did before a rewrite, to rows 0 to 19 of snapshot 3
    "delete": (("DELETE FROM lake.t WHERE id IN (3, 4)",), [i for i in range(20) if i not in (3, 4)]),
    "update": (("UPDATE lake.t SET id = id + 100 WHERE id IN (3, 4)",), [i + 100 if i in (3, 4) else i for i in range(20)]),
    "insert and delete of some": (("INSERT INTO lake.t SELECT i FROM range(20, 40) r(i)", "DELETE FROM lake.t WHERE id % 10 = 3"), [i for i in range(40) if i % 10 != 3]),
    "rewrite": (("DELETE FROM lake.t WHERE id < 4", "CALL ducklake_rewrite_data_files('lake', delete_threshold => 0.01)", "DELETE FROM lake.t WHERE id = 9"), [i for i in range(4, 20) if i != 9]),
    "nothing": (("DELETE FROM lake.t WHERE id = 5", "CREATE TABLE lake.u (id INTEGER)"), [i for i in range(20) if i != 5]),
}  # fmt: skip


@pytest.mark.parametrize("limit", [0, 10])
@pytest.mark.parametrize("what", HIDDEN)
def test_p7_a_rewrite_shows_what_expired_snapshots_before_it_did(lab: Lab, what: str, limit: int) -> None:
    statements, left = HIDDEN[what]
    run(lab, f"CALL lake.set_option('data_inlining_row_limit', {limit})", "CREATE TABLE lake.t (id INTEGER)", "INSERT INTO lake.t SELECT i FROM range(20) r(i)")
    before = lab.snapshots()[-1]
    run(lab, *statements, "CALL ducklake_rewrite_data_files('lake', delete_threshold => 0.01)")
    rewrite = lab.snapshots()[-1]
    run(lab, f"CALL ducklake_expire_snapshots('lake', versions => {list(range(before + 1, rewrite))})", "CALL ducklake_cleanup_old_files('lake', cleanup_all => true)")
    found = compare.differences(lab)
    assert not found, "\n".join(found)
    lab.attach()
    theirs = lab.execute(f"SELECT snapshot_id, rowid, id, change_type FROM ducklake_table_changes('lake', 'main', 't', {before}, {rewrite})")
    with opened(lab) as session:
        assert ids(session) == sorted(left)
        changes = session.table("t").changes(before).to_arrow().select(["snapshot_id", "rowid", "id", "change_type"])
    ours = [tuple(row.values()) for row in changes.to_pylist()]
    if limit == 0:  # else it lacks pairs of what the catalog itself says
        assert sorted(ours) == sorted(theirs)
    net: Counter[int] = Counter()
    for _, _, value, kind in ours:
        net[value] += feed.WRITTEN[kind]
    assert {value: count for value, count in net.items() if count} == dict.fromkeys(left, 1)


def test_p7_a_rewrite_that_is_the_oldest_snapshot_shows_nothing(lab: Lab) -> None:
    run(lab, "CALL lake.set_option('data_inlining_row_limit', 0)", "CREATE TABLE lake.t (id INTEGER)", "INSERT INTO lake.t SELECT i FROM range(20) r(i)", "DELETE FROM lake.t WHERE id = 5")
    run(lab, "CALL ducklake_rewrite_data_files('lake', delete_threshold => 0.01)")
    rewrite = lab.snapshots()[-1]
    run(lab, f"CALL ducklake_expire_snapshots('lake', versions => {list(range(rewrite))})")
    with opened(lab) as session:
        assert session.table("t").changes(rewrite).to_arrow().num_rows == 0


# -- N8, N13, N22, N32 and the like


def test_n8_a_default_that_is_the_text_null_is_a_text(lab: Lab) -> None:
    run(lab, "CREATE TABLE lake.t (id INTEGER)", "INSERT INTO lake.t VALUES (1)", "ALTER TABLE lake.t ADD COLUMN v VARCHAR DEFAULT 'NULL'", "ALTER TABLE lake.t ADD COLUMN w VARCHAR")
    with opened(lab) as session:
        assert session.table("t").to_arrow().to_pylist() == [{"id": 1, "v": "NULL", "w": None}]


def test_n13_an_open_session_sees_what_is_written_meanwhile(sqlite: Lab) -> None:
    run(sqlite, "CREATE TABLE lake.t (id INTEGER)", "INSERT INTO lake.t VALUES (1)")
    with ducklake.connect(sqlite.address, data_path=sqlite.data_path) as session:
        assert session.table("t").to_arrow().to_pylist() == [{"id": 1}]
        run(sqlite, "ALTER TABLE lake.t ADD COLUMN v INTEGER DEFAULT 3", "COMMENT ON TABLE lake.t IS 'note'", "INSERT INTO lake.t VALUES (2, 4)")
        assert session.table("t").to_arrow().sort_by("id").to_pylist() == [{"id": 1, "v": 3}, {"id": 2, "v": 4}]
        run(sqlite, "DELETE FROM lake.t WHERE id = 1", "ALTER TABLE lake.t RENAME TO u", "CALL ducklake_flush_inlined_data('lake')")
        assert session.table("u").to_arrow().to_pylist() == [{"id": 2, "v": 4}]
        with pytest.raises(ducklake.NotFoundError):
            session.table("t")


def test_n22_names_are_found_in_any_case(lab: Lab) -> None:
    run(lab, 'CREATE TABLE lake."MixedCase" ("Id" INTEGER, s STRUCT("Inner" INTEGER))', "INSERT INTO lake.mixedcase VALUES (1, {'inner': 2})")
    with opened(lab) as session:
        assert session.table("MAIN.MIXEDCASE").to_arrow(columns=["ID", "S.INNER"], where="iD = 1").num_rows == 1


# -- values


def test_texts_of_64_bytes_in_variants_that_are_not_shredded_are_whole(lab: Lab) -> None:
    # The reference reads them as empty (docs/compatibility.md). Rows of several types are not shredded.
    lengths = [0, 1, 62, 63, 64, 65, 127, 128, 255, 256, 300]
    rows = ", ".join(f"({n}, {{'a': repeat('x', {n}), 'b': {n}}}::VARIANT), ({1000 + n}, [repeat('y', {n}), '{n}']::VARIANT), ({2000 + n}, repeat('z', {n})::VARIANT)" for n in lengths)
    run(lab, "CALL lake.set_option('data_inlining_row_limit', 0)", "CREATE TABLE lake.t (id INTEGER, v VARIANT)", f"INSERT INTO lake.t VALUES {rows}, (9000, 1::VARIANT), (9001, [1]::VARIANT)")
    with opened(lab) as session:
        found = {row["id"]: json.loads(row["v"]) for row in session.table("t").to_arrow(variant="json").to_pylist()}
    for n in lengths:
        assert found[n] == {"a": "x" * n, "b": n}
        assert found[1000 + n] == ["y" * n, str(n)]
        assert found[2000 + n] == "z" * n


def test_p8_negative_intervals_are_read_where_they_can_be_stored(lab: Lab) -> None:
    run(lab, "CREATE TABLE lake.t (id INTEGER, v INTERVAL)", "INSERT INTO lake.t VALUES (1, INTERVAL '-1 month -2 days -03:04:05.678901'), (2, INTERVAL '-1 month 2 days')")
    with pytest.raises(Refused):
        lab.run(("CALL ducklake_flush_inlined_data('lake')",))
    lab.detach()
    lab.attach()
    found = compare.differences(lab)
    assert not found, "\n".join(found)
