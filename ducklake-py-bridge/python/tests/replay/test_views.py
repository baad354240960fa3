"""Views that the reference made: either read with the rows that it reads, or refused with their SQL."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pytest

import ducklake
import golden
from lab import BACKENDS, Lab
from oracle import Refused

VIEWS = int(os.environ.get("QUACKLAKE_REPLAY_VIEWS", "40"))
SEED = int(os.environ.get("QUACKLAKE_REPLAY_FIRST_SEED", "1"))

TABLES = (
    "CREATE SCHEMA lake.s2",
    'CREATE TABLE lake.main.t (a INTEGER, b VARCHAR, "Odd ""n" BIGINT, d DATE, ts TIMESTAMP, tz TIMESTAMPTZ, "dec" DECIMAL(9,2), s STRUCT(x INTEGER, y VARCHAR), '
    "f DOUBLE, r FLOAT, flag BOOLEAN, u UUID, tm TIME, l INTEGER[], big HUGEINT, sm UTINYINT, ns TIMESTAMP_NS)",
    "INSERT INTO lake.main.t SELECT CASE WHEN i % 11 = 0 THEN NULL ELSE i - 5 END, CASE i % 7 WHEN 0 THEN NULL WHEN 1 THEN '' WHEN 2 THEN 'it''s' WHEN 3 THEN 'X' "
    "WHEN 4 THEN 'ä_b' ELSE 'x' || i END, i * 1000000007, DATE '2024-01-01' + CAST(i AS INTEGER), TIMESTAMP '2024-01-01 00:00:00.5' + INTERVAL (i) HOUR, "
    "TIMESTAMPTZ '2024-01-01 00:00:00+00' + INTERVAL (i) HOUR, i / 4, CASE WHEN i % 5 = 0 THEN NULL ELSE {'x': i, 'y': 'y' || i} END, "
    "CASE i WHEN 3 THEN 'nan'::DOUBLE WHEN 4 THEN 'inf'::DOUBLE WHEN 6 THEN NULL ELSE i / 10 END, i / 10, CASE i % 3 WHEN 0 THEN NULL ELSE i % 3 = 1 END, "
    "('00000000-0000-0000-0000-0000000000' || lpad(i::VARCHAR, 2, '0'))::UUID, TIME '10:00:00' + INTERVAL (i) MINUTE, [i], i::HUGEINT, i, TIMESTAMP_NS '2024-01-01 00:00:00.123456789' "
    "FROM range(40) q(i)",
    "INSERT INTO lake.main.t (a, b, d, f, flag) VALUES (-7, 'inlined', DATE '2025-06-01', 0.1, true), (NULL, NULL, 'infinity', -0.0, false)",
    "CREATE TABLE lake.s2.t (a INTEGER, other VARCHAR)",
    "INSERT INTO lake.s2.t VALUES (100, 'of s2'), (1, NULL)",
    'CREATE TABLE lake.main."Odd T" ("select" INTEGER, "current_date" INTEGER, "value" INTEGER, name VARCHAR, st STRUCT(a INTEGER), a INTEGER, "ünï" INTEGER)',
    "INSERT INTO lake.main.\"Odd T\" VALUES (1, 2, 3, 'n', {'a': 5}, 6, 7), (1, NULL, -3, 'm', {'a': NULL}, 7, 8)",
    "CREATE TABLE lake.main.only_main (a INTEGER)",
    "INSERT INTO lake.main.only_main VALUES (11)",
    "CREATE TABLE lake.main.st (a INTEGER, st STRUCT(a INTEGER))",
    "INSERT INTO lake.main.st VALUES (1, {'a': 2})",
)

# These have to be read.
PLAIN = {
    "everything": "SELECT * FROM lake.main.t",
    "from_first": "FROM lake.main.t",
    "some": "SELECT a, b FROM lake.main.t",
    "unqualified": "SELECT a, b FROM t",
    "turned": "SELECT b, a, \"Odd \"\"n\" FROM lake.main.t",
    "other_case": "SELECT A, \"odd \"\"N\" FROM MAIN.T WHERE A >= 2 AND B IS NOT NULL",
    "renamed": "SELECT a AS x, b AS \"B q\" FROM t",
    "swapped": "SELECT a AS b, b AS a FROM t WHERE a = 1",
    "of_schema": "SELECT a FROM s2.t",
    "qualified": "SELECT t.a, main.t.b FROM main.t WHERE t.a > 1",
    "by_lake": "SELECT lake.main.t.a FROM lake.main.t WHERE lake.main.t.a < 9",
    "by_alias": "SELECT q.a FROM t AS q WHERE q.b = 'X'",
    "commented": "SELECT a /* a comment */ FROM t -- and another",
    "not_null": "SELECT a FROM t WHERE a IS NOT NULL AND NOT (b IS NULL)",
    "either": "SELECT a FROM t WHERE (a > 10 OR a < 3) AND b IS NOT NULL",
    "listed": "SELECT a FROM t WHERE a IN (1, 2, 3) OR b IN ('X', 'it''s')",
    "not_listed": "SELECT a FROM t WHERE a NOT IN (1, 2) AND b NOT IN ('X')",
    "null_listed": "SELECT a FROM t WHERE a IN (1, NULL)",
    "not_null_listed": "SELECT a FROM t WHERE a NOT IN (1, NULL)",
    "between": "SELECT a FROM t WHERE a BETWEEN 1 AND 20 AND a NOT BETWEEN 5 AND 6",
    "turned_round": "SELECT a FROM t WHERE 3 < a",
    "negative": "SELECT a FROM t WHERE a = -5 OR f > -1.5",
    "like": "SELECT a FROM t WHERE b LIKE 'x%' AND b NOT LIKE '_1%'",
    "underline": "SELECT a FROM t WHERE b LIKE '__b'",
    "quote": "SELECT a FROM t WHERE b = 'it''s'",
    "fraction": "SELECT a FROM t WHERE a > 1.5 AND a <> 7.0",
    "decimal": "SELECT a FROM t WHERE \"dec\" = 1.50 OR \"dec\" > 8",
    "double": "SELECT a FROM t WHERE f = 0.1 OR f >= 3.7 OR f = 0",
    "float": "SELECT a FROM t WHERE r = 0.1 OR r >= 3.7",
    "exponent": "SELECT a FROM t WHERE f < 1e-5 OR f > 1e300",
    "flags": "SELECT a FROM t WHERE flag",
    "no_flags": "SELECT a FROM t WHERE NOT flag",
    "flags_are": "SELECT a FROM t WHERE flag = true OR flag <> true",
    "true": "SELECT a FROM t WHERE true",
    "false": "SELECT a FROM t WHERE false",
    "unknown": "SELECT a FROM t WHERE NULL",
    "equals_null": "SELECT a FROM t WHERE NOT (a = NULL)",
    "day": "SELECT a FROM t WHERE d = DATE '2024-01-05' OR d > '2024-02-01'::DATE",
    "day_text": "SELECT a FROM t WHERE d <= '2024-01-05'",
    "day_time": "SELECT a FROM t WHERE d <= TIMESTAMP '2024-01-05 12:00:00'",
    "time_stamp": "SELECT a FROM t WHERE ts > TIMESTAMP '2024-01-01 10:00:00.5' AND ts < DATE '2024-01-02'",
    "time_stamp_text": "SELECT a FROM t WHERE ts > '2024-01-01 10:00:00'",
    "zoned": "SELECT a FROM t WHERE tz > TIMESTAMPTZ '2024-01-01 10:00:00+02'",
    "time": "SELECT a FROM t WHERE tm > TIME '10:10:00'",
    "uuid": "SELECT a FROM t WHERE u = '00000000-0000-0000-0000-000000000007'",
    "field": "SELECT a FROM t WHERE s.x = 12 OR s.y = 'y3'",
    "field_null": "SELECT a FROM t WHERE s.x IS NULL",
    "whole_struct": "SELECT s, l, big, ns FROM t WHERE l IS NOT NULL",
    "small": "SELECT sm FROM t WHERE sm > 250 OR sm = -1 OR sm < 3",
    "alias_in_where": "SELECT a AS b2 FROM t WHERE b = 'X'",
    "strange": "SELECT \"select\", \"value\", name, \"ünï\" FROM \"Odd T\" WHERE \"value\" > 0 AND name = 'n'",
    "window": "SELECT a FROM t WINDOW w AS ()",
    "lake_s2": "SELECT a FROM lake.s2.t WHERE a >= 1",
}

# These take an engine; the reference reads most of them.
REFUSED = {
    "sorted": "SELECT a FROM t ORDER BY a",
    "limited": "SELECT a FROM t LIMIT 1",
    "distinct": "SELECT DISTINCT flag FROM t",
    "computed": "SELECT a + 1 FROM t",
    "constant": "SELECT 'const' AS c, a FROM t",
    "no_table": "SELECT 1 AS one",
    "upper": "SELECT upper(b) FROM t",
    "counted": "SELECT count(*) FROM t",
    "grouped": "SELECT a FROM t GROUP BY a",
    "with_query": "WITH q AS (SELECT 1 AS a) SELECT a FROM q",
    "with_same_name": "WITH t AS (SELECT 1 AS a) SELECT a FROM t",
    "nested": "SELECT a FROM (SELECT a FROM t)",
    "joined": "SELECT t.a FROM t JOIN s2.t AS q ON t.a = q.a",
    "crossed": "SELECT t.a FROM t, s2.t AS q",
    "union": "SELECT a FROM t UNION ALL SELECT a FROM s2.t",
    "view_of_view": "SELECT a FROM \"some\"",
    "sampled": "SELECT a FROM t TABLESAMPLE 100%",
    "excluded": "SELECT * EXCLUDE (a) FROM t",
    "replaced": "SELECT * REPLACE (a + 1 AS a) FROM t",
    "columns": "SELECT COLUMNS('a') FROM t",
    "qualified_star": "SELECT t.* FROM t",
    "relation_columns": "SELECT x FROM s2.t AS q(x, y)",
    "row": "SELECT t FROM t",
    "row_ids": "SELECT rowid, a FROM t",
    "twice": "SELECT a, a FROM t",
    "same_names": "SELECT a, b AS A FROM t",
    "field_item": "SELECT s.x FROM t",
    "ilike": "SELECT a FROM t WHERE b ILIKE 'X'",
    "escape": "SELECT a FROM t WHERE b LIKE 'x\\_%' ESCAPE '\\'",
    "similar": "SELECT a FROM t WHERE b SIMILAR TO 'x.*'",
    "glob": "SELECT a FROM t WHERE b GLOB 'x*'",
    "collated": "SELECT a FROM t WHERE b = 'x' COLLATE NOCASE",
    "cast_column": "SELECT a FROM t WHERE a::VARCHAR = '1'",
    "cast_number": "SELECT a FROM t WHERE a = 1::BIGINT",
    "two_columns": "SELECT a FROM t WHERE a = sm",
    "number_as_text": "SELECT a FROM t WHERE a = '1'",
    "flag_as_number": "SELECT a FROM t WHERE a = true",
    "number_as_flag": "SELECT a FROM t WHERE a",
    "distinct_from": "SELECT a FROM t WHERE a IS DISTINCT FROM 2",
    "is_true": "SELECT a FROM t WHERE flag IS TRUE",
    "subquery": "SELECT a FROM t WHERE a IN (SELECT a FROM s2.t)",
    "zoneless": "SELECT a FROM t WHERE tz > TIMESTAMP '2024-01-01 10:00:00'",
    "zoneless_text": "SELECT a FROM t WHERE tz > '2024-01-01 10:00:00'",
    "short_date": "SELECT a FROM t WHERE d = '2024-1-5'",
    "nanoseconds": "SELECT a FROM t WHERE ns > TIMESTAMP_NS '2024-01-01 00:00:00'",
    "huge": "SELECT a FROM t WHERE big = 3",
    "long_decimal": "SELECT a FROM t WHERE f = 0.12345678901234567890",
    "alias_of_where": "SELECT a AS x FROM t WHERE x = 1",
    "ambiguous": "SELECT st.a FROM st",
    "today": "SELECT \"current_date\" FROM \"Odd T\"",
    "place_holder": "SELECT a FROM t WHERE b = '{DUCKLAKE_CATALOG}'",
    "only_by_search_path": "SELECT a FROM only_main",
    "lake_in_other_case": "SELECT a FROM LAKE.main.t",  # stored as it is: by the name that the lake had then
    "list": "SELECT l[1] FROM t",
    "list_equal": "SELECT a FROM t WHERE l = [1]",
    "interval": "SELECT a FROM t WHERE ts > TIMESTAMP '2024-01-01' - INTERVAL 1 DAY",
    "in_mixed": "SELECT a FROM t WHERE a IN (1, '2')",
}

ALIASED = {
    "aliases": ("(p, q)", "SELECT a, b FROM t WHERE a > 3"),
    "fewer_aliases": ("(p)", "SELECT a, b FROM t"),
    "odd_aliases": ('("p ""x", "a,b")', "SELECT a, b FROM t"),
    "crossed_aliases": ("(b, a)", "SELECT a, b FROM t WHERE a = 1"),
    "star_aliases": ("(p, q)", "SELECT * FROM t"),
}


def matches(wanted: pa.Table, got: pa.Table) -> bool:
    return (
        wanted.schema.names == got.schema.names
        and wanted.num_rows == got.num_rows
        and (wanted.num_rows == 0 or golden.rows(wanted, got.schema) == golden.rows(got, got.schema))
    )


def rows_of(lab: Lab, view: str, where: str = "") -> pa.Table:
    """What the reference reads from a view."""
    return lab.oracle.arrow(f"SELECT * FROM lake.{view}{where}")


def make(lab: Lab, name: str, sql: str, aliases: str = "") -> None:
    lab.execute(f"CREATE VIEW lake.{'s2' if name == 'only_by_search_path' else 'main'}.{golden.quoted(name)}{aliases} AS {sql}")


def random_view(random_: random.Random) -> str:
    columns = ["a", "b", '"Odd ""n"', "d", "ts", "tz", '"dec"', "f", "r", "flag", "u", "tm", "sm", "s.x", "big"]
    constants = [
        "1", "-1", "0", "2.5", "0.1", "1e3", "1000000007", "'X'", "'x5'", "''", "NULL", "true", "false", "'2024-01-10'", "DATE '2024-01-10'",
        "TIMESTAMP '2024-01-01 12:00:00'", "TIMESTAMPTZ '2024-01-01 12:00:00+01'", "TIME '10:20:00'", "'10:20:00'", "300", "12345678901", "'1'",
    ]  # fmt: skip

    def condition(depth: int) -> str:
        if depth > 0 and random_.random() < 0.5:
            parts = f" {random_.choice(['AND', 'OR'])} ".join(condition(depth - 1) for _ in range(random_.randint(2, 3)))
            return f"({parts})" if random_.random() < 0.8 else f"NOT ({parts})"
        column, constant = random_.choice(columns), lambda: random_.choice(constants)
        form = random_.randrange(8)
        if form == 0:
            return f"{column} IS {random_.choice(['', 'NOT '])}NULL"
        if form == 1:
            return f"{column} {random_.choice(['', 'NOT '])}IN ({', '.join(constant() for _ in range(random_.randint(1, 3)))})"
        if form == 2:
            return f"{column} {random_.choice(['', 'NOT '])}BETWEEN {constant()} AND {constant()}"
        if form == 3:
            return f"b {random_.choice(['', 'NOT '])}LIKE '{random_.choice(['x%', '%', '_', '%1_', 'ä%'])}'"
        return f"{column} {random_.choice(['=', '<>', '<', '<=', '>', '>='])} {constant()}"

    chosen = random_.sample(columns[:13], random_.randint(1, 4))
    items = ", ".join(each if random_.random() < 0.7 else f"{each} AS n{number}" for number, each in enumerate(chosen))
    return f"SELECT {random_.choice(['*', items, items])} FROM {random_.choice(['t', 'main.t', 'lake.main.t'])} WHERE {condition(2)}"


@pytest.fixture(params=BACKENDS)
def lab(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Lab]:
    lab = Lab(tmp_path / "lake", request.param)
    for statement in TABLES:
        lab.execute(statement)
    lab.execute("USE lake")
    yield lab
    lab.execute("USE memory")
    lab.detach()


def test_views_are_read_as_the_reference_reads_them_or_refused(lab: Lab) -> None:
    for name, sql in {**PLAIN, **REFUSED}.items():
        make(lab, name, sql)
    for name, (aliases, sql) in ALIASED.items():
        make(lab, name, sql, aliases)
    random_ = random.Random(SEED)
    print(f"seed {SEED}")
    strange: dict[str, str] = {}
    for number in range(VIEWS):
        sql = random_view(random_)
        try:
            make(lab, f"random{number}", sql)
            strange[f"random{number}"] = sql
        except Refused:
            continue

    readable = compare(lab, [*PLAIN, *ALIASED], list(REFUSED), strange)
    assert readable > 0  # of the random ones
    # The table changes, the views do not: * has its columns of now, and what is gone takes an engine.
    lab.execute("ALTER TABLE lake.main.t ADD COLUMN added INTEGER DEFAULT 9")
    lab.execute("ALTER TABLE lake.main.t RENAME COLUMN b TO bb")
    lab.execute("DELETE FROM lake.main.t WHERE a = 7")
    gone = [name for name in PLAIN if not answers(lab, name)]
    assert {"some", "like"} <= set(gone) and "everything" not in gone
    gone.append("swapped")  # its b is now the alias beside it
    left = [name for name in [*PLAIN, *ALIASED] if name not in gone and answers(lab, name)]
    compare(lab, left, [*gone, *REFUSED], strange)
    lab.execute("DROP TABLE lake.main.t")
    compare(lab, [], ["everything", "some"], {})


def answers(lab: Lab, view: str) -> bool:
    try:
        lab.execute(f"SELECT * FROM lake.main.{golden.quoted(view)} LIMIT 1")
        return True
    except Refused:
        return False


def compare(lab: Lab, read: list[str], refused: list[str], either: dict[str, str]) -> int:
    """How many of those that may be either were read."""
    wanted = {}
    for name in [*read, *either]:
        try:
            wanted[name] = rows_of(lab, f"main.{golden.quoted(name)}")
        except Refused:
            assert name in either, name  # the reference fails at a cast: then anything but an answer of ours is right
    stored = dict(lab.execute("SELECT view_name, sql FROM __ducklake_metadata_lake.ducklake_view WHERE end_snapshot IS NULL"))
    copy = lab.backend == "duckdb"
    if copy:  # a DuckDB file has one process at a time
        lab.execute("USE memory")
        lab.detach()
    different, readable = [], 0
    with ducklake.connect(lab.address, data_path=lab.data_path) as session:
        for name in [*read, *either]:
            try:
                view = session.table(f"main.{golden.quoted(name)}")
                got = view.to_arrow()
                assert view.count() == got.num_rows
                readable += name in either
                if name not in wanted or not matches(wanted[name], got):
                    different.append((name, stored[name], got.num_rows, wanted[name].num_rows if name in wanted else "an error"))
            except ducklake.UnsupportedFeatureError as refusal:
                if name in read:
                    different.append((name, stored[name], str(refusal), ""))
        for name in refused:
            schema = "s2" if name == "only_by_search_path" else "main"
            view = session.table(f"{schema}.{golden.quoted(name)}")
            assert view.description["sql"] == stored[name]
            with pytest.raises(ducklake.UnsupportedFeatureError) as refusal:
                view.to_arrow()
            assert "needs an engine" in str(refusal.value) and stored[name] in str(refusal.value), name
    if copy:
        lab.attach()
        lab.execute("USE lake")
    assert not different, different
    return readable


def test_what_is_asked_of_a_view_comes_on_top_of_it(lab: Lab) -> None:
    make(lab, "v", "SELECT a AS b, b AS a, s AS inner_s, d FROM t WHERE a > 2")
    make(lab, "aliased", "SELECT a, b, d FROM t WHERE a <= 20 OR a IS NULL", "(id, word)")
    questions = {
        ("v", "b < 10"): "",
        ("v", "a = 'X' OR a LIKE 'x1%'"): "",
        ("v", "inner_s.x > 12 AND d < DATE '2024-02-01'"): "",
        ("aliased", "id IS NULL OR word = 'X'"): "",
        ("aliased", "NOT (id > 3)"): "",
    }
    wanted = {(view, where): rows_of(lab, f"main.{view}", f" WHERE {where}") for view, where in questions}
    some = lab.oracle.arrow("SELECT a, b FROM lake.main.v WHERE b > 5")
    snapshot = lab.snapshots()[-1]
    then = rows_of(lab, "main.aliased")
    lab.execute("INSERT INTO lake.main.t (a, b) VALUES (3, 'later')")
    lab.execute("ALTER TABLE lake.main.t RENAME COLUMN a TO renamed")
    lab.execute("USE memory")
    lab.detach()
    with ducklake.connect(lab.address, data_path=lab.data_path) as session:
        for (view, where), rows in wanted.items():
            table = session.table(view, snapshot=snapshot)
            assert rows.num_rows > 0 and matches(rows, table.to_arrow(where=where)), (view, where)
            assert table.count(where) == rows.num_rows
            assert table.to_arrow(where=where, limit=2).num_rows == 2
        view = session.table("main.V", snapshot=snapshot)
        assert matches(some, view.to_arrow(columns=["a", "b"], where=ducklake.col("b") > 5))
        assert view.to_arrow(columns=[]).num_rows == view.count()
        assert view.schema.names == ["b", "a", "inner_s", "d"]
        assert [column["name"] for column in view.description["columns"]] == view.schema.names
        assert view.plan().rows == 42
        assert matches(then, session.table("aliased", snapshot=snapshot).to_arrow())
        with pytest.raises(ducklake.UnsupportedFeatureError, match="no column a"):
            session.table("aliased").to_arrow()
        with pytest.raises(ducklake.NotFoundError, match="rowid"):
            view.to_arrow(where="rowid = 1")
        with pytest.raises(ValueError, match="(?i)main.v is a view"):
            view.scan(row_id=True).to_arrow()
        with pytest.raises(ducklake.NotFoundError, match="(?i)main.v is a view, not a table"):
            view.changes(0, snapshot).to_arrow()
    lab.attach()
    lab.execute("USE lake")
