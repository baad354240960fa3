"""What a lake says of its tables, views, macros and options; see the golden lakes' make.sql for what was done."""

from __future__ import annotations

import pytest

import ducklake
import golden
from conftest import open_lake

BACKENDS = ["duckdb", "sqlite"]


@pytest.mark.parametrize("backend", BACKENDS)
def test_a_table_is_described_with_its_sizes_tags_and_statistics(backend: str) -> None:
    with open_lake("views_macros", backend) as session:
        description = session.table("base").description
        assert description["kind"] == "table"
        assert description["comment"] == "the base table, second comment"
        assert description["tags"] == {"comment": "the base table, second comment"}
        size = dict(description["size"])
        assert size.pop("bytes") > 0
        assert size == {"rows": 5, "records": 5, "data_files": 3, "delete_files": 0, "delete_bytes": 0, "inlined_rows": 0, "inlined_deletes": 0}
        amount = description["columns"][1]
        assert (amount["comment"], amount["tags"], amount["default"]) == ("money", {"comment": "money"}, "0")
        assert amount["statistics"] == {"contains_null": False, "contains_nan": None, "min": "-3.00", "max": "20.25", "extra": None}
        before = session.table("base", snapshot=10).description
        assert (before["comment"], before["size"]["rows"]) == ("the base table; it's \"quoted\" é", 3)
        assert before["columns"][1]["tags"] == {}


@pytest.mark.parametrize("backend", BACKENDS)
def test_the_number_of_rows_is_the_true_one_or_unknown(backend: str) -> None:
    with open_lake("deletes_updates", backend) as session:
        known = set()
        for snapshot in session.snapshots()["snapshot_id"].to_pylist():
            for schema, name in zip(*(session.tables(snapshot)[each].to_pylist() for each in ("schema_name", "table_name"))):
                table = session.table(f"{schema}.{name}", snapshot=snapshot)
                rows = table.description["size"]["rows"]
                known.add(rows is not None)
                assert rows in (None, table.count())
        assert known == {True, False}


@pytest.mark.parametrize("backend", BACKENDS)
def test_plain_views_are_read_and_others_name_their_sql(backend: str) -> None:
    with open_lake("views_macros", backend) as session:
        positive = session.table("main.positive")
        assert sorted(positive.to_arrow()["id"].to_pylist()) == [1, 2, 5]
        assert (positive.count(), positive.count("amount < 10"), positive.schema.names) == (3, 1, ["id", "amount"])
        assert session.table("positive", snapshot=3).count() == 2
        assert session.table('"aliased view"').to_pandas(where="a = 3")["b"].tolist() == ["c"]
        description = positive.description
        assert (description["kind"], description["needs_engine"], description["partitioning"]) == ("view", None, [])
        assert description["comment"] == "only the positive"
        assert positive.partitioning == []
        with pytest.raises(ducklake.NotFoundError):
            session.table("positive", snapshot=2)
    with open_lake("v11_view_column_comments", "sqlite") as session:
        computed = session.table("v")  # it is there, its rows take an engine
        assert computed.description["columns"] is None
        assert "(amount * 2)" in computed.description["needs_engine"]
        assert computed.description["column_comments"] == {"twice": "second; it's \"quoted\" é"}
        with pytest.raises(ducklake.UnsupportedFeatureError, match="needs an engine") as refusal:
            computed.to_pandas()
        assert computed.description["sql"] in str(refusal.value)
        columns = session.table('"aliased view"').description["columns"]
        assert [(column["name"], column["comment"]) for column in columns] == [("Co l", "on an alias"), ("b", None)]


def test_views_are_listed_with_comments_on_their_columns() -> None:
    with open_lake("v11_view_column_comments", "sqlite") as session:
        views = {row["view_name"]: row for row in session.views().to_pylist()}
        assert views["after_rename"]["column_comments"] == [{"name": "note", "comment": "kept through a rename"}]
        assert views["aliased view"]["column_aliases"] == ["Co l", "b"]
        assert {(row["view_name"], row["sql"]) for row in views.values()} == {
            (each["name"], each["sql"]) for each in golden.lake("v11_view_column_comments", "sqlite").expected["views"]
        }


@pytest.mark.parametrize("backend", BACKENDS)
def test_macros_are_listed(backend: str) -> None:
    with open_lake("views_macros", backend) as session:
        macros = session.macros().to_pylist()
        assert [(macro["macro_name"], macro["type"], macro["sql"]) for macro in macros] == [
            ("add_one", "scalar", "(x + 1)"),
            ("big_ones", "table", "SELECT * FROM lake.base WHERE (amount > lim)"),
            ("with_default", "scalar", "(a * b)"),
        ]
        assert macros[2]["parameters"] == [
            {"name": "a", "type": None, "default": None, "default_type": None},
            {"name": "b", "type": None, "default": "5", "default_type": "int32"},
        ]
        assert session.macros(snapshot=7)["macro_name"].to_pylist() == ["add_one"]


@pytest.mark.parametrize("backend", BACKENDS)
def test_options_have_their_scopes(backend: str) -> None:
    with open_lake("views_macros", backend) as session:
        scoped = [row for row in session.options().to_pylist() if row["scope"] is not None]
        assert sorted(scoped, key=lambda row: row["scope"]) == [
            {"option_name": "target_file_size", "value": "10000000", "scope": "schema", "scope_id": 8, "scope_entry": "s2"},
            {"option_name": "parquet_row_group_size", "value": "1000", "scope": "table", "scope_id": 1, "scope_entry": "main.base"},
        ]
