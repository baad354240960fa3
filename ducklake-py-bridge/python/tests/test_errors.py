"""Whatever is wrong is told by a typed error that says what, where and what to do."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
import zipfile
from pathlib import Path

import pyarrow as pa
import pytest

import ducklake
import golden
from ducklake import errors
from conftest import java_bytes, open_lake


@pytest.mark.parametrize("scheme", ["duckdb", "sqlite"])
def test_a_missing_catalog(tmp_path: Path, scheme: str) -> None:
    with pytest.raises(ducklake.CatalogError, match="nothing.db"):
        ducklake.connect(f"ducklake:{scheme}:{tmp_path / 'nothing.db'}")
    assert not (tmp_path / "nothing.db").exists()


@pytest.mark.parametrize("scheme", ["duckdb", "sqlite"])
def test_a_file_that_is_no_database(tmp_path: Path, scheme: str) -> None:
    (tmp_path / "poem.txt").write_text("Roses are red, violets are blue, and this is no catalog at all." * 100)
    with pytest.raises(ducklake.CatalogError):
        ducklake.connect(f"ducklake:{scheme}:{tmp_path / 'poem.txt'}")


def test_a_database_without_a_lake(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "other.sqlite") as other:
        other.execute("CREATE TABLE t (i INTEGER)")
    with pytest.raises(ducklake.CatalogNotInitializedError):
        ducklake.connect(f"ducklake:sqlite:{tmp_path / 'other.sqlite'}")
    duckdb = pytest.importorskip("duckdb")
    with duckdb.connect(str(tmp_path / "other.duckdb")) as other:
        other.execute("CREATE TABLE t (i INTEGER)")
    with pytest.raises(ducklake.CatalogNotInitializedError):
        ducklake.connect(f"ducklake:duckdb:{tmp_path / 'other.duckdb'}")


def test_an_unknown_specification_version(tmp_path: Path) -> None:
    catalog = tmp_path / "catalog.sqlite"
    shutil.copy(golden.LAKES / "time_travel" / "catalog.sqlite", catalog)
    with sqlite3.connect(catalog) as database:
        database.execute("UPDATE ducklake_metadata SET value = '7.3' WHERE key = 'version'")
    with pytest.raises(ducklake.UnsupportedFeatureError, match="7.3"):
        ducklake.connect(f"sqlite:///{catalog}")


def test_a_bad_address() -> None:
    with pytest.raises(ValueError, match="ducklake:"):
        ducklake.connect("gopher://lake")


def test_a_table_that_is_not_there_suggests_near_names(time_travel: ducklake.Session) -> None:
    with pytest.raises(ducklake.NotFoundError, match="other") as caught:
        time_travel.table("main.othr")
    assert caught.value.kind == "table"
    assert caught.value.java_class == "io.quacklake.format.NotFoundException"


def test_a_snapshot_that_is_not_there(time_travel: ducklake.Session) -> None:
    with pytest.raises(ducklake.NotFoundError, match="99"):
        time_travel.table("t", snapshot=99)


def test_a_column_that_is_not_there(time_travel: ducklake.Session) -> None:
    with pytest.raises(ducklake.NotFoundError, match="label"):
        time_travel.table("t").to_arrow(columns=["labl"])


@pytest.mark.parametrize("where", ["id >", "id = = 3", "(id = 1", "id ~ 3", "'x", "id = 1 id = 2"])
def test_a_bad_filter_tells_the_position(time_travel: ducklake.Session, where: str) -> None:
    with pytest.raises(ducklake.InvalidPredicateError, match="[0-9]"):
        time_travel.table("t").to_arrow(where=where)


def test_a_filter_on_a_column_that_is_not_there(time_travel: ducklake.Session) -> None:
    with pytest.raises((ducklake.InvalidPredicateError, ducklake.NotFoundError), match="nope"):
        time_travel.table("t").to_arrow(where="nope = 1")


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    return Path(shutil.copytree(golden.LAKES / "time_travel", tmp_path / "lake"))


def test_missing_data_files_are_an_error_not_fewer_rows(copied: Path) -> None:
    for file in (copied / "data_duckdb").rglob("*.parquet"):
        file.unlink()
    with ducklake.connect(copied / "catalog.ducklake", data_path=copied / "data_duckdb") as session:
        with pytest.raises((ducklake.StorageError, ducklake.CorruptLakeError), match="parquet"):
            session.table("t").to_arrow()
    assert java_bytes() == 0


@pytest.mark.parametrize("damage", ["truncated", "overwritten", "footer"])
def test_damaged_data_files_are_an_error_in_every_form(copied: Path, damage: str) -> None:
    for file in (copied / "data_duckdb").rglob("*.parquet"):
        content = bytearray(file.read_bytes())
        if damage == "truncated":
            content = content[: len(content) // 2]
        elif damage == "overwritten":
            content[4 : len(content) // 2] = b"\xff" * (len(content) // 2 - 4)
        else:
            content[-60:-8] = b"\xff" * 52
        file.write_bytes(bytes(content))
    with ducklake.connect(copied / "catalog.ducklake", data_path=copied / "data_duckdb") as session:
        table = session.table("t")
        for read in (table.to_arrow, table.to_pandas, table.to_polars, lambda: table.to_batches().read_all()):
            with pytest.raises(ducklake.DuckLakeError, match="parquet") as caught:
                read()
            assert isinstance(caught.value, (ducklake.CorruptLakeError, ducklake.StorageError, ducklake.UnsupportedFeatureError))
        # Other libraries have words of their own for a failing stream.
        with pytest.raises(Exception):  # noqa: B017
            pa.table(table)
        duckdb = pytest.importorskip("duckdb")
        with pytest.raises(duckdb.Error):
            scan = table.scan()
            duckdb.sql("SELECT sum(id) FROM scan").fetchall()
    assert java_bytes() == 0


def test_a_catalog_locked_by_a_writer_says_so(copied: Path) -> None:
    pytest.importorskip("duckdb")
    catalog = copied / "catalog.ducklake"
    holder = subprocess.Popen(
        [sys.executable, "-c", f"import duckdb, sys; c = duckdb.connect({str(catalog)!r}); print('open', flush=True); sys.stdin.read()"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    try:
        assert holder.stdout is not None and holder.stdout.readline() == b"open\n"
        with pytest.raises(ducklake.CatalogError, match="(?i)lock|another process"):
            ducklake.connect(catalog).tables()
    finally:
        holder.communicate(b"")


def test_reading_takes_no_lock(copied: Path) -> None:
    pytest.importorskip("duckdb")
    with ducklake.connect(copied / "catalog.ducklake", data_path=copied / "data_duckdb") as session:
        assert session.table("t").count() == 24
        other = f"import duckdb; print(len(duckdb.connect({str(copied / 'catalog.ducklake')!r}, read_only=True).sql('show tables').fetchall()))"
        assert int(subprocess.check_output([sys.executable, "-c", other])) > 20


def test_every_public_java_exception_has_a_python_class() -> None:
    names = set()
    for jar in (Path(ducklake.__file__).parent / "jars").glob("ducklake-*.jar"):
        with zipfile.ZipFile(jar) as content:
            names |= {
                name[: -len(".class")].replace("/", ".")
                for name in content.namelist()
                if name.endswith("Exception.class") and "/internal/" not in name and "$" not in name
            }
    assert names - set(errors._BY_JAVA_CLASS) == set()


def test_an_unknown_storage_option_is_refused() -> None:
    lake = golden.lake("time_travel", "duckdb")
    with pytest.raises((ducklake.NotFoundError, ValueError), match="regoin"):
        ducklake.connect(lake.address, storage_options={"regoin": "eu"})


def test_secrets_do_not_show() -> None:
    with pytest.raises((ducklake.DuckLakeError, ValueError)) as caught:
        ducklake.connect("postgresql://u:hunter2@127.0.0.1:1/lake").tables()
    assert "hunter2" not in str(caught.value)


def test_a_session_tells_where_it_is() -> None:
    with open_lake("time_travel") as session:
        assert "catalog.ducklake" in repr(session)
