"""Bloom filters are those that the reference would write, and it prunes by them without losing a row."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pyarrow as pa
import pytest

import ducklake

COLUMNS = {
    "tiny": "(range % 50)::tinyint",
    "wide": "(range % 1000) * 1000003",
    "small": "(range % 300)::usmallint",
    "huge": "(range % 40)::ubigint + 18446744073709551000",
    "word": "'value ' || (range % 700)",
    "bytes": "('b' || (range % 90))::blob",
    "real": "((range % 60) + 1)::float / 7",
    "number": "((range % 600) + 1)::double / 7",
    "day": "date '2020-01-01' + (range % 365)::integer",
    "price": "((range % 500) + 0.25)::decimal(9, 2)",
    "moment": "timestamp '2020-01-01' + to_hours((range % 200)::integer)",
    "uid": "md5((range % 100)::varchar)::uuid",
    "nothing": "case when range % 3 = 0 then null else range % 20 end",
}


@pytest.fixture(scope="module")
def rows() -> pa.Table:
    columns = ", ".join(f"{sql} as {name}" for name, sql in COLUMNS.items())
    with duckdb.connect() as plain:
        return plain.execute(f"select {columns} from range(20000)").to_arrow_table()


def file_of(directory: Path, rows: pa.Table, **options: bool) -> Path:
    with ducklake.connect(f"duckdb:///{directory}/lake.ducklake", data_path=directory / "data", create=True, **options) as session:
        session.create_table("t", rows.schema).append(rows)
    [file] = (directory / "data").rglob("*.parquet")
    return file


def filters(plain: duckdb.DuckDBPyConnection, file: Path) -> dict[str, int]:
    return dict(plain.execute(f"select path_in_schema, bloom_filter_length from parquet_metadata('{file}') where bloom_filter_offset is not null").fetchall())


def test_filters_are_the_reference_s(tmp_path: Path, rows: pa.Table) -> None:
    file = file_of(tmp_path, rows)
    theirs = tmp_path / "theirs.parquet"
    with duckdb.connect() as plain:
        plain.register("rows", rows)
        plain.execute(f"copy (from rows) to '{theirs}'")
        assert filters(plain, file) == filters(plain, theirs)
        for name in ("tiny", "wide", "small", "huge", "word", "bytes", "real", "number"):
            for (value,) in plain.execute(f"select distinct {name} from rows where {name} is not null").fetchall():
                [(excluded,)] = plain.execute(f"select bool_or(bloom_filter_excludes) from parquet_bloom_probe('{file}', '{name}', ?)", [value]).fetchall()
                assert not excluded, (name, value)
        absent = [
            plain.execute(f"select bloom_filter_excludes from parquet_bloom_probe('{file}', 'wide', {value})").fetchall() == [(True,)]
            for value in range(1, 500)
        ]
        assert sum(absent) > 450
        wanted = 17 * 1000003
        assert plain.execute(f"select count(*) from '{file}' where wide = {wanted}").fetchone() == (20,)
        assert plain.execute(f"select count(*) from '{file}' where word = 'value 17'").fetchone() == (29,)


def test_equal_numbers_of_other_bytes_have_no_filter(tmp_path: Path) -> None:
    table = pa.table({"z": pa.array([-0.0, 1.0] * 5000), "n": pa.array([float("nan"), 1.0] * 5000), "f": pa.array([0.0, 2.0] * 5000, pa.float32())})
    file = file_of(tmp_path, table)
    with duckdb.connect() as plain:
        assert filters(plain, file) == {}
        assert plain.execute(f"select count(*) from '{file}' where z = 0").fetchone() == (5000,)
        assert plain.execute(f"select count(*) from '{file}' where f = '-0.0'::float").fetchone() == (5000,)
        assert plain.execute(f"select count(*) from '{file}' where n = 'nan'::double").fetchone() == (5000,)


def test_an_encrypted_file_has_no_filter(tmp_path: Path, rows: pa.Table) -> None:
    with ducklake.connect(f"duckdb:///{tmp_path}/lake.ducklake", data_path=tmp_path / "data", create=True, encrypted=True) as session:
        session.create_table("t", rows.schema).append(rows)
        assert session.table("t").to_arrow(where="word = 'value 17'").num_rows == 29
