"""Writes golden-files/parquet: small Parquet files by other writers, each with its expected rows.

Run with a Python that has pyarrow 26 and duckdb 1.5.5:  python make_parquet.py

NAME.HOW.parquet has NAME.json.gz beside it: {"rows": n, "columns": {name: [value, ...]}}. The values are
those that were written, or, for files of DuckDB, those that pyarrow reads. They are spelled exactly:
integers, dates, times and unscaled decimals as text, floats as the hexadecimal digits of their bits
(FLOAT16 widened), bytes in hexadecimal, lists and structs as arrays, maps as arrays of pairs.
"""

import datetime
import decimal
import gzip
import json
import pathlib
import random
import struct
import uuid

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

OUT = pathlib.Path(__file__).parent / "parquet"
KEY = b"0123456789abcdef"


def canonical(scalar):
    if not scalar.is_valid:
        return None
    t = scalar.type
    if pa.types.is_boolean(t):
        return "1" if scalar.as_py() else "0"
    if pa.types.is_integer(t):
        return str(scalar.as_py())
    if pa.types.is_float16(t) or pa.types.is_float32(t):
        return struct.pack(">f", float(scalar.as_py())).hex()
    if pa.types.is_float64(t):
        return struct.pack(">d", scalar.as_py()).hex()
    if pa.types.is_decimal(t):
        return str(int(scalar.as_py().scaleb(t.scale, decimal.Context(prec=100))))
    if pa.types.is_date32(t):
        return str(scalar.value)
    if pa.types.is_time32(t):
        return str(scalar.value * {"ms": 1000, "s": 1000000}[t.unit])
    if pa.types.is_time64(t):
        return str(scalar.value)
    if pa.types.is_timestamp(t):
        return str(scalar.value * 1000 if t.unit == "ms" and t.tz else scalar.value)
    if pa.types.is_string(t) or pa.types.is_large_string(t):
        return scalar.as_py()
    if pa.types.is_binary(t) or pa.types.is_fixed_size_binary(t) or pa.types.is_large_binary(t):
        return scalar.as_py().hex()
    if isinstance(t, pa.BaseExtensionType):
        return canonical(scalar.value)
    if pa.types.is_struct(t):
        return [canonical(scalar[i]) for i in range(t.num_fields)]
    if pa.types.is_map(t):
        return [[canonical(e[0]), canonical(e[1])] for e in scalar.values]
    if pa.types.is_list(t) or pa.types.is_large_list(t):
        return [canonical(e) for e in scalar.values]
    raise TypeError(t)


def expect(name, table):
    columns = {}
    for field, column in zip(table.schema.names, table.columns):
        columns[field] = [canonical(v) for v in column]
    text = json.dumps({"rows": table.num_rows, "columns": columns}, separators=(",", ":"))
    (OUT / f"{name}.json.gz").write_bytes(gzip.compress(text.encode(), 9, mtime=0))


def write(name, table, **options):
    options = {"store_schema": False, **options}
    pq.write_table(table, OUT / f"{name}.parquet", **options)
    expect_once(name, table)


def expect_once(name, table):
    name = name.split(".")[0]
    if not (OUT / f"{name}.json.gz").exists():
        expect(name, table)


