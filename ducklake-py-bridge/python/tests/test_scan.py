"""Projection, filters, limits, and the libraries that take a scan as it is."""

from __future__ import annotations

import decimal

import pandas
import polars
import pyarrow as pa
import pytest

import ducklake
from conftest import java_bytes, open_lake
from ducklake import col


@pytest.fixture
def rows(time_travel: ducklake.Session) -> list[dict[str, object]]:
    return sorted(time_travel.table("t").to_arrow().to_pylist(), key=lambda row: row["id"])


def test_columns_come_in_the_order_asked_for(time_travel: ducklake.Session) -> None:
    assert time_travel.table("t").to_arrow(columns=["w", "id"]).schema.names == ["w", "id"]


def test_no_columns_keep_the_count(time_travel: ducklake.Session) -> None:
    result = time_travel.table("t").to_arrow(columns=[])
    assert (result.num_columns, result.num_rows) == (0, 24)


def test_a_text_for_columns_is_refused(time_travel: ducklake.Session) -> None:
    with pytest.raises(TypeError, match="list of names"):
        time_travel.table("t").to_arrow(columns="id")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "expression", "keep"),
    [
        ("id < 10", col("id") < 10, lambda r: r["id"] < 10),
        ("id = 3 OR id = 5", (col("id") == 3) | (col("id") == 5), lambda r: r["id"] in (3, 5)),
        ("NOT (id <> 3)", ~(col("id") != 3), lambda r: r["id"] == 3),
        ("id IN (1, 2, 30)", col("id").isin([1, 2, 30]), lambda r: r["id"] in (1, 2, 30)),
        ("id BETWEEN 10 AND 20", col("id").between(10, 20), lambda r: 10 <= r["id"] <= 20),
        ("w IS NULL", col("w").is_null(), lambda r: r["w"] is None),
        ("w IS NOT NULL AND id > 5", col("w").is_not_null() & (col("id") > 5), lambda r: r["w"] is not None and r["id"] > 5),
        ("label LIKE 'v%1'", col("label").like("v%1"), lambda r: r["label"] and r["label"][0] == "v" and r["label"][-1] == "1"),
        ("label = 'it''s'", col("label") == "it's", lambda r: r["label"] == "it's"),
        ("w > 0", col("w") > 0, lambda r: r["w"] is not None and r["w"] > 0),
        ("NOT (w > 0)", ~(col("w") > 0), lambda r: r["w"] is not None and not r["w"] > 0),
        ("id >= 2.5", col("id") >= decimal.Decimal("2.5"), lambda r: r["id"] >= 2.5),
    ],
)
def test_a_filter_keeps_the_rows_for_which_it_is_true(
    time_travel: ducklake.Session, rows: list[dict[str, object]], text: str, expression: object, keep: object
) -> None:
    wanted = [row for row in rows if keep(row)]  # type: ignore[operator]
    for where in (text, expression):
        got = time_travel.table("t").to_arrow(where=where)  # type: ignore[arg-type]
        assert sorted(got.to_pylist(), key=lambda row: row["id"]) == wanted
        assert time_travel.table("t").count(where=where) == len(wanted)  # type: ignore[arg-type]


def test_a_filter_may_name_columns_that_are_not_returned(time_travel: ducklake.Session) -> None:
    assert time_travel.table("t").to_arrow(columns=["label"], where="id < 0 OR w IS NULL OR w IS NOT NULL").num_rows == 24


def test_a_limit_is_kept(time_travel: ducklake.Session) -> None:
    assert time_travel.table("t").to_arrow(limit=5).num_rows == 5
    assert time_travel.table("t").to_arrow(limit=0).num_rows == 0
    assert time_travel.table("t").to_arrow(limit=1000).num_rows == 24


def test_row_ids_are_added_on_request(time_travel: ducklake.Session) -> None:
    result = time_travel.table("t").scan(row_id=True).to_arrow()
    assert result.schema.names == ["id", "label", "w", "rowid"]
    assert len(set(result["rowid"].to_pylist())) == 24


