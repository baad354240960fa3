"""Parquet files that pyarrow made, with its encodings, codecs, page versions and nested layouts, added to a lake."""

from __future__ import annotations

import datetime
import decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import compare
from lab import BACKENDS, Lab
from oracle import Refused

ROWS = 3_000

FORMS = {
    "dictionary": dict(),
    "plain, version 1.0": dict(use_dictionary=False, version="1.0", data_page_version="1.0"),
    "page version 2": dict(data_page_version="2.0", compression="zstd"),
    "delta": dict(
        use_dictionary=False,
        column_encoding={"i": "DELTA_BINARY_PACKED", "s": "DELTA_BYTE_ARRAY", "b": "DELTA_LENGTH_BYTE_ARRAY", "f": "BYTE_STREAM_SPLIT", "d": "BYTE_STREAM_SPLIT"},
    ),
    "delta, page version 2": dict(
        use_dictionary=False, data_page_version="2.0", compression="snappy",
        column_encoding={"i": "DELTA_BINARY_PACKED", "s": "DELTA_LENGTH_BYTE_ARRAY", "b": "DELTA_BYTE_ARRAY"},
    ),  # fmt: skip
    "small pages and row groups": dict(row_group_size=500, data_page_size=1_000, dictionary_pagesize_limit=500),
    "brotli": dict(compression="brotli"),
    "gzip": dict(compression="gzip", data_page_version="2.0"),
    "lz4": dict(compression="lz4"),
    "uncompressed, no statistics": dict(compression="none", write_statistics=False),
    "page index, checksums": dict(write_page_index=True, write_page_checksum=True, row_group_size=700),
    "not the usual names in lists": dict(use_compliant_nested_type=False),
    "decimals as integers": dict(store_decimal_as_integer=True),
}


def rows() -> pa.Table:
    def every(step: int, values: list[object]) -> list[object]:
        return [None if i % step == 0 else values[i % len(values)] for i in range(ROWS)]

    day, time = datetime.date(2020, 1, 1), datetime.datetime(2020, 1, 1, 12, 30, 0, 123456)
    return pa.table({
        "i": pa.array(every(7, [1, -5, 2**31 - 1, -(2**31), 0, 77]), pa.int32()),
        "n": pa.array(every(5, [0, -(2**63), 2**63 - 1, 12]), pa.int64()),
        "s": pa.array(every(11, ["", "abc", "abcdef", "ünï", "x" * 300, "abd"]), pa.string()),
        "b": pa.array(every(3, [b"", b"\x00\xff", b"long" * 40]), pa.binary()),
        "f": pa.array(every(4, [1.5, -0.0, float("inf"), 0.1]), pa.float32()),
        "d": pa.array(every(6, [0.1, 1e300, -5e-324]), pa.float64()),
        "t": pa.array(every(2, [True, False, True]), pa.bool_()),
        "dec": pa.array(every(8, [decimal.Decimal("12345.67"), decimal.Decimal("-0.01")]), pa.decimal128(12, 2)),
        "day": pa.array(every(9, [day, datetime.date(1969, 12, 31)]), pa.date32()),
        "ts": pa.array(every(10, [time, datetime.datetime(1969, 12, 31, 23, 59, 59, 999999)]), pa.timestamp("us")),
        "l": pa.array(every(4, [[], [1], [None, 2, 3], list(range(20))]), pa.list_(pa.int64())),
        "st": pa.array(every(5, [{"a": 1, "b": ["x", None]}, {"a": None, "b": []}, {"a": 3, "b": None}]), pa.struct([("a", pa.int32()), ("b", pa.list_(pa.string()))])),
        "m": pa.array(every(6, [[("k", 1)], [], [("a", None), ("b", 2)]]), pa.map_(pa.string(), pa.int32())),
        "ls": pa.array(every(7, [[{"x": 1, "y": [[1], []]}, None], [], [{"x": None, "y": None}]]), pa.list_(pa.struct([("x", pa.int16()), ("y", pa.list_(pa.list_(pa.int32())))]))),
    })  # fmt: skip


