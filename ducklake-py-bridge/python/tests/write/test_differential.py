"""DuckDB and we do the same; the catalogs are then the same but for what no two writers have alike."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Optional

import pyarrow as pa
import pytest

from ducklake import _jvm
from differential import Ours, Reference, alteration, definition, differences, snapshots

Change = Callable[[Any], Any]


class Both:
    """Two lakes in which the same is done."""

    def __init__(self, directory: Path, inlining: Optional[int]) -> None:
        self.reference = Reference(directory / "reference", inlining)
        self.ours = Ours(directory / "ours", inlining)
        self.operations = 0

    def do(self, sql: str, change: Change) -> None:
        self.reference.run(*sql.split(";"))
        with self.ours.transaction() as tx:
            change(tx)
        self.operations += 1

    def alter(self, table: str, sql: str, change: Any) -> None:
        self.do(f"alter table {table} {sql}", lambda tx: tx.alter(table, change))

    def append(self, table: str, sql: str, rows: pa.Table) -> None:
        with self.ours.rows(rows) as reader:
            self.do(f"insert into {table} {sql}", lambda tx: tx.append(table, reader))

    def delete(self, table: str, where: str) -> None:
        self.do(f"delete from {table} where {where}", lambda tx: tx.delete(table, where))

    def update(self, table: str, where: str, **assignments: str) -> None:
        parsed = _jvm.java("java.util.HashMap")()
        for column, text in assignments.items():
            parsed.put(column, _jvm.java("io.quacklake.transact.Assignment").parse(text))
        settings = ", ".join(f"{column} = {text}" for column, text in assignments.items())
        self.do(
            f"update {table} set {settings} where {where}",
            lambda tx: tx.update(table, parsed, where),
        )

    def merge(self, table: str, keys: list[str], sql: str, rows: pa.Table) -> None:
        on = " and ".join(f"t.{key} = s.{key}" for key in keys)
        others = ", ".join(f"{name} = s.{name}" for name in rows.column_names if name not in keys)
        values = ", ".join(f"s.{name}" for name in rows.column_names)
        with self.ours.rows(rows) as reader:
            self.do(
                f"merge into {table} t using ({sql}) s on {on} when matched then update set {others}"
                f" when not matched then insert values ({values})",
                lambda tx: tx.merge(table, reader, _jvm.java("java.util.Arrays").asList(*keys)),
            )

    def close(self) -> None:
        self.reference.close()
        self.ours.close()

    def assert_same(self, *tables: str) -> None:
        self.close()
        assert differences(self.reference.catalog, self.ours.catalog) == []
        for table in tables:
            theirs = snapshots(self.reference.catalog, table)
            assert snapshots(self.ours.catalog, table) == theirs


@pytest.fixture(params=[None, 0], ids=["inlined", "files"])
def both(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Both]:
    lakes = Both(tmp_path, request.param)
    yield lakes
    lakes.close()


def column(name: str, kind: str) -> Any:
    return _jvm.java("io.quacklake.transact.ColumnDefinition").of(name, kind)


def ref(schema: str, name: str) -> Any:
    return _jvm.java("io.quacklake.format.TableRef").of(schema, name)


def test_definitions(both: Both) -> None:
    to = alteration()
    dependents = _jvm.java("io.quacklake.transact.Transaction$OnDependents")
    both.do("create schema s1", lambda tx: tx.createSchema("s1"))
    both.do('create schema "odd name"', lambda tx: tx.createSchema("odd name"))
    both.do(
        "create table s1.t (a integer not null default 5, b struct(x integer, y varchar[]),"
        " m map(varchar, integer), d decimal(10,2) default 1.5)",
        lambda tx: tx.createTable(
            definition(
                "s1.t",
                column("a", "integer").notNull().withDefault("5"),
                column("b", "struct(x integer, y varchar[])"),
                column("m", "map(varchar, integer)"),
                column("d", "decimal(10,2)").withDefault("1.5"),
            )
        ),
    )
    both.do('create table s1."odd t" (a integer)', lambda tx: tx.createTable(definition('s1."odd t"', a="integer")))
    both.alter("s1.t", "rename b to bb", to.renameColumn("b", "bb"))
    both.alter("s1.t", "add column bb.z integer", to.addField("bb", "z", "integer"))
    both.alter("s1.t", "rename bb.x to xx", to.renameColumn("bb.x", "xx"))
    both.alter("s1.t", "drop column bb.y", to.dropColumn("bb.y"))
    both.alter("s1.t", "alter a set data type bigint", to.setType("a", "bigint"))
    both.alter("s1.t", "alter a set default 7", to.setDefault("a", "7"))
    both.alter("s1.t", "alter a drop default", to.dropDefault("a"))
    both.alter("s1.t", "alter a drop not null", to.dropNotNull("a"))
    both.alter("s1.t", "add column e integer default 42", to.addColumn("e", "integer").withDefault("42"))
    both.do("comment on table s1.t is 'hello'", lambda tx: tx.alter("s1.t", to.comment("hello")))
    both.do("comment on table s1.t is null", lambda tx: tx.alter("s1.t", to.comment(None)))
    both.do("comment on column s1.t.a is 'one'", lambda tx: tx.alter("s1.t", to.columnComment("a", "one")))
    both.do("comment on column s1.t.a is 'two'", lambda tx: tx.alter("s1.t", to.columnComment("a", "two")))
    both.alter("s1.t", "rename a to a2", to.renameColumn("a", "a2"))
    both.alter("s1.t", "set partitioned by (a2, bucket(4, d))", to.setPartitioning("a2", "bucket(4, d)"))
    both.alter("s1.t", "reset partitioned by", to.setPartitioning())
    both.alter("s1.t", "set sorted by (a2 desc nulls last, d)", to.setSortOrder("a2 DESC NULLS LAST", "d"))
    both.alter("s1.t", "rename a2 to a3", to.renameColumn("a2", "a3"))
    both.alter("s1.t", "reset sorted by", to.setSortOrder())
    both.do("alter table s1.t rename to t2", lambda tx: tx.renameTable("s1.t", "t2"))
    both.do("create view s1.v as select 1 as one", lambda tx: tx.createView("s1.v", "SELECT 1 AS one"))
    both.do("comment on view s1.v is 'a view'", lambda tx: tx.setViewTag(ref("s1", "v"), "comment", "a view"))
    both.do("alter view s1.v rename to w", lambda tx: tx.renameView("s1.v", "w"))
    both.do("drop view s1.w", lambda tx: tx.dropView("s1.w"))
    both.do(
        'create or replace table s1."odd t" (z integer)',
        lambda tx: tx.replaceTable(definition('s1."odd t"', z="integer")),
    )
    both.do("drop table s1.t2", lambda tx: tx.dropTable("s1.t2"))
    both.do("drop schema s1 cascade", lambda tx: tx.dropSchema("s1", dependents.DROP))
    assert both.operations == 31
    both.assert_same()


def test_promotions(both: Both) -> None:
    to = alteration()
    both.do(
        "create table w(a tinyint, b smallint, u utinyint, f float, d date, ts timestamp, dc decimal(5,2),"
        " st struct(i integer), l integer[])",
        lambda tx: tx.createTable(
            definition(
                "w",
                a="tinyint",
                b="smallint",
                u="utinyint",
                f="float",
                d="date",
                ts="timestamp",
                dc="decimal(5,2)",
                st="struct(i integer)",
                l="integer[]",
            )
        ),
    )
    for name, kind in [
        ("a", "smallint"),
        ("a", "double"),
        ("b", "decimal(10,0)"),
        ("u", "smallint"),
        ("f", "double"),
        ("d", "timestamp"),
        ("ts", "timestamptz"),
        ("dc", "decimal(9,4)"),
        ("st", "struct(i bigint, j varchar)"),
        ("l", "bigint[]"),
    ]:
        both.alter("w", f"alter {name} type {kind}", to.setType(name, kind))
    both.assert_same()


def numbers(first: int, last: int, **more: pa.Array) -> pa.Table:
    values = range(first, last)
    return pa.table({"a": pa.array(values, pa.int32()), "b": [f"v{value}" for value in values], **more})


def test_rows(both: Both) -> None:
    to = alteration()
    both.do("create table n (a integer, b varchar)", lambda tx: tx.createTable(definition("n", a="integer", b="varchar")))
    both.append("n", "values (0, 'v0'), (1, 'v1'), (2, 'v2')", numbers(0, 3))
    both.append("n", "select range, 'v' || range from range(3, 100)", numbers(3, 100))
    both.append("n", "values (null, null)", pa.table({"a": pa.array([None], pa.int32()), "b": pa.array([None], pa.string())}))
    both.delete("n", "a = 1")
    both.delete("n", "a between 20 and 50")
    both.delete("n", "a between 55 and 70")
    both.update("n", "a = 5", b="'new'")
    both.update("n", "a between 75 and 95", b="'many'", a="a + 1000")
    both.alter("n", "add column c double default 1.5", to.addColumn("c", "double").withDefault("1.5"))
    both.append("n", "values (7, 'v7', 2.5)", numbers(7, 8, c=pa.array([2.5])))
    both.append(
        "n",
        "select range, 'v' || range, range / 2 from range(200, 300)",
        numbers(200, 300, c=pa.array([value / 2 for value in range(200, 300)])),
    )
    both.alter("n", "rename b to text", to.renameColumn("b", "text"))
    both.update("n", "a between 200 and 203", text="'few'")
    both.update("n", "a < 4", c="NULL")
    both.assert_same("n")


def test_merges(tmp_path: Path) -> None:
    both = Both(tmp_path, 0)  # the reference inserts by MERGE into files only
    both.do("create table n (a integer, b varchar)", lambda tx: tx.createTable(definition("n", a="integer", b="varchar")))
    both.append("n", "select range, 'v' || range from range(100)", numbers(0, 100))
    both.merge(
        "n",
        ["a"],
        "select * from (values (50::int, 'x'), (51, 'y'), (500, 'z')) s(a, b)",
        pa.table({"a": pa.array([50, 51, 500], pa.int32()), "b": ["x", "y", "z"]}),
    )
    both.merge("n", ["a"], "select range::int a, 'w' || range b from range(20, 40)", pa.table({"a": pa.array(range(20, 40), pa.int32()), "b": [f"w{i}" for i in range(20, 40)]}))
    both.assert_same("n")


def test_partitions(both: Both) -> None:
    to = alteration()
    both.do("create table p (a integer, b varchar)", lambda tx: tx.createTable(definition("p", a="integer", b="varchar")))
    both.append("p", "select range, 'v' || range from range(50)", numbers(0, 50))
    both.alter("p", "set partitioned by (bucket(3, a))", to.setPartitioning("bucket(3, a)"))
    both.append("p", "values (1, 'v1')", numbers(1, 2))
    both.delete("p", "a < 25")
    both.alter("p", "reset partitioned by", to.setPartitioning())
    both.append("p", "select range, 'v' || range from range(100, 150)", numbers(100, 150))
    both.assert_same("p")
