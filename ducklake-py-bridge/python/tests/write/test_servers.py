"""Catalogs on a server together with DuckDB: lakes that it copied there, and lakes that both write at the same time.

QUACKLAKE_SHARED_SECONDS is how long each lake is written by both. Counters are printed (`pytest -s`).
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import random
import threading
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("duckdb", reason="the reference has no package for this Python")

import duckdb
from duckdb_extensions import import_extension

import databases
import ducklake
import golden
import postgres
from test_chaos import Writer

SECONDS = float(os.environ.get("QUACKLAKE_SHARED_SECONDS", "10"))

# What a plain copy of the catalog's tables does not do: the first has files with paths relative to the program's working directory,
# DuckDB copies int128 as DOUBLE in the second, and it copies no nested types.
LEFT_OUT = {"add_files", "types_scalar_inlined", "types_nested_inlined", "schema_evolution_inlined"}


def connection(*extensions: str) -> duckdb.DuckDBPyConnection:
    for each in ("ducklake", *extensions):
        import_extension(each)
    result = duckdb.connect()
    for each in ("ducklake", *extensions):
        result.execute(f"load {each}")
    return result


@pytest.fixture(scope="module")
def copier() -> duckdb.DuckDBPyConnection:
    return connection("postgres_scanner")


def copied() -> list[str]:
    """The lakes that the reference reads there too."""
    lakes = [lake for lake in golden.lakes() if lake.backend == "duckdb" and lake.expected["version"] == "1.0"]
    return [lake.name for lake in lakes if lake.name not in LEFT_OUT]


@pytest.mark.parametrize("name", copied())
def test_golden_lakes_that_duckdb_copied_into_postgres_read_equal(copier: duckdb.DuckDBPyConnection, name: str) -> None:
    lake = golden.lake(name, "duckdb")
    address = postgres.server().address(f"copied_{name}")
    copier.execute(f"attach '{lake.directory / golden.CATALOG_FILES['duckdb']}' as src (read_only)")
    copier.execute(f"attach '{address.removeprefix('ducklake:postgres:')}' as dst (type postgres)")
    try:
        copier.execute("begin")
        for (table,) in copier.execute("select table_name from duckdb_tables() where database_name = 'src'").fetchall():
            copier.execute(f"create table dst.public.{golden.quoted(table)} as from src.{golden.quoted(table)}")
        copier.execute("commit")
    finally:
        copier.execute("detach src")
        copier.execute("detach dst")
    with ducklake.connect(address, data_path=lake.data_path) as session:
        for read in lake.reads():
            golden.assert_equal(read, session.table(read.table, snapshot=read.snapshot).to_arrow())


@pytest.mark.parametrize("name", sorted(path.parent.name for path in golden.LAKES.glob("*/catalog.postgres.sql")))
def test_golden_lakes_of_the_reference_in_postgres_read_equal(name: str) -> None:
    lake = golden.Lake(name, "postgres", golden.LAKES / name, golden.lake(name, "duckdb").expected)
    address = postgres.server().restored(f"dump_{name}", lake.directory / "catalog.postgres.sql")
    with ducklake.connect(address, data_path=lake.data_path) as session:
        for read in lake.reads():
            golden.assert_equal(read, session.table(read.table, snapshot=read.snapshot).to_arrow())


def _in_both_tables(lake: duckdb.DuckDBPyConnection, statement: str) -> list[int]:
    lake.execute("begin")
    try:
        counts = [lake.execute(statement.format(table=f"lake.{table}")).fetchall()[0][0] for table in ("a", "b")]
        lake.execute("commit")
        return counts
    except duckdb.Error:
        try:
            lake.execute("rollback")
        except duckdb.Error:
            pass  # a failed commit has ended the transaction
        raise


def _duckdb_on_postgres(address: str, seconds: float, results: Any) -> None:
    """Appends and deletes rows that only it knows of. It leaves out what it does wrong by itself when others write:

    - a second delete on a file of which somebody else deletes rows meanwhile: both commit, two delete files count (P21);
    - compaction beside deletes (P19), renames beside anything (P12), reads at older snapshots after its own retries (P13).
    """
    lake = connection("postgres_scanner")
    lake.execute(f"attach '{address}' as lake")
    chance = random.Random(1)
    rows: dict[int, int] = {}
    counts: Counter[str] = Counter()
    fresh = 1_000_000_000
    until = time.monotonic() + seconds
    failures: list[str] = []
    while time.monotonic() < until and not failures:
        try:
            if rows and chance.random() < 0.4:
                gone = chance.sample(sorted(rows), min(len(rows), 4))
                found = _in_both_tables(lake, f"delete from {{table}} where id in ({', '.join(map(str, gone))})")
                if found != [len(gone)] * 2:
                    failures.append(f"deleted {found}, not {len(gone)}")
                for key in gone:
                    del rows[key]
                counts["delete"] += 1
            else:
                new = {fresh + i: chance.randrange(100) for i in range(chance.choice([1, 3, 25]))}
                fresh += len(new)
                _in_both_tables(lake, "insert into {table} values " + ", ".join(map(str, new.items())))
                rows.update(new)
                counts["append"] += 1
        except duckdb.Error as failure:
            if "conflict" not in str(failure).lower():
                failures.append(str(failure))
            counts["conflict"] += 1
    lake.close()
    results.put((rows, dict(counts), failures))


def _duckdb_on_mariadb(address: str, seconds: float, results: Any) -> None:
    """Makes tables with rows, deletes some of them and drops tables: what it can on such a server (docs/compatibility.md)."""
    lake = connection("mysql_scanner")
    lake.execute(f"attach '{address}' as lake")
    tables: dict[int, int] = {}
    counts: Counter[str] = Counter()
    until = time.monotonic() + seconds
    failures: list[str] = []
    number = 0
    while time.monotonic() < until and not failures:
        number += 1
        steps = [(f"create table lake.t{number} as select range id from range(30)", 30)]
        steps += [(f"delete from lake.t{number} where id % 10 = {i}", 27 - 3 * i) for i in range(2)]
        for statement, left in steps:
            try:
                lake.execute(statement)
                tables[number] = left
                counts[statement.split()[0]] += 1
            except duckdb.Error as failure:
                # It does not try again by itself here: the server has none of its words for that.
                if not any(each in str(failure).lower() for each in ("duplicate entry", "deadlock")):
                    failures.append(str(failure))
                counts["conflict"] += 1
                break
    lake.close()
    results.put((tables, dict(counts), failures))


class RowWriter(Writer):
    """Changes rows only: the reference takes no change of a definition for a conflict with its own changes."""

    def work(self) -> dict[Callable[[], bool], int]:
        return {self.append: 7, self.delete: 3, self.merge: 3}


def _ours(address: str, seconds: float) -> tuple[dict[int, int], Counter[str]]:
    with ducklake.connect(address) as session:
        writers = [RowWriter(session, i + 1) for i in range(2)]
        until = time.monotonic() + seconds
        failures: list[BaseException] = []

        def guarded(writer: Writer) -> None:
            try:
                writer.run(until)
            except BaseException as failure:
                failures.append(failure)

        running = [threading.Thread(target=guarded, args=(writer,)) for writer in writers]
        for thread in running:
            thread.start()
        for thread in running:
            thread.join()
        if failures:
            raise failures[0]
        rows = {key: value for writer in writers for key, value in writer.rows.items()}
        return rows, sum((writer.counts for writer in writers), Counter())


def _both(theirs: Any, address: str) -> tuple[dict[int, int], dict[int, int]]:
    context = multiprocessing.get_context("spawn")
    results = context.Queue()
    process = context.Process(target=theirs, args=(address, SECONDS, results))
    process.start()
    rows, counts = _ours(address, SECONDS)
    their_rows, their_counts, failures = results.get(timeout=SECONDS * 5 + 120)
    process.join()
    assert not failures, failures
    print(f"{address.split(':')[1]}: ours {dict(counts)}, DuckDB's {their_counts}, {len(rows)} and {len(their_rows)} rows")
    assert counts["append"] > 0 and sum(their_counts.values()) > their_counts.get("conflict", 0)
    return rows, their_rows


def _create(kind: str, directory: Path, inlining: int) -> str:
    address = databases.new(kind, directory)
    with ducklake.connect(address, data_path=directory / "data", create=True) as session:
        session.set_option("data_inlining_row_limit", inlining)
        for name in ("a", "b"):
            session.create_table(name, [("id", "BIGINT"), ("v", "INTEGER")])
    return address


@pytest.mark.parametrize("inlining", [0, 10])
def test_duckdb_and_quacklake_write_one_lake_in_postgres(tmp_path: Path, inlining: int) -> None:
    address = _create("postgres", tmp_path, inlining)
    rows, theirs = _both(_duckdb_on_postgres, address)
    wanted = Counter((rows | theirs).items())
    reader = connection("postgres_scanner")
    reader.execute(f"attach '{address}' as lake (read_only)")
    with ducklake.connect(address) as session:
        for table in ("a", "b"):
            assert Counter((row["id"], row["v"]) for row in session.table(table).to_arrow().to_pylist()) == wanted
            assert Counter(reader.execute(f"from lake.{table}").fetchall()) == wanted


def test_duckdb_and_quacklake_write_one_lake_in_mariadb(tmp_path: Path) -> None:
    address = _create("mariadb", tmp_path, 0)
    rows, theirs = _both(_duckdb_on_mariadb, address)
    reader = connection("mysql_scanner")
    reader.execute(f"attach '{address}' as lake (read_only)")
    with ducklake.connect(address) as session:
        for table in ("a", "b"):
            assert Counter((row["id"], row["v"]) for row in session.table(table).to_arrow().to_pylist()) == Counter(rows.items())
            assert Counter(reader.execute(f"from lake.{table}").fetchall()) == Counter(rows.items())
        for number, left in theirs.items():
            assert session.table(f"t{number}").count() == left == reader.execute(f"select count(*) from lake.t{number}").fetchall()[0][0]


def test_a_lake_that_duckdb_made_in_mariadb_is_read_and_written(tmp_path: Path) -> None:
    address = databases.new("mariadb", tmp_path)
    with contextlib.closing(connection("mysql_scanner")) as theirs:
        theirs.execute("set timezone = 'UTC'")
        theirs.execute(f"attach '{address}' as lake (data_path '{tmp_path}/data/')")
        theirs.execute("create table lake.inlined (id bigint, f float, d double, s varchar, n decimal(9,2), b boolean, day date, x blob, t timestamp, z timestamptz)")
        theirs.execute("insert into lake.inlined values (1, 0.1, 0.1, 'é''\\', 1.50, true, '2024-02-29', '\\xFF'::blob, '2024-02-29 10:00:01', '2024-02-29 12:00:01+02'), (2, null, null, null, null, null, null, null, null, null)")
        theirs.execute("create table lake.files as select range id, 'name ' || range s from range(100)")
        theirs.execute("delete from lake.files where id < 10")
        inlined = theirs.execute("from lake.inlined order by id").fetchall()
    with ducklake.connect(address) as session:
        ours = [tuple(row.values()) for row in session.table("inlined").to_arrow().to_pylist()]
        assert sorted(ours, key=lambda row: row[0]) == inlined
        assert session.table("files").count() == 90
        session.table("files").append([{"id": 1000, "s": "ours"}])
        session.table("inlined").append([{"id": 3, "f": 1.5}])
        assert session.table("files").delete("id BETWEEN 50 AND 59") == 10
        assert session.table("inlined").delete("id = 2") == 1
        session.table("files").add_column("c", "INTEGER", 7)
        assert session.table("files").count() == 81 and session.table("inlined").count() == 2
    with contextlib.closing(connection("mysql_scanner")) as theirs:
        theirs.execute(f"attach '{address}' as lake")
        assert theirs.execute("select count(*), sum(c) from lake.files").fetchall() == [(81, 81 * 7)]
        assert theirs.execute("select id, f from lake.inlined order by id").fetchall() == [(1, inlined[0][1]), (3, 1.5)]