TABLE = (
    "CREATE TABLE lake.t (n BIGINT, i INTEGER, s VARCHAR, b BLOB, f FLOAT, d DOUBLE, t BOOLEAN, dec DECIMAL(12,2), day DATE, ts TIMESTAMP, l BIGINT[], "
    "st STRUCT(a INTEGER, b VARCHAR[]), m MAP(VARCHAR, INTEGER), ls STRUCT(x SMALLINT, y INTEGER[][])[])"
)


@pytest.mark.parametrize("backend", BACKENDS[-1:])
def test_files_of_every_form_read_as_the_reference_reads_them(backend: str, tmp_path: Path) -> None:
    lab = Lab(tmp_path / "lake", backend)
    written = rows()
    try:
        lab.execute(TABLE)
        added = []
        for n, (form, words) in enumerate(FORMS.items()):
            pq.write_table(written, lab.folder / "ext" / f"{n}.parquet", **words)
            try:
                lab.run((f"CALL ducklake_add_data_files('lake', 't', '@EXT@/{n}.parquet')",))
                lab.execute("SELECT * FROM lake.t")
                added.append(form)
            except Refused as refusal:
                print(f"{form}: {str(refusal)[:200]}")
        assert len(added) >= 10
        lab.execute(f"DELETE FROM lake.t WHERE rowid % {ROWS} BETWEEN 480 AND 1020 OR rowid % 17 = 3")
        last = lab.snapshots()[-1]
        reads = [lab.read('"main"."t"', last)]
        lab.execute("ALTER TABLE lake.t ALTER COLUMN i SET DATA TYPE DOUBLE")
        lab.execute("ALTER TABLE lake.t ADD COLUMN st.c INTEGER")
        lab.execute("ALTER TABLE lake.t DROP COLUMN ls.element.x")
        reads.append(lab.read('"main"."t"', last + 3))
        found = compare.differences(lab, reads)
    finally:
        lab.detach()
    assert not found, "\n".join(found)


@pytest.mark.parametrize("backend", BACKENDS[-1:])
def test_files_of_polars_read_as_the_reference_reads_them(backend: str, tmp_path: Path) -> None:
    import polars

    lab = Lab(tmp_path / "lake", backend)
    frame = polars.from_arrow(rows().drop_columns(["m"]))  # it has no maps
    assert isinstance(frame, polars.DataFrame)
    try:
        lab.execute(TABLE.replace(" m MAP(VARCHAR, INTEGER),", ""))
        forms = [dict(compression=codec) for codec in ("zstd", "snappy", "gzip", "lz4", "brotli", "uncompressed")]
        for n, words in enumerate([*forms, dict(row_group_size=400, data_page_size=500), dict(statistics=False), dict(use_pyarrow=True)]):
            shuffled = frame.select(reversed(frame.columns)).rename({"n": "N", "ts": "Ts"})
            shuffled.write_parquet(lab.folder / "ext" / f"{n}.parquet", **words)
            lab.execute(f"CALL ducklake_add_data_files('lake', 't', '@EXT@/{n}.parquet')")
        lab.execute(f"DELETE FROM lake.t WHERE rowid % {ROWS} BETWEEN 480 AND 1020 OR rowid % 17 = 3")
        found = compare.differences(lab, [lab.read('"main"."t"', lab.snapshots()[-1])])
    finally:
        lab.detach()
    assert not found, "\n".join(found)


