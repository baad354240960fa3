"""Opening a lake, and what it says of itself."""

from __future__ import annotations

import datetime
import os
import threading
from pathlib import Path

import pyarrow as pa
import pytest

import ducklake
import golden
from conftest import java_bytes, open_lake


def test_a_table_is_read_at_a_snapshot_and_at_a_time(time_travel: ducklake.Session) -> None:
    assert time_travel.table("main.t", snapshot=2).count() == 20
    assert time_travel.table("t", snapshot=3).count() == 40
    entry = next(e for e in golden.lake("time_travel", "duckdb").catalog["snapshots"] if e["id"] == 3)
    moment = datetime.datetime.fromisoformat(entry["time"] + ":00")
    assert time_travel.table("t", at=moment).count() == 40
    assert time_travel.table("t", at=entry["time"]).count() == 40
    assert time_travel.table("t").count() == 24


def test_snapshot_and_time_together_are_refused(time_travel: ducklake.Session) -> None:
    with pytest.raises(ValueError, match="not both"):
        time_travel.table("t", snapshot=1, at="2026-01-01")


def test_a_description_names_columns_and_types(time_travel: ducklake.Session) -> None:
    table = time_travel.table("main.t")
    description = table.description
    assert (description["schema"], description["name"], description["snapshot"]) == ("main", "t", 14)
    assert [(column["name"], column["type"]) for column in description["columns"]] == [
        ("id", "int32"),
        ("label", "varchar"),
        ("w", "int32"),
    ]
    assert table.schema == pa.schema([("id", pa.int32()), ("label", pa.string()), ("w", pa.int32())])
    assert table.partitioning == []


def test_partition_keys_are_told_in_the_words_of_create_table() -> None:
    with open_lake("partitioned") as session:
        told = {row["table_name"]: session.table(row["table_name"]).partitioning for row in session.tables().to_pylist()}
    assert any(key.startswith("bucket(") and ", " in key for keys in told.values() for key in keys)
    assert any(key.startswith("year(") for keys in told.values() for key in keys)


def test_a_plan_opens_no_data_file_and_says_what_it_prunes(tmp_path: Path) -> None:
    lake = golden.lake("many_files", "duckdb")
    nowhere = tmp_path / "nowhere"
    with ducklake.connect(lake.address, data_path=nowhere) as session:
        name = session.tables()["table_name"][0].as_py()
        everything = session.table(name).plan()
        assert everything.files.num_rows == 250 and everything.pruned == {"partition": 0, "statistics": 0}
        one = session.table(name).plan(where="id = 17")
        assert one.files.num_rows == 1 and sum(one.pruned.values()) == 249
        assert one.bytes == one.files["file_size_bytes"][0].as_py() < everything.bytes


def test_the_files_of_a_table_exist_and_hold_its_rows() -> None:
    with open_lake("deletes_updates", "sqlite") as session:
        for row in session.tables().to_pylist():
            files = session.table(row["table_name"]).files().to_pylist()
            assert all(os.path.getsize(file["path"]) == file["file_size_bytes"] for file in files)


def test_the_history_of_a_table_leaves_out_what_concerns_others(time_travel: ducklake.Session) -> None:
    history = time_travel.table("t").history()["snapshot_id"].to_pylist()
    everything = time_travel.snapshots()["snapshot_id"].to_pylist()
    assert set(history) < set(everything) and {1, 2, 3, 14} <= set(history) and 0 not in history
    assert 10 not in history  # made another table


def test_options_are_listed(time_travel: ducklake.Session) -> None:
    assert "version" in time_travel.options()["option_name"].to_pylist()


def test_a_session_closes_twice_and_then_refuses_work(time_travel: ducklake.Session) -> None:
    time_travel.close()
    time_travel.close()
    with pytest.raises((ducklake.DuckLakeError, RuntimeError)):
        time_travel.tables()


def test_rows_outlive_their_session() -> None:
    with open_lake("time_travel") as session:
        rows = session.table("t").to_arrow()
    assert rows.num_rows == 24 and sum(rows["id"].to_pylist()) > 0
    del rows
    assert java_bytes() == 0


def test_two_sessions_work_side_by_side() -> None:
    with open_lake("time_travel", "duckdb") as one, open_lake("time_travel", "sqlite") as other:
        assert one.table("t").to_arrow().num_rows == other.table("t").to_arrow().num_rows == 24


def test_a_session_works_from_several_threads(time_travel: ducklake.Session) -> None:
    counts: list[int] = []

    def read() -> None:
        for _ in range(10):
            counts.append(time_travel.table("t", snapshot=3).to_arrow().num_rows)

    threads = [threading.Thread(target=read) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert counts == [40] * 40
    assert java_bytes() == 0


def test_an_address_is_relative_to_pythons_working_directory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(golden.LAKES / "time_travel")
    for address in ("catalog.ducklake", "duckdb:///catalog.ducklake", "ducklake:sqlite:catalog.sqlite"):
        with ducklake.connect(address) as session:
            assert session.table("t").to_arrow().num_rows == 24


def test_a_profile_and_the_environment_name_a_lake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lake = golden.lake("time_travel", "sqlite")
    config = tmp_path / "lakes.toml"
    config.write_text(f'[lakes.travel]\ncatalog = "{lake.address}"\ndata_path = "{lake.data_path}"\n')
    with ducklake.connect(lake="travel", config=config) as session:
        assert session.table("t").count() == 24
    monkeypatch.setenv("DUCKLAKE_CATALOG", lake.address)
    monkeypatch.setenv("DUCKLAKE_DATA_PATH", lake.data_path)
    with ducklake.connect() as session:
        assert session.table("t").to_arrow().num_rows == 24