def flat_table(rows, seed):
    r = random.Random(seed)
    d = decimal.Decimal
    words = ["", "a", "duck", "lake\u00e9\U0001f986", "x" * 70, "quack " * 5]

    def number(bits, signed):
        low, high = (-(1 << (bits - 1)), (1 << (bits - 1)) - 1) if signed else (0, (1 << bits) - 1)
        return lambda i: r.choice([low, high, 0 if not signed else -1, 7, i % 100, r.randint(low, high)])

    def deci(precision, scale):
        top = 10**precision - 1
        return lambda i: d(r.choice([-top, top, 0, -1, r.randint(-top, top)])).scaleb(
            -scale, decimal.Context(prec=60)
        )

    makers = {
        "b": (pa.bool_(), lambda i: i % 7 < 4 if i % 60 > 20 else True),
        "i8": (pa.int8(), number(8, True)),
        "i16": (pa.int16(), number(16, True)),
        "i32": (pa.int32(), number(32, True)),
        "i64": (pa.int64(), number(64, True)),
        "u8": (pa.uint8(), number(8, False)),
        "u16": (pa.uint16(), number(16, False)),
        "u32": (pa.uint32(), number(32, False)),
        "u64": (pa.uint64(), number(64, False)),
        "seq": (pa.int64(), lambda i: 1000 + 3 * i),
        "f16": (pa.float16(), lambda i: r.choice([0.0, -0.0, 1.5, -2.25, 65504.0, 6e-8, float("inf")])),
        "f32": (pa.float32(), lambda i: r.choice([0.0, -0.0, 1.5, float("nan"), float("-inf"), r.random()])),
        "f64": (pa.float64(), lambda i: r.choice([0.0, -0.0, 1e300, float("nan"), 5e-324, r.random()])),
        "d4": (pa.decimal128(4, 1), deci(4, 1)),
        "d9": (pa.decimal128(9, 2), deci(9, 2)),
        "d18": (pa.decimal128(18, 3), deci(18, 3)),
        "d38": (pa.decimal128(38, 10), deci(38, 10)),
        "date": (pa.date32(), lambda i: datetime.date(1582 + i % 900, 1 + i % 12, 1 + i % 28)),
        "t32": (pa.time32("ms"), lambda i: datetime.time(i % 24, i % 60, 59, 999000)),
        "t64": (pa.time64("us"), lambda i: datetime.time(i % 24, i % 60, 59, i)),
        "t64n": (pa.time64("ns"), lambda i: i * 1234567891),
        "tms": (pa.timestamp("ms"), lambda i: (i - 100) * 12345678),
        "tus": (pa.timestamp("us"), lambda i: (i - 100) * 123456789012),
        "tns": (pa.timestamp("ns"), lambda i: (i - 100) * 1234567890123),
        "tzms": (pa.timestamp("ms", "UTC"), lambda i: (i - 100) * 12345678),
        "tzus": (pa.timestamp("us", "UTC"), lambda i: (i - 100) * 123456789012),
        "tzns": (pa.timestamp("ns", "UTC"), lambda i: (i - 100) * 1234567890123),
        "s": (pa.string(), lambda i: r.choice(words) + (str(i) if i % 3 else "")),
        "low": (pa.string(), lambda i: r.choice(["red", "green", "blue"])),
        "one": (pa.string(), lambda i: "same"),
        "bin": (pa.binary(), lambda i: bytes(r.randrange(256) for _ in range(i % 11))),
        "fix": (pa.binary(5), lambda i: bytes(r.randrange(4) for _ in range(5))),
        "uuid": (pa.uuid(), lambda i: uuid.UUID(int=r.getrandbits(128)).bytes),
    }
    names, arrays, fields = [], [], []
    for name, (type_, make) in makers.items():
        full = [make(i) for i in range(rows)]
        holes = [None if r.random() < 0.3 or 40 < i < 90 else v for i, v in enumerate(full)]
        nothing = [None] * rows
        variants = [(name, full, False), (name + "_n", holes, True)]
        if name in ("b", "i64", "s", "d38"):
            variants += [(name + "_f", full, True), (name + "_0", nothing, True)]
        for column, values, nullable in variants:
            storage = type_.storage_type if isinstance(type_, pa.BaseExtensionType) else type_
            array = pa.array(values, storage)
            if storage is not type_:
                array = pa.ExtensionArray.from_storage(type_, array)
            names.append(column)
            arrays.append(array)
            fields.append(pa.field(column, type_, nullable))
    return pa.table(arrays, schema=pa.schema(fields))


