#!/usr/bin/env python3
"""Make values/*.json: texts that DuckDB 1.5 writes for values of every type, the values themselves taken another way (Arrow buffers, arithmetic),
texts it accepts, the order it gives values, nested values as it casts them, and structs as its ducklake extension inlines them in SQLite.

  make_values.py [--out DIR]

Python packages: duckdb, duckdb-extensions, duckdb-extension-ducklake, duckdb-extension-sqlite-scanner, pyarrow, pytz."""
import argparse
import json
import os
import random
import re
import sqlite3
import struct
import tempfile

import duckdb
from duckdb_extensions import import_extension

SQL = {"boolean": "BOOLEAN", "int8": "TINYINT", "int16": "SMALLINT", "int32": "INTEGER", "int64": "BIGINT", "int128": "HUGEINT", "uint8": "UTINYINT",
       "uint16": "USMALLINT", "uint32": "UINTEGER", "uint64": "UBIGINT", "uint128": "UHUGEINT", "float32": "FLOAT", "float64": "DOUBLE", "date": "DATE",
       "time": "TIME", "time_ns": "TIME_NS", "timetz": "TIMETZ", "timestamp_s": "TIMESTAMP_S", "timestamp_ms": "TIMESTAMP_MS", "timestamp": "TIMESTAMP",
       "timestamp_ns": "TIMESTAMP_NS", "timestamptz": "TIMESTAMPTZ", "interval": "INTERVAL", "varchar": "VARCHAR", "json": "JSON", "blob": "BLOB",
       "uuid": "UUID"}
rnd = random.Random(20240115)
con = duckdb.connect()
con.execute("SET TimeZone='UTC'")


def sql(type_name):
    return SQL.get(type_name, type_name.upper())


def quote(text):
    return "'" + text.replace("'", "''") + "'"


def cast(text, type_name):
    return f"CAST({quote(text)} AS {sql(type_name)})"


def one(expression):
    return con.execute("SELECT " + expression).fetchone()[0]


def printed(expression):
    return one(f"CAST({expression} AS VARCHAR)")


def integers(bits, signed):
    low, high = (-(1 << bits - 1), (1 << bits - 1) - 1) if signed else (0, (1 << bits) - 1)
    values = {low, high, 0, 1, low + 1, high - 1} | {rnd.randint(low, high) >> rnd.randrange(bits) for _ in range(10)}
    return sorted(v for v in values if low <= v <= high)


