"""A table whose partitions have names of every kind: what the reference writes into it, and how it has to be read."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

import ducklake

# In the names of directories DuckDB encodes some of these and leaves others; there are %, = and letters in them.
PARTITIONS = ["plain", "a b", "k=0", "50%", "ü/é", "it's", "+&?#", "%20"]
COLUMNS = [("id", "BIGINT"), ("part", "VARCHAR"), ("text", "VARCHAR")]


def rows(n: int) -> pa.Table:
    return pa.table(
        {
            "id": pa.array(range(n), pa.int64()),
            "part": [PARTITIONS[i % len(PARTITIONS)] for i in range(n)],
            "text": [f"row {i} " + "x" * (i % 50) for i in range(n)],
        }
    )


def write(duck: Any) -> pa.Table:
    """Has the reference make, fill and change the table; the rows that it then has, by id."""
    source = rows(4000)  # noqa: F841, the name in the SQL
    duck.execute("create table lake.t (id bigint, part varchar, text varchar)")
    duck.execute("alter table lake.t set partitioned by (part)")
    duck.execute("insert into lake.t from source")
    duck.execute("delete from lake.t where id % 7 = 3")
    duck.execute("update lake.t set text = 'changed' where id % 100 = 1")
    return duck.execute("from lake.t order by id").to_arrow_table()


def require_read(session: ducklake.Session, expected: pa.Table) -> None:
    t = session.table("main.t")
    assert t.to_arrow().sort_by("id").equals(expected.cast(t.schema))
    for part in PARTITIONS:
        literal = part.replace("'", "''")
        wanted = expected.filter(pc.equal(expected["part"], part)).num_rows
        assert t.to_arrow(where=f"part = '{literal}'").num_rows == wanted, part
    assert t.to_arrow(columns=["text"], where="id = 701").to_pylist() == [{"text": "changed"}]


def change(t: ducklake.Table) -> pa.Table:
    """Changes the 4000 rows through us; the rows that there are then, by id."""
    t.delete("id < 100")
    t.update({"text": "'changed'"}, where="id = 700")
    expected = t.to_arrow().sort_by("id")
    assert expected.num_rows == 3900
    return expected


def require_read_by(duck: Any, expected: pa.Table) -> None:
    assert duck.execute("from lake.t order by id").to_arrow_table().cast(expected.schema).equals(expected)