def nested_table(rows, seed):
    r = random.Random(seed)
    leaf = lambda: None if r.random() < 0.2 else r.randint(-1000, 1000)
    text = lambda: None if r.random() < 0.2 else "v" * r.randint(0, 9)

    def many(make, most=4):
        p = r.random()
        if p < 0.15:
            return None
        return [] if p < 0.3 else [make() for _ in range(r.randint(1, most))]

    def maybe(make):
        return None if r.random() < 0.2 else make()

    pairs = lambda value: lambda: maybe(
        lambda: [(k, value()) for k in r.sample(["a", "b", "c", "d"], r.randint(0, 3))]
    )
    i32, s = pa.int32(), pa.string()
    point = pa.struct([("x", i32), ("y", s)])
    xy = lambda: maybe(lambda: {"x": leaf(), "y": text()})
    deep = pa.list_(pa.list_(pa.struct([("m", pa.map_(s, pa.list_(i32))), ("n", i32)])))
    columns = {
        "plain": (pa.int64(), lambda: r.randint(0, 9)),
        "l": (pa.list_(i32), lambda: many(leaf)),
        "ll": (pa.list_(pa.list_(s)), lambda: many(lambda: many(text))),
        "st": (point, xy),
        "st2": (
            pa.struct([("p", point), ("l", pa.list_(point)), ("q", pa.struct([("z", pa.bool_())]))]),
            lambda: maybe(lambda: {"p": xy(), "l": many(xy), "q": maybe(lambda: {"z": r.random() < 0.5})}),
        ),
        "ls": (pa.list_(point), lambda: many(xy)),
        "m": (pa.map_(s, i32), pairs(leaf)),
        "ms": (pa.map_(s, point), pairs(xy)),
        "ml": (pa.map_(s, pa.list_(point)), pairs(lambda: many(xy))),
        "deep": (
            deep,
            lambda: many(lambda: many(lambda: maybe(lambda: {"m": pairs(lambda: many(leaf))(), "n": leaf()}))),
        ),
        "long": (pa.list_(pa.int64()), lambda: many(lambda: r.randint(0, 5), 60)),
        "req": (
            pa.list_(pa.field("element", pa.struct([pa.field("x", i32, False)]), False)),
            lambda: many(lambda: {"x": r.randint(0, 9)}),
        ),
        "dec": (pa.list_(pa.decimal128(20, 2)), lambda: many(lambda: decimal.Decimal(r.randint(-999, 999)).scaleb(-2))),
    }
    arrays = {n: pa.array([make() for _ in range(rows)], t) for n, (t, make) in columns.items()}
    return pa.table(arrays)


def delta_encodings(table):
    encodings = {}
    for i, field in enumerate(table.schema):
        t = field.type
        other = i % 2 == 0
        if isinstance(t, pa.BaseExtensionType) or pa.types.is_fixed_size_binary(t):
            encodings[field.name] = "BYTE_STREAM_SPLIT" if other else "DELTA_BYTE_ARRAY"
        elif pa.types.is_boolean(t):
            encodings[field.name] = "RLE"
        elif pa.types.is_floating(t) or pa.types.is_decimal(t):
            encodings[field.name] = "BYTE_STREAM_SPLIT"
        elif pa.types.is_string(t) or pa.types.is_binary(t):
            encodings[field.name] = "DELTA_LENGTH_BYTE_ARRAY" if other else "DELTA_BYTE_ARRAY"
        elif pa.types.is_integer(t) and field.name.endswith("_f") or field.name == "tus":
            encodings[field.name] = "BYTE_STREAM_SPLIT"
        else:
            encodings[field.name] = "DELTA_BINARY_PACKED"
    return encodings


def small(version, codec, **more):
    return {
        "data_page_version": version,
        "compression": codec,
        "data_page_size": 200,
        "write_batch_size": 16,
        "row_group_size": 110,
        **more,
    }


