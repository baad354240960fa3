"""The reference implementation, for tests and benchmarks: DuckDB 1.5.5 with its extensions, all from PyPI packages.

Needs the packages of `ducklake-py-bridge/python/tests/requirements.txt`; the Python tests have a venv with them in
`ducklake-py-bridge/target/venv` (`python3 ducklake-py-bridge/python/run_tests.py --target ducklake-py-bridge/target --prepare-only`).

    reference.py lineitem FOLDER [--scale 1] [--catalog duckdb|sqlite]     makes a lake with TPC-H's lineitem in 8 files
"""

from __future__ import annotations

import argparse
import os
import shutil
from pathlib import Path

import duckdb

VERSION = "1.5.5"
LINEITEM_FILES = 8
# A lake is made anew when this changes.
_MADE_BY = f"duckdb {VERSION}, layout 1"

CATALOGS = {"duckdb": "catalog.ducklake", "sqlite": "catalog.sqlite"}


def connect(*extensions: str) -> duckdb.DuckDBPyConnection:
    """A DuckDB in memory with the ducklake extension and others; extensions come from installed packages, never from elsewhere."""
    if duckdb.__version__ != VERSION:
        raise RuntimeError(f"The reference is DuckDB {VERSION}, not {duckdb.__version__}")
    from duckdb_extensions import import_extension

    connection = duckdb.connect(config={"autoinstall_known_extensions": "false"})
    for extension in ("ducklake", *extensions):
        import_extension(extension)
        connection.execute(f"LOAD {extension}")
    return connection


def attach(connection: duckdb.DuckDBPyConnection, folder: Path, catalog: str = "duckdb", *options: str) -> None:
    """Attaches the lake in a folder as `lake`."""
    words = ", ".join([f"DATA_PATH '{folder}/data/'", *options])
    connection.execute(f"ATTACH 'ducklake:{catalog}:{folder / CATALOGS[catalog]}' AS lake ({words})")


def lineitem(folder: Path, scale: float = 1, catalog: str = "duckdb") -> Path:
    """The lake with `lake.main.lineitem` in 8 files of about equal size; makes it unless it is there. Returns the catalog's path."""
    stamp = folder / "made-by.txt"
    wanted = f"{_MADE_BY}, scale {scale:g}, {catalog}"
    if stamp.is_file() and stamp.read_text() == wanted:
        return folder / CATALOGS[catalog]
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    connection = connect("tpch", *(["sqlite_scanner"] if catalog == "sqlite" else []))
    connection.execute(f"CALL dbgen(sf = {scale})")
    attach(connection, folder, catalog)
    connection.execute("CREATE TABLE lake.main.lineitem AS SELECT * FROM memory.main.lineitem LIMIT 0")
    (last,) = connection.execute("SELECT max(l_orderkey) FROM memory.main.lineitem").fetchone() or (0,)
    for i in range(LINEITEM_FILES):
        low, high = last * i // LINEITEM_FILES, last * (i + 1) // LINEITEM_FILES
        # One thread writes one file.
        connection.execute("SET threads = 1")
        connection.execute(
            f"INSERT INTO lake.main.lineitem SELECT * FROM memory.main.lineitem WHERE l_orderkey > {low} AND l_orderkey <= {high}"
        )
    connection.execute("DETACH lake")
    connection.close()
    files = list((folder / "data").rglob("*.parquet"))
    if len(files) != LINEITEM_FILES:
        raise RuntimeError(f"{LINEITEM_FILES} files were wanted, the reference wrote {len(files)}")
    stamp.write_text(wanted)
    return folder / CATALOGS[catalog]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    make = commands.add_parser("lineitem")
    make.add_argument("folder", type=Path)
    make.add_argument("--scale", type=float, default=1)
    make.add_argument("--catalog", choices=sorted(CATALOGS), default="duckdb")
    arguments = parser.parse_args()
    catalog = lineitem(arguments.folder.resolve(), arguments.scale, arguments.catalog)
    size = sum(file.stat().st_size for file in (catalog.parent / "data").rglob("*.parquet"))
    print(f"{os.path.relpath(catalog)}: {LINEITEM_FILES} files, {size / 1e6:.0f} MB")


if __name__ == "__main__":
    main()
