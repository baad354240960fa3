"""The change feed: against the reference's, over a large update, and through the libraries that take it as it is."""

from __future__ import annotations

import datetime
import json
import resource
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import polars
import pyarrow as pa
import pyarrow.compute as pc
import pytest

import ducklake
import golden
from conftest import java_bytes, open_lake

CHANGES = golden.LAKES.parent / "changes"
LAKES = ["deletes_updates", "inlined_data", "inlined_deletes", "merged_files", "partitioned", "encrypted", "add_files"]


def numbers(text: str) -> list[int]:
    """ "0-2 5" is 0, 1, 2 and 5."""
    found: list[int] = []
    for part in text.split():
        first, _, last = part.partition("-")
        found.extend(range(int(first), int(last or first) + 1))
    return found


@pytest.mark.parametrize("name", LAKES)
def test_changes_are_those_of_the_reference(name: str) -> None:
    expected = json.loads((CHANGES / f"{name}.json").read_text(encoding="utf-8"))
    with open_lake(name, "sqlite") as session:
        for table in expected["tables"]:
            rows = golden.expected_table(CHANGES / name / table["rows"]) if table["rows"] else None
            quoted = ".".join('"' + part.replace('"', '""') + '"' for part in (table["schema"], table["table"]))
            for first, last, text in table["pairs"][::7]:
                actual = session.table(quoted, snapshot=last).changes(first, last).to_arrow()
                wanted: Counter[Any] = golden.rows(rows.take(numbers(text)), actual.schema) if rows and text else Counter()
                assert (golden.rows(actual, actual.schema) if actual.num_rows else Counter()) == wanted, (quoted, first, last)


def test_a_million_rows_of_which_one_percent_are_updated(tmp_path: Path, record_property: Any) -> None:
    # The reference does not finish its own feed of this.
    pytest.importorskip("duckdb", reason="the reference has no package for this Python")
    sys.path.insert(0, str(golden.LAKES.parent / "oracle"))
    import reference

    connection = reference.connect()
    reference.attach(connection, tmp_path)
    connection.execute("CREATE TABLE lake.main.t AS SELECT i AS id, 'row ' || i AS name, i % 7 AS k FROM range(1000000) r(i)")
    connection.execute("UPDATE lake.main.t SET k = -1 WHERE id % 100 = 0")
    connection.execute("DELETE FROM lake.main.t WHERE id % 1000 = 1")
    connection.execute("DETACH lake")
    connection.close()
    counts: Counter[str] = Counter()
    sums: Counter[tuple[str, str]] = Counter()
    before = java_bytes()
    peak = 0
    with ducklake.connect(f"duckdb:///{tmp_path / 'catalog.ducklake'}") as session:
        current = session.current_snapshot()
        with session.table("t").changes(current - 2, current).to_batches() as reader:
            for batch in reader:
                peak = max(peak, java_bytes() - before)
                for kind in pc.unique(batch["change_type"]).to_pylist():
                    chosen = batch.filter(pc.equal(batch["change_type"], kind))
                    counts[kind] += chosen.num_rows
                    for column in ("id", "k"):
                        sums[kind, column] += pc.sum(chosen[column]).as_py()
                del batch
    assert counts == {"insert": 1_000_000, "update_preimage": 10_000, "update_postimage": 10_000, "delete": 1_000}
    updated = range(0, 1_000_000, 100)
    assert sums["insert", "id"] == sum(range(1_000_000))
    assert sums["update_preimage", "id"] == sums["update_postimage", "id"] == sum(updated)
    assert sums["update_preimage", "k"] == sum(i % 7 for i in updated)
    assert sums["update_postimage", "k"] == -len(updated)
    assert sums["delete", "id"] == sum(range(1, 1_000_000, 1000))
    assert 0 < peak < 100_000_000  # few batches, not the rows
    record_property("arrow_peak_mb", round(peak / 1e6))
    resident = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    print(f"peak: {peak / 1e6:.0f} MB of Arrow memory in Java, {resident / 1e6:.0f} MB resident")


def test_columns_filter_and_times(time_travel: ducklake.Session) -> None:
    t = time_travel.table("t")
    changes = t.changes(4, 4, columns=["id"], where=ducklake.col("id") > 30)
    assert changes.schema.names == ["snapshot_id", "rowid", "change_type", "id"]
    # Snapshot 4 deletes every fourth row of 40.
    assert sorted(changes.to_arrow()["id"].to_pylist()) == [32, 36]
    at: datetime.datetime = time_travel.snapshots().to_pylist()[4]["snapshot_time"]
    assert t.changes(at, 4).to_arrow().equals(t.changes(4, 4).to_arrow())


def test_without_an_end_they_go_to_the_version_of_the_table(time_travel: ducklake.Session) -> None:
    assert time_travel.table("t", snapshot=3).changes(0).to_arrow().num_rows == 40
    latest = time_travel.table("t").changes(0).to_arrow()
    assert latest.equals(time_travel.table("t").changes(0, time_travel.current_snapshot()).to_arrow())


def test_other_libraries_take_them_as_they_are(time_travel: ducklake.Session) -> None:
    changes = time_travel.table("t").changes(4, 6)
    expected = changes.to_arrow()
    assert pa.table(changes).equals(expected)
    assert polars.DataFrame(changes).equals(changes.to_polars())
    assert len(changes.to_pandas()) == expected.num_rows
    assert sum(batch.num_rows for batch in changes.to_batches()) == expected.num_rows


def test_bounds_that_are_not_there_are_errors(time_travel: ducklake.Session) -> None:
    with pytest.raises(ducklake.NotFoundError, match="99"):
        time_travel.table("t").changes(1, 99).to_arrow()
    with pytest.raises(ValueError, match="must not be after"):
        time_travel.table("t").changes(5, 4).to_arrow()
    with pytest.raises(TypeError, match="from_snapshot"):
        time_travel.table("t").changes(None)