def by_pyarrow():
    flat = flat_table(160, 1)
    few = flat.select([n for n in flat.schema.names if n.rstrip("_n") in ("i32", "s", "d38", "b", "uuid")])
    write("flat.dictionary_v1", flat, **small("1.0", "snappy", write_page_index=True))
    write("flat.dictionary_v2", flat, store_decimal_as_integer=True, **small("2.0", "zstd", write_page_checksum=True))
    write("flat.plain_v1", flat, **small("1.0", "none", use_dictionary=False, write_page_checksum=True))
    write("flat.plain_v2", flat, **small("2.0", "lz4", use_dictionary=False))
    for version, codec in (("1.0", "gzip"), ("2.0", "snappy")):
        write(
            f"flat.delta_v{version[0]}",
            flat,
            use_dictionary=False,
            column_encoding=delta_encodings(flat),
            **small(version, codec, write_page_index=True),
        )
    write("flat.one_page", flat, compression="zstd", store_decimal_as_integer=True)
    for codec in ("none", "snappy", "gzip", "zstd", "lz4", "brotli"):
        write(f"few.{codec}", few, compression=codec, row_group_size=100)
        write(f"few.{codec}_v2", few, compression=codec, data_page_version="2.0", use_dictionary=False)
    r = random.Random(5)
    values = [f"value {r.randint(0, 10 + i)}" for i in range(2000)]
    fallback = pa.table({"s": values, "i": pa.array([len(v) * i for i, v in enumerate(values)], pa.int32())})
    write("dictionary_fallback", fallback, **small("1.0", "none", dictionary_pagesize_limit=600, row_group_size=1500))
    nested = nested_table(200, 2)
    write("nested.v1", nested, **small("1.0", "snappy"))
    write("nested.v2", nested, **small("2.0", "none", use_dictionary=False, write_page_index=True))
    write("nested.v1_index", nested, **small("1.0", "zstd", write_page_index=True))
    write("nested.one_page", nested, compression="zstd", use_compliant_nested_type=False)
    ns = [None if i % 5 == 0 else (i - 50) * 987654321987 // 1000 * 1000 for i in range(100)]
    stamps = pa.table({"t": pa.array(ns, pa.timestamp("ns"))})
    pq.write_table(stamps, OUT / "int96.parquet", use_deprecated_int96_timestamps=True, store_schema=False)
    expect("int96", pa.table({"t": stamps["t"].cast(pa.timestamp("us"))}))
    big = pa.table({"s": ["long " * r.randint(0, 20000) for _ in range(60)], "n": list(range(60))})
    write("long_values", big, compression="zstd", use_dictionary=False, data_page_size=100000)
    write("empty", few.slice(0, 0))
    import pyarrow.parquet.encryption as pe

    if hasattr(pe, "create_encryption_properties"):
        crypt = pe.create_encryption_properties(footer_key=KEY, plaintext_footer=False)
        write("few.encrypted_standard", few, encryption_properties=crypt, row_group_size=100, write_page_index=True)


DUCKDB_TYPES = """
select i::int as i32, i::tinyint as i8, i::utinyint as u8, (i * 500)::usmallint as u16, i::uinteger as u32,
  (i * 12345678901234)::ubigint as u64, i::bigint * 1000000007 as i64, i::float / 3 as f32, i::double / 7 as f64,
  (i / 10)::decimal(4,1) as d4, (i / 7)::decimal(18,5) as d18, (i * 1.5)::decimal(38,10) as d38,
  date '2000-01-01' + i::int as dt, time '00:00:00' + to_microseconds(i * 1000003) as tm,
  timestamp '2001-02-03 04:05:06' + to_seconds(i * 99) as ts, (timestamp '2001-02-03 04:05:06' + to_days(i::int))::timestamp_ms as tms,
  (timestamp '2001-02-03 04:05:06' + to_days(i::int))::timestamp_ns as tns, (timestamp '2001-02-03 04:05:06' + to_days(i::int))::timestamptz as tz,
  'text ' || (i % 17) as s, case when i % 3 = 0 then null else 'text ' || i end as sn, ('\\x0' || (i % 10))::blob as bl,
  i % 3 = 0 as b, case when i % 4 = 0 then null else i % 3 = 0 end as bn, (md5(i::varchar))::uuid as u,
  case when i % 5 = 0 then null else i end as n, [i, null, i + 1] as l, case when i % 7 = 0 then null else [] :: int[] end as le,
  {'a': i, 'b': {'c': 'x' || i, 'd': [i::varchar]}} as st, map {'k' || i: i, 'z': null} as m, [[1], null, [], [i, i]] as ll
from range(ROWS) t(i)
"""


def by_duckdb():
    con = duckdb.connect()
    con.execute("set timezone = 'UTC'; set threads = 1; set force_mbedtls_unsafe = 'true'")

    def copy(name, sql, options):
        path = OUT / f"{name}.parquet"
        con.execute(f"copy ({sql}) to '{path}' (format parquet, {options})")
        expect(name, pq.read_table(path))

    types = DUCKDB_TYPES.replace("ROWS", "120")
    copy("duckdb_v1", types, "compression snappy, parquet_version v1")
    copy("duckdb_v2", types, "compression zstd, parquet_version v2, row_group_size 2048")
    copy("duckdb_v2_lz4", types, "compression lz4_raw, parquet_version v2")
    copy("duckdb_gzip", types, "compression gzip")
    copy("duckdb_brotli", "select i, 'b' || i as s from range(100) t(i)", "compression brotli")
    con.execute(f"pragma add_parquet_key('k', '{KEY.decode()}')")
    path = OUT / "encrypted_duckdb.parquet"
    sql = DUCKDB_TYPES.replace("ROWS", "120")
    con.execute(f"copy ({sql}) to '{path}' (format parquet, encryption_config {{footer_key: 'k'}})")
    plain = OUT / "plain.tmp"
    con.execute(f"copy ({sql}) to '{plain}' (format parquet)")
    expect("encrypted_duckdb", pq.read_table(plain))
    plain.unlink()


if __name__ == "__main__":
    OUT.mkdir(exist_ok=True)
    for old in OUT.iterdir():
        old.unlink()
    by_pyarrow()
    by_duckdb()
