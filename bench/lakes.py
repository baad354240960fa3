"""The lakes that are measured: TPC-H's lineitem, made by the reference, and the same rows in other forms."""

from __future__ import annotations

import shutil
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Optional

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "golden-files" / "oracle"))
ORACLE = ROOT / "ducklake-py-bridge" / "target" / "oracle"
_LAYOUT = "layout 2"

ONE_IN_A_HUNDRED = "l_shipdate BETWEEN DATE '1995-01-01' AND DATE '1995-01-25'"
FLAGS = ["l_returnflag", "l_linestatus", "l_shipinstruct", "l_shipmode", "l_linenumber"]


@dataclass(frozen=True)
class Case:
    """What is read, into what; `keys` makes it a look-up of random ids, as many as that in one run."""

    table: str = "lineitem"
    columns: Optional[list[str]] = None
    where: Optional[str] = None
    into: str = "arrow"
    keys: int = 0
    repeats: int = 1
    skip: tuple[str, ...] = field(default=())


NO_FILES = ("polars", "pyarrow")  # deletes and an evolved schema are the catalog's matter

CASES: dict[str, Case] = {
    "full": Case(),
    "full, zstd": Case("zstd"),
    "full, one file": Case("sorted"),
    "three columns": Case(columns=["l_orderkey", "l_extendedprice", "l_shipdate"], repeats=3),
    "1 % filter": Case(where=ONE_IN_A_HUNDRED),
    "sorted, 1 %": Case("sorted", where=ONE_IN_A_HUNDRED, repeats=5),
    "strings": Case(columns=FLAGS, repeats=2),
    "long strings": Case(columns=["l_orderkey", "l_comment"]),
    "5 % deleted, evolved": Case("evolved", skip=NO_FILES),
    "nested": Case("nested", repeats=2),
    "to pandas": Case(into="pandas", skip=("polars",)),  # its dates are other ones
    "to polars": Case(into="polars"),
    "look-up, sorted": Case("million", keys=200, skip=NO_FILES),
    "look-up, partitioned": Case("parted", keys=40, skip=NO_FILES),
}


def lineitem(scale: float) -> Path:
    import reference

    return reference.lineitem(ORACLE / f"lineitem-sf{scale:g}", scale)


def variants(catalog: Path, scale: float) -> Path:
    """A lake with the same rows otherwise: see the statements."""
    import reference

    folder = ORACLE / f"variants-sf{scale:g}"
    stamp = folder / "made-by.txt"
    if stamp.is_file() and stamp.read_text() == _LAYOUT:
        return folder / reference.CATALOGS["duckdb"]
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    lake = reference.connect()
    reference.attach(lake, folder)
    lake.execute(f"ATTACH 'ducklake:duckdb:{catalog}' AS source (READ_ONLY, DATA_PATH '{catalog.parent}/data/', OVERRIDE_DATA_PATH true)")
    lake.execute("SET threads = 1")
    for statement in (
        "CREATE TABLE lake.main.sorted AS SELECT * FROM source.main.lineitem ORDER BY l_shipdate",
        "CREATE TABLE lake.main.evolved AS SELECT * FROM source.main.lineitem",
        "DELETE FROM lake.main.evolved WHERE (l_orderkey + l_linenumber) % 20 = 0",
        "ALTER TABLE lake.main.evolved DROP COLUMN l_comment",
        "ALTER TABLE lake.main.evolved RENAME COLUMN l_tax TO l_vat",
        "ALTER TABLE lake.main.evolved ALTER COLUMN l_linenumber TYPE BIGINT",
        "ALTER TABLE lake.main.evolved ADD COLUMN l_note VARCHAR DEFAULT 'none'",
        "CREATE TABLE lake.main.nested AS SELECT l_orderkey, list({'number': l_linenumber, 'quantity': l_quantity,"
        " 'mode': l_shipmode, 'day': l_shipdate}) AS items FROM source.main.lineitem GROUP BY l_orderkey",
        "CREATE TABLE lake.main.million AS SELECT row_number() OVER (ORDER BY l_orderkey, l_linenumber) AS id, * FROM source.main.lineitem"
        " ORDER BY id LIMIT 1000000",
        "CREATE TABLE lake.main.parted AS SELECT id % 16 AS part, * FROM lake.main.million LIMIT 0",
        "ALTER TABLE lake.main.parted SET PARTITIONED BY (part)",
        "INSERT INTO lake.main.parted SELECT id % 16, * FROM lake.main.million ORDER BY id",
        "CALL lake.set_option('parquet_compression', 'zstd')",
        "CREATE TABLE lake.main.zstd AS SELECT * FROM source.main.lineitem",
    ):
        lake.execute(statement)
    lake.close()
    stamp.write_text(_LAYOUT)
    return folder / reference.CATALOGS["duckdb"]


def duckdb_with(catalog: Path, others: Path) -> Any:
    """The reference with both lakes, as `lake` and `variants`."""
    import reference

    connection = reference.connect()
    for name, path in {"lake": catalog, "variants": others}.items():
        if name == "variants" and path == catalog:
            continue  # only lineitem is read, and DuckDB opens a file once
        connection.execute(
            f"ATTACH 'ducklake:duckdb:{path}' AS {name} (READ_ONLY, DATA_PATH '{path.parent}/data/', OVERRIDE_DATA_PATH true)"
        )
    return connection


def files(others: Path, catalog: Path, table: str) -> list[str]:
    """The data files of a table that has no deletes."""
    folder = (catalog if table == "lineitem" else others).parent / "data" / "main" / table
    return sorted(str(file) for file in folder.rglob("*.parquet") if not file.name.endswith("-delete.parquet"))