def floats(width):
    form, bits_form, exponent = ("<f", "<I", 8) if width == 32 else ("<d", "<Q", 11)
    values = [0.0, -0.0, 1.0, 0.1, 0.3, 1e15, 1e16, 1e17, 9999999999999998.0, 1e-4, 1e-5, 1e20, 1e22, 1e23, 123456789.0, 16777216.0, 12 / 7, 2e-3, 100.0]
    bits = [struct.unpack(bits_form, struct.pack(form, v))[0] for v in values]
    mantissa = width - exponent - 1
    top = (1 << exponent) - 1
    bits += [1, 2, (1 << mantissa) - 1, 1 << mantissa, (top << mantissa) - 1, top << mantissa, (top << mantissa) + (1 << width - 1), 3 << mantissa - 1 | top << mantissa]
    bits += [e << mantissa for e in range(1, top, top // 40)]
    bits += [rnd.getrandbits(width) for _ in range(60)]
    out = []
    for b in bits:
        value = struct.unpack(form, struct.pack(bits_form, b))[0]
        if value != value:
            b = (top << mantissa) | (1 << mantissa - 1)
        out.append((struct.pack(bits_form, b), b))
    for raw, b in out:
        value = struct.unpack(form, raw)[0]
        text = con.execute("SELECT CAST(CAST(? AS %s) AS VARCHAR)" % ("FLOAT" if width == 32 else "DOUBLE"), [value]).fetchone()[0]
        yield text, str(b)


def arrow_raw(type_name, expressions):
    """Text and raw number, the latter from the Arrow buffer."""
    for e in expressions:
        table = con.execute(f"SELECT {e} AS v").arrow()
        table = table.read_all() if hasattr(table, "read_all") else table
        data = table.column(0).chunk(0).buffers()[1].to_pybytes()
        size = 4 if type_name == "date" else 8
        yield printed(e), str(int.from_bytes(data[:size], "little", signed=True))


def scalars():
    out = {"boolean": [[printed("true"), "1"], [printed("false"), "0"]]}
    for bits in (8, 16, 32, 64, 128):
        out[f"int{bits}"] = [[printed(cast(str(v), f"int{bits}")), str(v)] for v in integers(bits, True)]
        out[f"uint{bits}"] = [[printed(cast(str(v), f"uint{bits}")), str(v)] for v in integers(bits, False)]
    out["float32"] = [list(x) for x in floats(32)]
    out["float64"] = [list(x) for x in floats(64)]
    for precision, scale in ((1, 0), (1, 1), (4, 1), (5, 0), (9, 2), (18, 3), (18, 18), (38, 0), (38, 10), (38, 38)):
        top = 10 ** precision - 1
        rows = []
        for unscaled in sorted({0, 1, -1, top, -top} | {rnd.randint(-top, top) // 10 ** rnd.randrange(precision) for _ in range(6)}):
            digits = str(abs(unscaled)).rjust(scale + 1, "0")
            text = ("-" if unscaled < 0 else "") + digits[:len(digits) - scale] + ("." + digits[len(digits) - scale:] if scale else "")
            rows.append([printed(f"CAST({quote(text)} AS DECIMAL({precision},{scale}))"), str(unscaled)])
        out[f"decimal({precision},{scale})"] = rows
    days = [0, -1, 1, 19737, -719528, -719529, 2932896, 2932897, 2147483646, -2147483646, 2147483647, -2147483647] + [rnd.randint(-2 ** 31 + 2, 2 ** 31 - 1) >> rnd.randrange(20) for _ in range(30)]
    texts = ["'infinity'::DATE" if d == 2 ** 31 - 1 else "'-infinity'::DATE" if d == -2 ** 31 + 1 else f"DATE '1970-01-01' + ({d})::INTEGER" for d in days if d > -2147483600 or d == -2 ** 31 + 1]
    good = []
    for t in texts:
        try:
            one(t)
            good.append(t)
        except duckdb.Error:
            pass
    out["date"] = [list(x) for x in arrow_raw("date", good)]
    times = ["00:00:00", "24:00:00", "12:30:00", "13:00:00.5", "23:59:59.999999", "01:02:03.000004"]
    out["time"] = [list(x) for x in arrow_raw("time", [cast(t, "time") for t in times + [f"{rnd.randrange(24)}:{rnd.randrange(60)}:{rnd.randrange(60)}.{rnd.randrange(10 ** 6):06}" for _ in range(10)]])]
    out["time_ns"] = [list(x) for x in arrow_raw("time_ns", [cast(t, "time_ns") for t in times + ["23:59:59.999999999", "00:00:00.000000001", "05:06:07.12345678"]])]
    makers = {"timestamp_s": (10 ** 6, "TIMESTAMP_S"), "timestamp_ms": (10 ** 3, "TIMESTAMP_MS"), "timestamp": (1, "TIMESTAMP"), "timestamptz": (1, "TIMESTAMPTZ")}
    instants = [0, -1, 1, 1705321800 * 10 ** 6, 1705321800123456, -62167219200 * 10 ** 6, -62167219200 * 10 ** 6 - 1, 253402300800 * 10 ** 6,
                -62135596800 * 10 ** 6, 9223372036854775806, -9223372022400000000] + [rnd.randint(-2 ** 62, 2 ** 62) >> rnd.randrange(40) for _ in range(40)]
    for name, (unit, type_name) in makers.items():
        rows = []
        for micros in instants:
            micros = micros // unit * unit
            if micros < -9223372022400000000:
                continue
            if name != "timestamptz":
                rows.append(f"CAST(make_timestamp({micros}::BIGINT) AS {type_name})")
            elif abs(micros) < 9 * 10 ** 18:  # the cast of the extremes fails
                rows.append(f"make_timestamptz({micros}::BIGINT)")
        out[name] = [list(x) for x in arrow_raw(name, rows + [cast("infinity", name), cast("-infinity", name)])]
    nanos = [0, 1, -1, 10 ** 9, 1705321800123456789, 2 ** 63 - 2, -9223286400000000000] + [rnd.randint(-2 ** 63 + 10 ** 14, 2 ** 63 - 2) >> rnd.randrange(40) for _ in range(25)]
    out["timestamp_ns"] = [list(x) for x in arrow_raw("timestamp_ns", [f"make_timestamp_ns({n}::BIGINT)" for n in nanos] + [cast("infinity", "timestamp_ns"), cast("-infinity", "timestamp_ns")])]
    rows = []
    for _ in range(30):
        micros = rnd.choice([0, 86400 * 10 ** 6, rnd.randrange(86400) * 10 ** 6, rnd.randrange(86400 * 10 ** 6)])
        # minutes are never zero where seconds are not: the reference drops zero minutes and so changes the value
        offset = rnd.choice([0, 3600 * rnd.randrange(-15, 16), 60 * rnd.randrange(-959, 960), rnd.choice([-1, 1]) * (rnd.randrange(16) * 3600 + rnd.randrange(1, 60) * 60 + rnd.randrange(60))])
        sign, absolute = "-" if offset < 0 else "+", abs(offset)
        seconds = micros // 10 ** 6
        text = f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.{micros % 10 ** 6:06}{sign}{absolute // 3600:02}:{absolute // 60 % 60:02}:{absolute % 60:02}"
        rows.append([printed(cast(text, "timetz")), f"{micros}|{offset}"])
    out["timetz"] = rows
    rows = []
    for _ in range(60):
        months = rnd.choice([0, 0, 1, -1, 12, -12, 13, rnd.randint(-2 ** 31, 2 ** 31 - 1) >> rnd.randrange(31)])
        day = rnd.choice([0, 0, 1, -1, rnd.randint(-2 ** 31, 2 ** 31 - 1) >> rnd.randrange(31)])
        micros = rnd.choice([0, 0, 1, -1, 3600 * 10 ** 6, -2 ** 63, 2 ** 63 - 1, rnd.randint(-2 ** 63, 2 ** 63 - 1) >> rnd.randrange(63)])
        text = printed(f"to_months({months}) + to_days({day}) + to_microseconds(({micros})::BIGINT)")
        rows.append([text, f"{months}|{day}|{micros}"])
    out["interval"] = rows
    blobs = [b"", bytes(range(128)), bytes(range(128, 256)), b"a\\b'\"", b"\x00\xff"] + [rnd.randbytes(rnd.randrange(20)) for _ in range(10)]
    out["blob"] = [[con.execute("SELECT CAST(CAST(? AS BLOB) AS VARCHAR)", [b]).fetchone()[0], b.hex()] for b in blobs]
    uuids = ["0" * 32, "f" * 32, "8" + "0" * 31, "7" + "f" * 31] + [f"{rnd.getrandbits(128):032x}" for _ in range(6)]
    out["uuid"] = [[printed(cast(u, "uuid")), u] for u in uuids]
    return out


ACCEPTED = {
    "boolean": ["t", "f", "TRUE", "False", "1", "0", "yes", "no", "y", "n"],
    "int32": ["+5", " 12 ", "-0", "007"], "float64": ["Infinity", "-Infinity", "+inf", "NaN", "1", ".5", "5.", "1E5", "-1e-5", " 2 "],
    "float32": ["1e10", "3.4028235e38", "0.1"], "decimal(18,3)": ["1e5", "1.2345", "1.2355", "-1.2355", "-0.0004", "5", ".5", "+1.5"],
    "date": ["44-3-5 (BC)", "-0044-03-15", "0000-01-01", "1-1-1", "12345-01-01", " 2024-01-15 ", "inf", "-inf", "INFINITY"],
    "time": ["12:30", "1:2:3", "12:30:00.1234567", "12:30:00.9999999", "24:00:00"],
    "timetz": ["12:30:00", "12:30:00+05:30", "12:30:00-0530", "24:00:00+00", "12:30:00.5+02", "12:30:00+15:59:59"],
    "timestamp": ["2024-01-15", "2024-01-15 12:30", "2024-01-15T12:30:00Z", "2024-01-15 12:30:00.123456789", "2024-01-15 24:00:00", "2024-01-15 12:30:00+00",
                  "0044-03-15 (BC) 12:00:00", "2024-1-5 1:2:3.5"],
    "timestamp_s": ["2024-01-15 12:30:00.5", "2024-01-15 12:30:00.4999", "2024-01-15"], "timestamp_ms": ["2024-01-15 12:30:00.1239", "2024-01-15 12:30:00.12345"],
    "timestamp_ns": ["2024-01-15", "2024-01-15 12:30:00.123456789", "2024-01-15 12:30:00.5"],
    "timestamptz": ["2024-01-15", "2024-01-15 12:30:00", "2024-01-15 12:30:00+02", "2024-01-15 12:30:00-05:30", "2024-01-15 12:30:00+02:30:15", "2024-01-15T12:30:00Z",
                    "2024-01-15 12:30:00 UTC", "2024-01-15 12:30:00-0230", "0044-03-15 (BC) 12:00:00+01"],
    "interval": ["1 year 2 months -3 days 01:02:03.5", "14 months 3 days 14706789000 microseconds", "0 months 1 days 7200000000 microseconds", "25:00:00", "1 mon", "3 weeks",
                 "-1 day", "1 day -02:00:00", "3.5 seconds", "90 minutes", "2 hours 5 ms", "0 months 0 days 0 microseconds"],
    "blob": ["\\xaa\\x00ab", "a'b"], "uuid": ["F79C3E09-677c-4bbd-a479-3f349cb785e7"],
}
REFUSED = {
    "boolean": ["", "2", "on", " true", "tru"], "int8": ["128", "-129", "", "abc", "1x"], "uint8": ["-1", "256"], "uint64": ["18446744073709551616"], "float64": ["", "abc", "1e", "--1"],
    "decimal(4,1)": ["1000", "999.95", "", "x"], "date": ["", "2024-02-30", "2024-13-01", "2024", "abc", "2024-01-15x", "5881580-07-11", "+2024-01-01"],
    "time": ["", "24:00:00.000001", "12:60:00", "25:00:00", "abc"], "timetz": ["", "12:30:00+17", "abc"],
    "timestamp": ["", "2024-02-30 00:00:00", "2024-01-15 25:00:00", "294247-01-10 04:00:54.775807", "abc"], "timestamp_ns": ["2300-01-01 00:00:00"],
    "timestamptz": ["", "2024-01-15 12:30:00+x"], "interval": ["", "abc", "1", "1 foo", "P1Y"], "blob": ["é", "\\", "\\x", "\\xa", "\\xgg"], "uuid": ["", "f79c", "g79c3e09-677c-4bbd-a479-3f349cb785e7"],
}


def accepted():
    return [[t, text, printed(cast(text, t))] for t, texts in ACCEPTED.items() for text in texts]


def refused():
    out = []
    for t, texts in REFUSED.items():
        for text in texts:
            if one(f"TRY_CAST({quote(text)} AS {sql(t)}) IS NULL"):
                out.append([t, text])
            else:
                print("not refused:", t, repr(text))
    return out


ORDER = {
    "boolean": ["false", "true"], "float64": ["-inf", "-1", "-0.0", "0.0", "5e-324", "1", "inf", "nan"], "float32": ["-inf", "-0.0", "0.0", "1", "inf", "nan"],
    "int64": ["-9223372036854775808", "-1", "0", "9223372036854775807"], "uint64": ["0", "9223372036854775808", "18446744073709551615"],
    "int128": ["-170141183460469231731687303715884105728", "0", "170141183460469231731687303715884105727"], "decimal(9,2)": ["-1.00", "0.10", "0.1", "1"],
    "date": ["-infinity", "0044-03-15 (BC)", "1970-01-01", "10000-01-01", "infinity"], "timestamp": ["-infinity", "2020-01-01 00:00:00", "2020-01-01 00:00:00.000001", "infinity"],
    "timetz": ["00:00:00+15:59:59", "12:00:00+02", "10:00:00+00", "11:00:00+01", "23:00:00-02", "01:00:00+00", "08:00:00-02", "24:00:00-15:59:59"],
    "interval": ["-1 month", "-31 days", "0 days", "29 days", "1 month -1 day", "30 days", "1 month", "720 hours", "29 days 24 hours", "1 month 1 day", "31 days", "1 day -1 hour", "23 hours",
                 "-1 day 25 hours", "59 days 24 hours", "2 months"],
    "varchar": ["", "a", "B", "ab", "é", "\uffff", "\ue000", "\U00010000", "\U0010ffff", "z", "a\u0000"], "blob": ["", "\\x00", "a", "\\x7F", "\\x80", "\\xFF"],
    "uuid": ["00000000-0000-0000-0000-000000000000", "7fffffff-ffff-ffff-ffff-ffffffffffff", "80000000-0000-0000-0000-000000000000", "80000000-0000-0000-8000-000000000000",
             "80000000-0000-0000-7000-000000000000"],
}


def order():
    out = {}
    for t, texts in ORDER.items():
        columns = con.execute(f"SELECT x.i, y.i, CASE WHEN x.v < y.v THEN -1 WHEN x.v > y.v THEN 1 ELSE 0 END FROM (SELECT i, CAST(? [i] AS {sql(t)}) v FROM range(1, {len(texts) + 1}) r(i)) x, "
                              f"(SELECT i, CAST(? [i] AS {sql(t)}) v FROM range(1, {len(texts) + 1}) r(i)) y ORDER BY 1, 2", [texts, texts]).fetchall()
        signs = [[s for i, _, s in columns if i == k + 1] for k in range(len(texts))]
        out[t] = {"texts": texts, "signs": signs}
    return out


# Nested types as JSON: a name, {"list": t}, {"struct": [[name, t], …]}, {"map": [k, v]}. Values: texts, lists, lists in the order of the fields, lists of pairs.
STRINGS = ["a", "b c", "it's", "a,b", "", "NULL", "null", "a\\b", '"q"', 'a"b', "[x", "x]", "{", "}", "(", ")", "a=b", "a:b", " lead", "trail ", "a;b", "a\nb", "a\tb", "\ttab", "é",
           "'", "\\", "back\\'q", "x\\\\y", "a\\b, c", "-", "true", "1", "x\u000b", "\u00a0", "\U0001f600", "CAST(x", "''", "a''b", "\\'", "\\,", "NULLx", "a\r"]
SCALARS = {
    "varchar": STRINGS, "int32": ["1", "-5", "0"], "boolean": ["true", "false"], "float64": ["0.1", "1e+300", "nan", "-inf", "-0.0"], "decimal(5,2)": ["1.50", "-0.01"],
    "date": ["2020-01-01", "0044-03-15 (BC)", "infinity"], "timestamp": ["2020-01-01 12:00:00", "infinity"], "timestamptz": ["2020-01-01 12:00:00.5+00"], "time": ["12:00:00"],
    "timetz": ["12:00:00+02"], "interval": ["1 day", "1 year 02:00:00", "-1 month"], "blob": ["\\xAA,b", "", "it\\x27s", "\\x00", "a\\x5Cb", "NULL"],
    "uuid": ["f79c3e09-677c-4bbd-a479-3f349cb785e7"], "json": ['{"a": 1}', '[1, "x]", {"b": "\\"}"}]', '"str"', "null", "1", '{"q": "it\'s"}', '" "'],
    "int128": ["170141183460469231731687303715884105727"], "uint64": ["18446744073709551615"],
}
SHAPES = (
    [{"list": t} for t in SCALARS] + [{"struct": [["a", t], ["b", "int32"]]} for t in SCALARS]
    + [{"map": ["varchar", "varchar"]}, {"map": ["int32", {"list": "varchar"}]}, {"map": ["date", "timestamp"]}, {"map": ["varchar", {"struct": [["x", "varchar"]]}]},
       {"list": {"list": "varchar"}}, {"list": {"struct": [["a", "varchar"], ["d", "date"]]}}, {"list": {"map": ["varchar", "int32"]}}, {"map": ["varchar", "json"]},
       {"struct": [["s", {"struct": [["t", "varchar"], ["d", "date"]]}], ["l", {"list": "varchar"}], ["m", {"map": ["varchar", "varchar"]}]]},
       {"struct": [["l", {"list": "json"}], ["it's", "varchar"], ['a"b', "int32"], ["a b", "varchar"], ["c\\d", "varchar"]]},
       {"list": {"struct": [["l", {"list": {"struct": [["v", "varchar"]]}}]]}}])


def shape_sql(shape):
    if isinstance(shape, str):
        return sql(shape)
    if "list" in shape:
        return shape_sql(shape["list"]) + "[]"
    if "map" in shape:
        return "MAP(" + ", ".join(shape_sql(s) for s in shape["map"]) + ")"
    return "STRUCT(" + ", ".join('"' + n.replace('"', '""') + '" ' + shape_sql(t) for n, t in shape["struct"]) + ")"


def value_of(shape, depth=0, nulls=True):
    if nulls and rnd.random() < 0.12:
        return None
    if isinstance(shape, str):
        return rnd.choice(SCALARS[shape])
    if "list" in shape:
        return [value_of(shape["list"], depth + 1) for _ in range(rnd.randrange(5))]
    if "map" in shape:
        keys = []
        for _ in range(rnd.randrange(4)):
            key = value_of(shape["map"][0], depth + 1, nulls=False)
            if key not in keys:
                keys.append(key)
        return [[k, value_of(shape["map"][1], depth + 1)] for k in keys]
    return [value_of(t, depth + 1) for _, t in shape["struct"]]


def value_sql(shape, value):
    if value is None:
        return f"CAST(NULL AS {shape_sql(shape)})"
    if isinstance(shape, str):
        return cast(value, shape)
    if "list" in shape:
        inner = "[" + ", ".join(value_sql(shape["list"], v) for v in value) + "]"
    elif "map" in shape:
        inner = "MAP([" + ", ".join(value_sql(shape["map"][0], k) for k, _ in value) + "], [" + ", ".join(value_sql(shape["map"][1], v) for _, v in value) + "])"
    else:
        inner = "{" + ", ".join(quote(n) + ": " + value_sql(t, v) for (n, t), v in zip(shape["struct"], value)) + "}"
    return f"CAST({inner} AS {shape_sql(shape)})"


def nested():
    out = []
    for shape in SHAPES:
        for i in range(10):
            value = value_of(shape, nulls=False)
            out.append([shape, value, printed(value_sql(shape, value))])
    return out


def inlined_structs():
    import_extension("ducklake")
    import_extension("sqlite_scanner")
    out = []
    with tempfile.TemporaryDirectory() as directory:
        con.execute("LOAD ducklake; LOAD sqlite_scanner")
        catalog = os.path.join(directory, "catalog.sqlite")
        con.execute(f"ATTACH 'ducklake:sqlite:{catalog}' AS lake (DATA_PATH '{directory}/data', DATA_INLINING_ROW_LIMIT 1000)")
        shapes = [s for s in SHAPES if "struct" in s]
        values = {}
        for i, shape in enumerate(shapes):
            con.execute(f"CREATE TABLE lake.t{i} (id INTEGER, v {shape_sql(shape)})")
            values[i] = [value_of(shape, nulls=False) for _ in range(12)]
            con.execute(f"INSERT INTO lake.t{i} VALUES " + ", ".join(f"({n}, {value_sql(shape, v)})" for n, v in enumerate(values[i])))
        con.execute("DETACH lake")
        rows = sqlite3.connect(catalog)
        for name, table in rows.execute("SELECT t.table_name, i.table_name FROM ducklake_table t JOIN ducklake_inlined_data_tables i ON i.table_id = t.table_id ORDER BY t.table_id").fetchall():
            i = int(name[1:])
            for n, text in rows.execute(f"SELECT id, v FROM {table} ORDER BY id"):
                out.append([shapes[i], values[i][n], text])
    return out


CONDITIONS = {
    "boolean": (["true", "false", None], ["c", "c = TRUE", "c <> TRUE", "c > FALSE", "c = 1", "c < 2", "c = 2", "c = 'true'", "c IN (TRUE)", "c IS NULL", "TRUE = c"]),
    "int8": (["-128", "-1", "0", "1", "2", "127", None],
             ["c = 1", "c = 1.5", "c <> 1.5", "c < 1.5", "c <= 1.5", "c > 1.5", "c >= 1.5", "c < -0.5", "c >= -0.5", "c = 300", "c <> 300", "c < 300", "c > 300", "c <= -129", "c > -129", "c = 1e0",
              "c < 1.5e0", "c > -1e30", "c < DOUBLE 'nan'", "c > DOUBLE 'nan'", "c < DOUBLE 'inf'", "c > DOUBLE '-inf'", "c = '1'", "c IN (1, 2.5, 300)", "c NOT IN (1, 2.5)", "c IN (1, NULL)",
              "c NOT IN (1, NULL)", "c NOT IN (1.5)", "c IN (0.5)", "c = NULL", "c BETWEEN 0 AND 1.5", "c NOT BETWEEN -0.5 AND 1", "1 < c", "1.5 >= c", "c = TRUE", "c IS NOT NULL OR NULL",
              "c = 1 OR NULL", "c = 1 AND NULL", "NOT (c = 1 OR c = 2)", "NOT (c > 0 AND c < 2)", "NOT (NOT (c = 1))", "c > 0 AND (c = 1 OR c IS NULL)"]),
    "uint64": (["0", "1", "18446744073709551615", None], ["c > -1", "c < 18446744073709551615", "c = 18446744073709551616", "c >= 0.5"]),
    "int128": (["-170141183460469231731687303715884105728", "0", None], ["c < 0", "c = 0", "c > -5"]),
    "decimal(9,2)": (["-0.01", "0.00", "0.10", "1.00", "1234567.89", None],
                     ["c = 0.1", "c = 0.105", "c < 0.105", "c > 0.105", "c >= 0.105", "c <> 0.105", "c = 1e-1", "c < 1e-1", "c > 1e30", "c < 99999999999", "c = '0.1'", "c IN (0.1, 1)", "c < DOUBLE 'inf'"]),
    "float32": (["0.1", "0.2", "-0.0", "0", "inf", "-inf", "nan", "3.4028235e38", None],
                ["c = 0.1", "c = 1e-1", "c < 1e-1", "c > 1e-1", "c <= 0.1", "c >= 1e-1", "c <> 1e-1", "c = FLOAT '0.1'", "c = 0", "c = 0.0", "c < 0", "c > 1e39", "c < 1e39", "c <= -1e39", "c = DOUBLE 'nan'",
                 "c >= DOUBLE 'nan'", "c < DOUBLE 'nan'", "c > DOUBLE 'inf'", "c = FLOAT 'inf'", "c > -1e-50", "c < 1e-50", "c = '0.1'", "c IN (0.1, 0.2)"]),
    "float64": (["0.1", "0.30000000000000004", "-0.0", "inf", "-inf", "nan", "1e300", None],
                ["c = 0.1", "c = 1e-1", "c = FLOAT '0.1'", "c < FLOAT '0.1'", "c = 0", "c > 1e300", "c = 0.3", "c >= DOUBLE 'nan'", "c <> DOUBLE 'nan'", "c < 1", "NOT (c < 1)", "c IN (0.1, 0)"]),
    "date": (["-infinity", "0044-03-15 (BC)", "2020-01-01", "2020-01-02", "infinity", None],
             ["c = DATE '2020-01-01'", "c = TIMESTAMP '2020-01-01 12:00:00'", "c < TIMESTAMP '2020-01-01 12:00:00'", "c <= TIMESTAMP '2020-01-01 12:00:00'", "c > TIMESTAMP '2020-01-01 12:00:00'",
              "c >= TIMESTAMP '2020-01-01 00:00:00'", "c <> TIMESTAMP '2020-01-01 12:00:00'", "c = '2020-01-01'", "c < DATE 'infinity'", "c >= TIMESTAMP 'infinity'", "c < TIMESTAMPTZ '2020-01-01 12:00:00+02'",
              "c = TIMESTAMPTZ '2020-01-01 02:00:00+02'", "c IN ('2020-01-01', '2020-01-03')", "c BETWEEN DATE '2020-01-01' AND DATE '2020-01-02'"]),
    "timestamp": (["-infinity", "2020-01-01 00:00:00", "2020-01-01 00:00:00.000001", "infinity", None],
                  ["c = DATE '2020-01-01'", "c > DATE '2020-01-01'", "c < DATE '2020-01-02'", "c = '2020-01-01'", "c = TIMESTAMP_NS '2020-01-01 00:00:00.000001'", "c < TIMESTAMP 'infinity'",
                   "c = TIMESTAMPTZ '2020-01-01 02:00:00+02'", "c > TIMESTAMP '2020-01-01 00:00:00'"]),
    "timestamp_s": (["2020-01-01 00:00:00", "2020-01-01 00:00:01", None], ["c = TIMESTAMP '2020-01-01 00:00:00.5'", "c < TIMESTAMP '2020-01-01 00:00:00.5'", "c >= TIMESTAMP '2020-01-01 00:00:00.5'",
                                                                         "c <> TIMESTAMP '2020-01-01 00:00:00.5'", "c = TIMESTAMP '2020-01-01 00:00:01'"]),
    "timestamp_ns": (["2020-01-01 00:00:00", "2020-01-01 00:00:00.000000001", None], ["c = TIMESTAMP '2020-01-01 00:00:00'", "c > TIMESTAMP '2020-01-01 00:00:00'", "c = DATE '2020-01-01'"]),
    "timestamptz": (["2020-01-01 00:00:00+00", "2020-01-01 02:00:00+00", None], ["c = TIMESTAMPTZ '2020-01-01 02:00:00+02'", "c = TIMESTAMP '2020-01-01 02:00:00'", "c > DATE '2020-01-01'", "c = '2020-01-01 02:00:00+02'"]),
    "time": (["00:00:00", "12:00:00", "24:00:00", None], ["c = TIME '12:00:00'", "c < '24:00'", "c > TIME '12:00:00'"]),
    "interval": (["1 month", "30 days", "29 days", None], ["c = INTERVAL '30 days'", "c < INTERVAL '1 month'", "c = '720 hours'"]),
    "timetz": (["12:00:00+02", "10:00:00+00", None], ["c = TIMETZ '10:00:00+00'", "c < TIMETZ '10:00:00+00'"]),
    "uuid": (["00000000-0000-0000-0000-000000000001", "f79c3e09-677c-4bbd-a479-3f349cb785e7", None], ["c = UUID 'f79c3e09-677c-4bbd-a479-3f349cb785e7'", "c < 'F79C3E09-677c-4bbd-a479-3f349cb785e7'"]),
    "blob": (["", "a", "\\xFF", None], ["c = BLOB 'a'", "c < BLOB '\\xFF'", "c > 'a'"]),
    "varchar": (["", "a", "A", "ab", "aé", "a\U0001f600", "\uffff", "a%b", "a\\b", "a\nb", "É", "İ", "ſ", "ẞ", None],
                ["c = 'a'", "c > 'a'", "c < '\U0001f600'", "c LIKE 'a'", "c LIKE 'a%'", "c LIKE 'a_'", "c LIKE '%'", "c LIKE ''", "c LIKE '_'", "c LIKE 'a\\%'", "c LIKE '%b'", "c LIKE '%a%b%'", "c LIKE 'a%%b'",
                 "c NOT LIKE 'a%'", "c ILIKE 'A%'", "c ILIKE 'é'", "c ILIKE 'i'", "c ILIKE 's'", "c ILIKE 'ß'", "c NOT ILIKE 'a_'", "c IN ('a', 'A')", "c LIKE '_%_'", "c IS NULL"]),
}


def conditions():
    out = []
    for t, (values, texts) in CONDITIONS.items():
        con.execute(f"CREATE OR REPLACE TEMP TABLE conditions (i INTEGER, c {sql(t)})")
        for i, v in enumerate(values):
            con.execute(f"INSERT INTO conditions VALUES ({i}, {'NULL' if v is None else cast(v, t)})")
        for text in texts:
            out.append([t, values, text, [r for (r,) in con.execute(f"SELECT ({text}) FROM conditions ORDER BY i").fetchall()]])
    return out


BUCKETS = ["boolean", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64", "float32", "float64", "decimal(4,1)", "decimal(9,2)", "decimal(18,3)", "decimal(38,10)", "decimal(20,20)",
           "date", "time", "timestamp_s", "timestamp_ms", "timestamp", "timestamp_ns", "timestamptz", "varchar", "blob", "uuid"]


def partitions():
    """Rows of a type and, for each file that holds some, the partition value."""
    import_extension("ducklake")
    con.execute("LOAD ducklake")
    samples = {t: [v for v, _ in values] for t, values in scalars().items()}
    samples["decimal(9,2)"] = ["14.20", "-0.01", "0.00"]
    samples["decimal(20,20)"] = ["0.5", "-0.25"]
    for t in ("date", "timestamp_s", "timestamp_ms", "timestamp", "timestamp_ns", "timestamptz"):
        clock = {"date": "", "timestamp_s": " 22:31:08", "timestamp_ms": " 22:31:08.123", "timestamp": " 22:31:08.123456", "timestamp_ns": " 22:31:08.123456789", "timestamptz": " 22:31:08.123456+00"}[t]
        samples[t] += [day + clock for day in ("2017-11-16", "1969-12-31", "1900-02-28", "2024-02-29")] + ["2000-01-01" + (" 00:00:00" if clock else "")]
    samples["varchar"] = ["iceberg", "", "a b", "é"]
    temporal = ["date", "timestamp_s", "timestamp_ms", "timestamp", "timestamp_ns"]
    cases = [(t, "bucket(1000, v)") for t in BUCKETS] + [(t, "v") for t in BUCKETS if t != "blob"] + [(t, f"{f}(v)") for t in temporal for f in ("year", "month", "day", "hour") if (t, f) != ("date", "hour")]
    out = []
    with tempfile.TemporaryDirectory() as directory:
        con.execute(f"ATTACH 'ducklake:{directory}/catalog.ducklake' AS lake (DATA_PATH '{directory}/data', DATA_INLINING_ROW_LIMIT 0)")
        for n, (t, key) in enumerate(cases):
            # far years: no partition function of the reference takes them all
            known = [v for v in samples[t] if not (t.startswith("timestamp") or t == "date") or re.match(r"(1[89]|20)\d\d-" + ("|infinity" if t in ("date", "timestamp") else ""), v)] or samples[t]
            values = rnd.sample(known, min(6, len(known)))
            con.execute(f"CREATE TABLE lake.p{n} (v {sql(t)}); ALTER TABLE lake.p{n} SET PARTITIONED BY ({key})")
            con.execute(f"INSERT INTO lake.p{n} VALUES (NULL), " + ", ".join(f"({cast(v, t)})" for v in values))
            files = con.execute(f"SELECT data_file_id, partition_value FROM __ducklake_metadata_lake.ducklake_file_partition_value JOIN __ducklake_metadata_lake.ducklake_table t USING (table_id) "
                                f"WHERE t.table_name = 'p{n}' ORDER BY ALL").fetchall()
            paths = dict(con.execute("SELECT data_file_id, path FROM __ducklake_metadata_lake.ducklake_data_file").fetchall())
            rows = []
            for file, value in files:
                where = f"FROM read_parquet('{directory}/data/main/p{n}/{paths[file]}', hive_partitioning = false)"
                rows.append([value, [v for (v,) in con.execute(f"SELECT CAST(CAST(v AS {sql(t)}) AS VARCHAR) {where}").fetchall()]])
            out.append([t, key.replace("v", "").replace("(1000, )", "(1000)").replace("()", "") or "identity", rows])
        con.execute("DETACH lake")
    return out


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", default=os.path.join(os.path.dirname(os.path.abspath(__file__)), "values"))
    out = parser.parse_args().out
    os.makedirs(out, exist_ok=True)
    for name, make in dict(scalars=scalars, accepted=accepted, refused=refused, order=order, nested=nested, inlined_structs=inlined_structs, conditions=conditions, partitions=partitions).items():
        content = make()
        with open(os.path.join(out, name + ".json"), "w") as f:
            if isinstance(content, dict):
                f.write("{\n" + ",\n".join(json.dumps(k) + ": " + json.dumps(v) for k, v in content.items()) + "\n}\n")
            else:
                f.write("[\n" + ",\n".join(json.dumps(row) for row in content) + "\n]\n")
        print(name, len(content))


if __name__ == "__main__":
    main()
