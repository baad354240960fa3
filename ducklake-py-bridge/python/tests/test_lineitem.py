"""TPC-H's lineitem of scale factor 1 in a lake that the reference writes in this very run: equal to the reference's own read."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import Any

import pytest

import ducklake

ROOT = Path(__file__).resolve().parents[3]
TARGET = Path(os.environ.get("QUACKLAKE_TARGET", ROOT / "ducklake-py-bridge" / "target"))
SCALE = float(os.environ.get("QUACKLAKE_LINEITEM_SCALE", "1"))

sys.path.insert(0, str(ROOT / "golden-files" / "oracle"))
pytest.importorskip("duckdb", reason="the reference has no package for this Python")
import reference  # noqa: E402

SUMS = """SELECT count(*) AS rows, sum(l_orderkey), sum(l_partkey), sum(l_suppkey), sum(l_linenumber), sum(l_quantity), sum(l_extendedprice),
  sum(l_discount), sum(l_tax), min(l_shipdate), max(l_shipdate), min(l_commitdate), max(l_receiptdate), sum(length(l_comment)),
  count(DISTINCT l_returnflag || l_linestatus || l_shipinstruct || l_shipmode) FROM {}"""
COLUMNS = """l_orderkey l_partkey l_suppkey l_linenumber l_quantity l_extendedprice l_discount l_tax l_returnflag l_linestatus l_shipdate
l_commitdate l_receiptdate l_shipinstruct l_shipmode l_comment""".split()
HASHES = f"SELECT {', '.join(f'sum(hash({c})::HUGEINT)' for c in COLUMNS)}, sum(hash({', '.join(COLUMNS)})::HUGEINT) FROM {{}}"

MAX_MEMORY = 512 << 20


@pytest.fixture(scope="module")
def lake() -> Path:
    return reference.lineitem(TARGET / "oracle" / f"lineitem-sf{SCALE:g}", SCALE)


@pytest.fixture(scope="module")
def oracle(lake: Path) -> Any:
    connection = reference.connect()
    reference.attach(connection, lake.parent, "duckdb", "READ_ONLY")
    yield connection
    connection.close()


def expected(oracle: Any, query: str, where: str = "") -> Any:
    return oracle.execute(query.format("lake.main.lineitem") + where).fetchone()


def test_counts_sums_and_hashes_are_those_of_the_reference(lake: Path, oracle: Any) -> None:
    sums, hashes = expected(oracle, SUMS), expected(oracle, HASHES)
    oracle.execute("DETACH lake")  # its file lock
    try:
        with ducklake.connect(lake) as session:
            table = session.table("lineitem")
            assert table.files().num_rows == reference.LINEITEM_FILES
            assert table.count() == sums[0]
            if SCALE == 1:
                assert sums[0] == 6_001_215  # as TPC-H says
            for threads in (1, 2):
                scan = table.scan(threads=threads)  # noqa: F841  read by name below
                assert oracle.execute(SUMS.format("scan")).fetchone() == sums
                assert oracle.execute(HASHES.format("scan")).fetchone() == hashes
    finally:
        reference.attach(oracle, lake.parent, "duckdb", "READ_ONLY")


@pytest.mark.parametrize(
    "where",
    [
        "l_shipdate BETWEEN DATE '1995-01-01' AND DATE '1995-01-25'",
        "l_orderkey BETWEEN 3000000 AND 3010000",
        "l_quantity < 2.5 AND l_discount = 0.05",
        "l_shipmode IN ('AIR', 'RAIL') AND l_comment LIKE '%furious%'",
        "NOT (l_returnflag = 'N' OR l_tax > 0.01)",
        "l_orderkey < 0",
    ],
)
def test_filtered_rows_are_those_of_the_reference(lake: Path, oracle: Any, where: str) -> None:
    sums, hashes = expected(oracle, SUMS, f" WHERE {where}"), expected(oracle, HASHES, f" WHERE {where}")
    oracle.execute("DETACH lake")
    try:
        with ducklake.connect(lake) as session:
            table = session.table("lineitem")
            scan = table.scan(where=where)  # noqa: F841
            assert oracle.execute(SUMS.format("scan")).fetchone() == sums
            assert oracle.execute(HASHES.format("scan")).fetchone() == hashes
            assert table.count(where=where) == sums[0]
    finally:
        reference.attach(oracle, lake.parent, "duckdb", "READ_ONLY")


def test_a_full_scan_stays_under_512_mib_of_heap_and_direct_memory(lake: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = f"""
    import ducklake
    from ducklake import _jvm
    rows, direct = 0, 0
    with ducklake.connect({str(lake)!r}) as session:
        memory = _jvm.java("io.quacklake.py.Memory")
        for batch in session.table("lineitem").to_batches():
            rows += batch.num_rows
            direct = max(direct, int(memory.directBuffers()))
    print(rows, int(memory.heapPeak()), int(memory.arrowPeak()), direct)
    """
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code)],
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
        env={**os.environ, "DUCKLAKE_JAVA_OPTIONS": "-Xmx384m"},
    )
    assert done.returncode == 0, done.stderr
    rows, heap, arrow, direct = (int(word) for word in done.stdout.split())
    with capsys.disabled():
        print(
            f"\nfull scan of {rows} rows: peak heap {heap / 2**20:.0f} MiB (of at most 384), "
            f"peak Arrow memory {arrow / 2**20:.0f} MiB, direct buffers {direct / 2**20:.0f} MiB"
        )
    assert heap + arrow + direct < MAX_MEMORY
