"""What is written differently in lakes of specification 1.1."""

from __future__ import annotations

import contextlib
from pathlib import Path

import duckdb

import ducklake
from ducklake import _jvm


def test_counters_are_without_files_that_are_deleted_as_a_whole(tmp_path: Path) -> None:
    found = {}
    for version in ("V1_0", "V1_1_DEV"):
        catalog = tmp_path / f"{version}.ducklake"
        new_lake = _jvm.java("io.quacklake.catalog.NewLake").at(f"{tmp_path}/{version}/")
        config = _jvm.java("io.quacklake.scan.LakehouseConfig").of(f"duckdb:///{catalog}")
        specification = getattr(_jvm.java("io.quacklake.format.FormatVersion"), version)
        _jvm.java("io.quacklake.transact.Lakes").create(config, new_lake.withVersion(specification)).close()
        with ducklake.connect(f"duckdb:///{catalog}", data_inlining_row_limit=0) as session:
            table = session.create_table("t", [("a", "INTEGER")])
            table.append([{"a": i} for i in range(30)])
            table.append([{"a": i} for i in range(30, 50)])
            table.delete("a < 30")
            table.overwrite([{"a": 7}], where="a < 35")
        with contextlib.closing(duckdb.connect(str(catalog), read_only=True)) as plain:
            stats = plain.execute("select record_count, next_row_id, file_size_bytes from ducklake_table_stats").fetchone()
            files = plain.execute("select sum(record_count), sum(file_size_bytes) from ducklake_data_file where end_snapshot is null").fetchone()
            every = plain.execute("select sum(record_count), sum(file_size_bytes) from ducklake_data_file").fetchone()
            bounds = plain.execute("select min_value, max_value from ducklake_table_column_stats").fetchone()
        found[version] = (stats == (files[0], 51, files[1]), stats == (every[0], 51, every[1]), bounds)
    assert found == {"V1_0": (False, True, ("0", "49")), "V1_1_DEV": (True, False, ("0", "49"))}