TYPES = {
    "TIMESTAMP": [pa.timestamp("us"), pa.timestamp("ms"), pa.timestamp("ns"), pa.timestamp("s")],
    "TIMESTAMP_NS": [pa.timestamp("ns"), pa.timestamp("us")],
    "TIMESTAMP_MS": [pa.timestamp("ms")],
    "TIMESTAMPTZ": [pa.timestamp("us", "UTC"), pa.timestamp("ms", "UTC"), pa.timestamp("ns", "Europe/Berlin")],
    "TIME": [pa.time64("us"), pa.time32("ms"), pa.time64("ns")],
    "BIGINT": [pa.int8(), pa.int16(), pa.int32(), pa.uint8(), pa.uint16(), pa.uint32(), pa.int64()],
    "UBIGINT": [pa.uint8(), pa.uint16(), pa.uint32(), pa.uint64()],
    "HUGEINT": [pa.int64()],
    "DOUBLE": [pa.float32(), pa.float16(), pa.float64()],
    "FLOAT": [pa.float16(), pa.float32()],
    "DECIMAL(20,2)": [pa.decimal128(5, 2), pa.decimal128(18, 2), pa.decimal128(20, 2), pa.decimal32(7, 2), pa.decimal64(12, 2)],
    "VARCHAR": [pa.large_string(), pa.string_view(), pa.dictionary(pa.int8(), pa.string())],
    "BLOB": [pa.large_binary(), pa.binary(3)],
    "BIGINT[]": [pa.list_(pa.int32()), pa.large_list(pa.int64()), pa.list_(pa.int64(), 2)],
    "DATE": [pa.date32(), pa.date64()],
}


@pytest.mark.parametrize("backend", BACKENDS[-1:])
def test_files_of_other_types_read_as_the_reference_reads_them(backend: str, tmp_path: Path) -> None:
    lab = Lab(tmp_path / "lake", backend)
    added = 0
    try:
        for t, (kind, types) in enumerate(TYPES.items()):
            lab.execute(f"CREATE TABLE lake.t{t} (id INTEGER, v {kind})")
            for n, own in enumerate(types):
                for form, words in enumerate([dict(), dict(use_dictionary=False, data_page_version="2.0"), dict(use_deprecated_int96_timestamps=True)]):
                    file = f"@EXT@/{t}_{n}_{form}.parquet"
                    pq.write_table(pa.table({"id": pa.array(range(4), pa.int32()), "v": values(own)}), file.replace("@EXT@", str(lab.folder / "ext")), **words)
                    try:
                        lab.run((f"CALL ducklake_add_data_files('lake', 't{t}', '{file}')",))
                        added += 1
                    except Refused:
                        continue
        last = lab.snapshots()[-1]
        found = compare.differences(lab, [lab.read(table, last) for table in lab.tables(last)], most=100)
    finally:
        lab.detach()
    assert added >= 60
    assert not found, "\n".join(found)


def values(kind: pa.DataType) -> pa.Array:
    if pa.types.is_timestamp(kind):
        return pa.array([0, -1, None, 1_582_979_400], pa.int64()).cast(pa.timestamp("s")).cast(pa.timestamp(kind.unit)).cast(kind, safe=False)
    if pa.types.is_time(kind):
        return pa.array([datetime.time(0), datetime.time(23, 59, 59, 999000), None, datetime.time(1, 2, 3)], kind)
    if pa.types.is_date(kind):
        return pa.array([datetime.date(1969, 12, 31), None, datetime.date(2024, 2, 29), datetime.date(1, 1, 1)], kind)
    if pa.types.is_decimal(kind):
        return pa.array([decimal.Decimal("1.25"), decimal.Decimal("-99.99"), None, decimal.Decimal("0.01")], kind)
    if pa.types.is_floating(kind):
        return pa.array([1.5, None, -0.0, float("inf")], pa.float64()).cast(kind)
    if pa.types.is_integer(kind):
        return pa.array([1, None, 127, 0], kind)
    if pa.types.is_list(kind) or pa.types.is_large_list(kind) or pa.types.is_fixed_size_list(kind):
        return pa.array([[1, 2], None, [3, None], [0, 0]], kind)
    if pa.types.is_dictionary(kind):
        return pa.array(["abc", None, "x", "abc"]).dictionary_encode()
    if pa.types.is_large_binary(kind) or pa.types.is_fixed_size_binary(kind):
        return pa.array([b"abc", None, b"\x00\x01\xff", b"xyz"], kind)
    return pa.array(["abc", None, "", "ünï"], kind)
