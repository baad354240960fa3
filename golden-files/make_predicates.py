#!/usr/bin/env python3
"""Make predicates.json: filters over the golden lakes and which rows (by id) the reference returns for each.

  make_predicates.py

Needs the packages duckdb and duckdb-extension-ducklake of one version; run it in this directory. The filters are combined from values that the
tables hold, values beside them, NaN, infinities, other time zones, finer literals and NULL, with every operator of the predicate grammar."""
import json
import os
import random

import duckdb
from duckdb_extensions import import_extension

OUT = os.path.abspath("predicates.json")
LAKES = os.path.abspath("lakes")
OPERATORS = ["=", "<>", "<", "<=", ">", ">="]

SCALARS = {
    "c_bool": ["true", "false"],
    "c_i8": ["-128", "127", "0", "3", "2.5", "300", "-300", "1e2"],
    "c_i16": ["-32768", "32767", "7", "7.0", "40000"],
    "c_i32": ["2147483647", "-2147483648", "1000", "999.5", "3000000000"],
    "c_i64": ["9223372036854775807", "-9223372036854775808", "20000000000", "9223372036854775808", "0.1"],
    "c_i128": ["1180591620717411303424", "-1180591620717411303424", "4294967296", "0"],
    "c_u8": ["0", "255", "17", "-1", "256"],
    "c_u16": ["0", "65535", "9", "-5"],
    "c_u32": ["0", "4294967295", "25", "4294967296"],
    "c_u64": ["0", "18446744073709551615", "11", "-1"],
    "c_f32": ["0", "0.125", "1.5", "'nan'", "'inf'", "'-inf'", "-0.0", "3.4028234663852886e38", "0.1"],
    "c_f64": ["0", "0.0625", "'nan'", "'inf'", "'-inf'", "1e308", "-0.0"],
    "c_dec4": ["999.9", "-999.9", "0.1", "0.15", "1000", "2"],
    "c_dec9": ["9999999.99", "-9999999.99", "0.25", "0.255", "3"],
    "c_dec18": ["999999999999999.999", "0.125", "0.0625"],
    "c_dec38": ["9999999999999999999999999999.9999999999", "-9999999999999999999999999999.9999999999", "0.0625", "1"],
    "c_str": ["''", "'row 10'", "'row 5'", "'zé漢字🦆'", "'z'", "'row '", "'~'"],
    "c_date": ["DATE '2020-02-28'", "DATE '1969-12-31'", "DATE '9999-12-31'", "'2020-03-01'", "DATE '0001-01-01'", "TIMESTAMP '2020-03-01 12:00:00'"],
    "c_time": ["TIME '01:02:10'", "'00:00:00'", "TIME '23:59:59.999999'"],
    "c_ts": ["TIMESTAMP '2020-02-28 18:00:00'", "DATE '2020-02-29'", "'1969-12-31 23:59:59.999999'", "TIMESTAMP '9999-12-31 23:59:59.999999'"],
    "c_ts_s": ["TIMESTAMP '2020-02-28 12:30:00'", "DATE '2020-02-28'"],
    "c_ts_ms": ["TIMESTAMP '2020-02-28 12:00:07.123'", "DATE '2020-02-28'"],
    "c_ts_ns": ["TIMESTAMP '2020-03-01 12:00:00.123456'", "DATE '2020-03-10'"],
    "c_tstz": ["TIMESTAMPTZ '2020-02-28 12:00:00+02'", "TIMESTAMPTZ '2020-02-28 20:00:00+00'", "'2020-02-29 01:00:00+01'"],
    "c_uuid": ["'00000000-0000-0000-0000-000000000110'", "UUID 'ffffffff-ffff-ffff-ffff-ffffffffffff'"],
    "c_json": ["'null'", "'{\"i\": 3}'"],
}
NESTED = {
    "s.a": ["1", "0", "20"],
    "s.b": ["'one'", "'s5'", "''"],
    "sl.t": ["TIMESTAMP '2024-01-10 00:00:00'", "DATE '2024-01-20'"],
}
# Nested dates and times are text there: see README.md.
NESTED_INLINED = NESTED | {"sl.t": ["'2024-01-10 00:00:00'", "'2024-01-20'"]}


def filters(columns, rng):
    result = []
    for column, values in columns.items():
        result += [f"{column} IS NULL", f"{column} IS NOT NULL", f"NOT ({column} IS NULL)", f"{column} = NULL", f"NOT ({column} = NULL)"]
        for value in values:
            for operator in OPERATORS:
                result.append(f"{column} {operator} {value}")
            result.append(f"NOT ({column} < {value})")
            result.append(f"{value} <= {column}")
        several = ", ".join(values[:3])
        result += [f"{column} IN ({several})", f"{column} NOT IN ({several})", f"{column} IN ({several}, NULL)", f"{column} NOT IN ({several}, NULL)"]
        low, high = values[0], values[-1]
        result += [f"{column} BETWEEN {low} AND {high}", f"{column} NOT BETWEEN {low} AND {high}"]
    for column in [each for each in columns if each in ("c_str", "s.b")]:
        for pattern in ["row%", "%1", "_ow 1_", "%漢%", "", "%", "row 1\\%", "s_", "ROW%"]:
            result += [f"{column} LIKE '{pattern}'", f"{column} NOT LIKE '{pattern}'", f"{column} ILIKE '{pattern}'"]
    simple = list(result)
    for _ in range(150):
        a, b, c = rng.choice(simple), rng.choice(simple), rng.choice(simple)
        result += [f"({a}) AND ({b})", f"({a}) OR NOT ({b})", f"NOT (({a}) AND ({b}) OR ({c}))"]
    return result


def reads(connection, lake, table, key, candidates):
    os.chdir(os.path.join(LAKES, lake))
    connection.execute("attach 'ducklake:catalog.ducklake' as lake (read_only)")
    out = []
    for text in candidates:
        try:
            ids = [row[0] for row in connection.execute(f"select {key} from lake.{table} where {text} order by {key}").fetchall()]
        except (duckdb.BinderException, duckdb.ConversionException, duckdb.OutOfRangeException, duckdb.InvalidInputException):
            continue  # the reference takes no such literal for that type
        out.append({"where": text, "ids": ids})
    connection.execute("detach lake")
    return {"lake": lake, "table": table, "key": key, "filters": out}


def main():
    import_extension("ducklake")
    connection = duckdb.connect()
    connection.execute("load ducklake; set timezone = 'UTC'")
    rng = random.Random(7)
    parts = [
        reads(connection, "types_scalar", "main.t", "id", filters(SCALARS, rng)),
        reads(connection, "types_scalar_inlined", "main.t", "id", filters(SCALARS, rng)),
        reads(connection, "types_nested", "main.n", "id", filters(NESTED, rng)),
        reads(connection, "types_nested_inlined", "main.n", "id", filters(NESTED_INLINED, rng)),
    ]
    with open(OUT, "w", encoding="utf-8") as out:
        json.dump({"duckdb": duckdb.__version__, "parts": parts}, out, ensure_ascii=False, indent=0, separators=(",", ":"))
    print({part["lake"]: len(part["filters"]) for part in parts}, os.path.getsize(OUT), "bytes")


if __name__ == "__main__":
    main()