def test_neither_batch_size_nor_threads_change_the_answer(rows: list[dict[str, object]]) -> None:
    with open_lake("time_travel") as session:
        for batch_size in (1, 7, 100_000):
            for threads in (1, 3):
                scan = session.table("t").scan(batch_size=batch_size, threads=threads)
                assert sorted(scan.to_arrow().to_pylist(), key=lambda row: row["id"]) == rows
                assert all(0 < batch.num_rows <= batch_size for batch in scan.to_batches())


def test_every_library_takes_a_scan_as_it_is(time_travel: ducklake.Session, rows: list[dict[str, object]]) -> None:
    scan = time_travel.table("t").scan()
    ids = [row["id"] for row in rows]
    assert sorted(pa.table(scan)["id"].to_pylist()) == ids
    assert sorted(polars.DataFrame(scan)["id"].to_list()) == ids
    assert sorted(pandas.DataFrame(scan.to_pandas())["id"]) == ids
    duckdb = pytest.importorskip("duckdb")
    assert duckdb.sql("SELECT count(*), sum(id) FROM scan").fetchone() == (24, sum(ids))  # type: ignore[arg-type]
    assert pa.table(time_travel.table("t")).num_rows == 24
    del scan
    assert java_bytes() == 0


def test_frames_have_the_same_rows(time_travel: ducklake.Session, rows: list[dict[str, object]]) -> None:
    frame = time_travel.table("t").to_polars().sort("id")
    assert frame.to_dicts() == rows
    assert time_travel.table("t").to_pandas()["id"].sort_values().tolist() == [row["id"] for row in rows]


def test_batches_can_be_left_half_read(time_travel: ducklake.Session) -> None:
    for _ in range(20):
        reader = time_travel.table("t").scan(batch_size=2).to_batches()
        reader.read_next_batch()
        reader.close()
        capsule = time_travel.table("t").__arrow_c_stream__()
        del reader, capsule
    assert java_bytes() == 0


def test_repeated_reads_leave_nothing_behind(scalars: ducklake.Session) -> None:
    for _ in range(30):
        assert scalars.table("t").to_arrow().num_rows > 0
    assert java_bytes() == 0


def test_arrow_memory_is_javas_own(time_travel: ducklake.Session) -> None:
    rows = time_travel.table("t").to_arrow()
    assert java_bytes() > 0  # not a copy: Java's memory is in use for as long as Python holds it
    del rows
    assert java_bytes() == 0


def test_texts_come_as_views_and_dictionaries_when_asked_for(time_travel: ducklake.Session, rows: list[dict[str, object]]) -> None:
    table = time_travel.table("t")
    views = table.scan(string_view=True)
    categories = table.scan(dictionary=["label"], string_view=True)
    for scan, form in ((views, pa.string_view()), (categories, pa.dictionary(pa.int32(), pa.string()))):
        assert scan.schema.field("label").type == form
        assert scan.schema.field("id").type == table.schema.field("id").type
        for got in (scan.to_arrow(), scan.to_batches().read_all(), pa.table(scan)):
            assert got.schema.field("label").type == form
            assert sorted(got.to_pylist(), key=lambda row: row["id"]) == rows
    assert polars.DataFrame(views).sort("id").to_dicts() == rows
    assert categories.to_pandas()["label"].dtype == "category"
    assert table.schema.field("label").type == pa.string()


@pytest.mark.parametrize("name", ["id", "nope"])
def test_only_columns_of_texts_become_dictionaries(time_travel: ducklake.Session, name: str) -> None:
    with pytest.raises(ValueError, match=f"The column {name} cannot come as a dictionary"):
        time_travel.table("t").scan(dictionary=[name]).to_arrow()
    with pytest.raises(TypeError, match="list of names"):
        time_travel.table("t").scan(dictionary=name)
