"""Every read of every golden lake, from every catalog, equals what the reference read."""

from __future__ import annotations

import datetime

import pytest

import ducklake
import golden

# Lakes (or single tables of them) that this version refuses, and with which error. Everything else must be read.
NOT_YET: dict[str, dict[str, type[ducklake.DuckLakeError]]] = {}

# What a first release must read whatever else happens: none of these may appear above.
REQUIRED = """types_scalar types_scalar_inlined types_nested types_nested_inlined schema_evolution schema_evolution_inlined
deletes_updates inlined_data inlined_deletes partitioned time_travel empty odd_names sorted expired many_files views_macros""".split()


def test_no_required_lake_is_excused() -> None:
    assert not set(REQUIRED) & set(NOT_YET)
    assert set(REQUIRED) <= {lake.name for lake in golden.lakes()}


@pytest.mark.parametrize("lake", golden.lakes(), ids=str)
def test_every_read_is_equal(lake: golden.Lake) -> None:
    refused_tables = NOT_YET.get(lake.name, {})
    refused, read_now, failures = set(), set(), []
    try:
        session = ducklake.connect(lake.address, data_path=lake.data_path)
    except ducklake.DuckLakeError as failure:
        assert "*" in refused_tables, failure
        assert isinstance(failure, refused_tables["*"])
        return
    with session:
        for read in lake.reads():
            error = refused_tables.get(read.table, refused_tables.get("*"))
            try:
                table = session.table(read.table, snapshot=read.snapshot)
                rows = table.to_arrow()
                if error is None:
                    golden.assert_equal(read, rows)
                assert rows.num_rows == table.count() == read.rows
                if error is not None and read.rows > 0:
                    read_now.add(read.table)
            except AssertionError as failure:
                failures.append(str(failure))
            except ducklake.DuckLakeError as failure:
                if error is None or not isinstance(failure, error):
                    failures.append(f"{read.table} at snapshot {read.snapshot}: {type(failure).__name__}: {failure}")
                refused.add(read.table)
    assert not failures, f"{len(failures)} of {len(lake.reads())} reads failed\n" + "\n".join(failures[:5])
    assert refused >= set(refused_tables) - {"*"}, f"read now, so take them off the list: {set(refused_tables) - refused}"
    assert not read_now - refused, f"read in part without an error that was announced: {read_now}"


@pytest.mark.parametrize("lake", [lake for lake in golden.lakes() if lake.name in REQUIRED], ids=str)
def test_the_catalog_is_listed_as_the_reference_lists_it(lake: golden.Lake) -> None:
    with ducklake.connect(lake.address, data_path=lake.data_path) as session:
        snapshots = session.snapshots()
        assert [
            (row["snapshot_id"], row["snapshot_time"], row["schema_version"]) for row in snapshots.to_pylist()
        ] == [
            (entry["id"], _time(entry["time"]), entry["schema_version"]) for entry in lake.catalog["snapshots"]
        ]
        latest = session.current_snapshot()
        assert latest == lake.catalog["snapshots"][-1]["id"]
        assert {(row["schema_name"], row["table_name"]) for row in session.tables().to_pylist()} == {
            (table["schema"], table["table"]) for table in lake.expected["tables"] if table["current"]
        }
        assert {(row["schema_name"], row["view_name"], row["sql"]) for row in session.views().to_pylist()} == {
            (view["schema"], view["name"], view["sql"]) for view in lake.expected["views"]
        }
        assert {row["schema_name"] for row in session.schemas().to_pylist()} >= {
            table["schema"] for table in lake.expected["tables"] if table["current"]
        }


def _time(text: str) -> datetime.datetime:
    if "." in text:  # fromisoformat of older Pythons wants all six digits
        head, tail = text.split(".")
        digits, zone = tail.split("+")
        text = f"{head}.{digits.ljust(6, '0')}+{zone}"
    return datetime.datetime.fromisoformat(text + ":00")
