"""Writing with little memory, as in a container: files of many partitions are open at once, and none of them is full."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from pathlib import Path

import databases
import golden

sys.path.insert(0, str(golden.LAKES.parent / "oracle"))
import reference  # noqa: E402

ROWS, PARTITIONS, BATCH = 400_000, 80, 50_000
HEAP = "-Xmx64m"


def test_many_partitions_are_written_with_a_small_heap(tmp_path: Path) -> None:
    code = f"""
    import sys
    import pyarrow as pa
    import ducklake

    def batches():
        for first in range(0, {ROWS}, {BATCH}):
            keys = range(first, first + {BATCH})
            columns = {{"p": pa.array([key % {PARTITIONS} for key in keys], pa.int32())}}
            for i in range(4):
                columns[f"n{{i}}"] = pa.array([key * (i + 7) * 2654435761 % 2**40 for key in keys])
            columns["t"] = pa.array([f"text {{key * 7919 % 1000003}} of row {{key}}" for key in keys])
            yield pa.record_batch(columns)

    schema = next(batches()).schema
    with ducklake.connect(sys.argv[1], data_path=sys.argv[2], create=True) as session:
        session.create_table("t", schema, partition_by=["p"])
        assert session.table("t").append(pa.RecordBatchReader.from_batches(schema, batches())) == {ROWS}
    """
    address = databases.new("duckdb", tmp_path)
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code), address, str(tmp_path / "data")],
        capture_output=True,
        text=True,
        timeout=300,
        env={**os.environ, "DUCKLAKE_JAVA_OPTIONS": HEAP},
        check=False,
    )
    assert done.returncode == 0, done.stderr
    connection = reference.connect()
    connection.execute(f"ATTACH '{address}' AS lake (DATA_PATH '{tmp_path}/data/')")
    sums = ", ".join(f"sum(n{i})" for i in range(4))
    found = connection.execute(f"SELECT count(*), count(DISTINCT p), count(DISTINCT t), {sums} FROM lake.t").fetchone()
    connection.close()
    wanted = [sum(key * (i + 7) * 2654435761 % 2**40 for key in range(ROWS)) for i in range(4)]
    assert found == (ROWS, PARTITIONS, ROWS, *wanted)
    assert len(list((tmp_path / "data").rglob("*.parquet"))) == PARTITIONS
