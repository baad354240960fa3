#!/usr/bin/env python3
"""Make variants/*: variants as DuckDB 1.5 encodes them, shreds them into Parquet columns, and prints them as JSON.

  make_variants.py [--out DIR]

encoded.json: the two binaries of single variants in hex, and their JSON.
shredded.parquet: columns of variants, each shredded in its own way; shredded.json: the JSON of each value when DuckDB reads the file.
promoted.parquet: a column of each type; promoted.json: the JSON of each value as a variant.
Python packages: duckdb."""
import argparse
import json
import os

import duckdb

con = duckdb.connect()
con.execute("SET TimeZone='UTC'")

ENCODED = """1::TINYINT ; -2::SMALLINT ; 2147483647 ; '-9223372036854775808'::BIGINT ; 65535::USMALLINT ; 1.5::FLOAT ; 0.1::FLOAT ; 0.1::DOUBLE ; 1.0::DOUBLE ; -0.0::DOUBLE
1e15::DOUBLE ; 1e20::DOUBLE ; 1e21::DOUBLE ; 1.5e21::DOUBLE ; 123456789e15::DOUBLE ; 1e-6::DOUBLE ; 1e-7::DOUBLE ; 1.5e-7::DOUBLE ; 5e-324::DOUBLE ; 1.7976931348623157e308::DOUBLE
1e-45::FLOAT ; 3.4028235e38::FLOAT ; 'nan'::DOUBLE ; 'inf'::FLOAT ; '-inf'::DOUBLE ; 1.25::DECIMAL(4,2) ; -1.25::DECIMAL(9,4) ; 123456789.123::DECIMAL(18,3) ; 0.00001::DECIMAL(38,10)
12345678901234567890123456789.1::DECIMAL(38,1) ; '-99999999999999999999999999999999999999'::DECIMAL(38,0) ; DATE '2024-01-15' ; 'infinity'::DATE ; DATE '0044-03-15 (BC)'
TIME '12:30:00.5' ; TIME '24:00:00' ; TIMESTAMP '2024-01-15 12:30:00.123' ; TIMESTAMP '-infinity' ; TIMESTAMP_NS '2024-01-15 12:30:00.123456789'
'2024-01-15 12:30:00+02'::TIMESTAMPTZ ; '' ; 'a"b\\c/' || chr(10) || chr(31) || chr(127) || chr(8232) || 'é😀' ; repeat('x', 63) ; repeat('x', 64) ; repeat('é', 200) ; '\\x00\\xFFab'::BLOB
UUID '550e8400-e29b-41d4-a716-446655440000' ; UUID 'f50e8400-e29b-41d4-a716-446655440000' ; true ; false ; NULL ; [] ; {'b': 1, 'a': {'x': NULL}} ; [[], [1, NULL]]
range(300) ; MAP {'k': 1, 'j': 2} ; '{"a": 1.5, "A": [true, {"": null}], "é": "ü"}'::JSON ; '{}'::JSON ; '18446744073709551615'::DECIMAL(20,0)"""
WIDE = "('{' || (SELECT string_agg('\"key ' || j || '\": ' || j, ',') FROM range(700) t(j)) || '}')::JSON"

ROWS = 24
SHREDDED = {
    "ints": "i",
    "with_nulls": "CASE WHEN i % 3 = 0 THEN NULL ELSE i END",
    "mixed": "CASE i % 4 WHEN 0 THEN i::VARIANT WHEN 1 THEN ('t' || i)::VARIANT WHEN 2 THEN [i]::VARIANT ELSE {'a': i}::VARIANT END",
    "objects": "{'k': i, 'n': {'x': i * 1.5::DOUBLE, 'l': [i, i + 1]}}",
    "partial": "CASE i % 3 WHEN 0 THEN {'k': i}::VARIANT WHEN 1 THEN {'k': 's', 'z': i}::VARIANT ELSE {'k': NULL, 'z': [1, 2]}::VARIANT END",
    "deep": "CASE i WHEN 0 THEN '{}'::JSON::VARIANT ELSE {'a': {'b': {'c': {'d': i}}}}::VARIANT END",
    "arrays": "CASE i % 4 WHEN 0 THEN [i, i + 1]::VARIANT WHEN 1 THEN [{'a': i}]::VARIANT WHEN 2 THEN []::VARIANT ELSE 'x'::VARIANT END",
    "arrays_of_objects": "[{'a': i, 'b': DATE '2024-01-01' + i::INTEGER}, {'a': NULL, 'b': NULL}]",
    "arrays_of_arrays": "[[i, NULL], [], NULL]",
    "every_type": """CASE WHEN i % 5 = 0 THEN NULL ELSE {'u': UUID '550e8400-e29b-41d4-a716-446655440000', 'tz': TIMESTAMPTZ '2024-01-01 00:00:00+00' + INTERVAL (i) SECOND,
        'ts': TIMESTAMP '2024-01-01 00:00:00.5', 'ns': TIMESTAMP_NS '2024-01-01 00:00:00.123456789', 'd4': 1.25::DECIMAL(4,2), 'd8': 1.25::DECIMAL(18,2),
        'd16': 1.25::DECIMAL(38,2), 'tm': TIME '12:00:00', 'dt': DATE '2024-01-01', 'bl': '\\xAA'::BLOB, 'bo': i % 2 = 0, 'f': 0.1::FLOAT, 'd': 0.1::DOUBLE,
        'i1': 1::TINYINT, 'i2': 2::SMALLINT, 'i4': 3::INTEGER, 'i8': 4::BIGINT, 's': 'text'} END""",
    "two_decimals": "CASE i % 2 WHEN 0 THEN {'a': 1.5::DECIMAL(5,2)}::VARIANT ELSE {'a': 1.5::DECIMAL(9,4)}::VARIANT END",
    "maps": "MAP {'k' || i: i}",
    "telling_names": "{'value': i, 'typed_value': 'x', 'metadata': [i]}",
    "texts": "repeat('x', i::INTEGER * 10)",
    "only_nulls": "NULL",
}
PROMOTED = {
    "boolean": "BOOLEAN", "int8": "TINYINT", "int16": "SMALLINT", "int32": "INTEGER", "int64": "BIGINT", "uint8": "UTINYINT", "uint16": "USMALLINT",
    "uint32": "UINTEGER", "uint64": "UBIGINT", "float32": "FLOAT", "float64": "DOUBLE", "decimal": "DECIMAL(10,2)", "date": "DATE", "time": "TIME",
    "timetz": "TIMETZ", "timestamp": "TIMESTAMP", "timestamp_ms": "TIMESTAMP_MS", "timestamp_ns": "TIMESTAMP_NS", "timestamptz": "TIMESTAMPTZ",
    "interval": "INTERVAL", "varchar": "VARCHAR", "blob": "BLOB", "uuid": "UUID"}
VALUES = {
    "boolean": ["true", "false"], "int8": ["-128", "127"], "int16": ["-32768", "7"], "int32": ["-2147483648", "0"], "int64": ["-9223372036854775808", "1"],
    "uint8": ["255", "0"], "uint16": ["65535", "0"], "uint32": ["4294967295", "0"], "uint64": ["18446744073709551615", "1"], "float32": ["0.1", "nan"],
    "float64": ["1e300", "-inf"], "decimal": ["-1.50", "12345678.90"], "date": ["2024-02-29", "infinity"], "time": ["12:30:00.000001", "24:00:00"],
    "timetz": ["12:30:00+00", "00:00:00.5+00"], "timestamp": ["2024-01-15 12:30:00.5", "infinity"], "timestamp_ms": ["2024-01-15 12:30:00.5", "1969-12-31 23:59:59.999"],
    "timestamp_ns": ["2024-01-15 12:30:00.123456789", "1969-12-31 23:59:59.5"], "timestamptz": ["2024-01-15 12:30:00+00", "-infinity"],
    "interval": ["1 year 2 days 00:00:01.5", "00:00:00"], "varchar": ["a\"b", "42"], "blob": ["\\x00\\xFFa", ""], "uuid": ["550e8400-e29b-41d4-a716-446655440000", "f50e8400-e29b-41d4-a716-446655440000"]}


def encoded():
    cases = [sql.replace("\\\\", "\\") for line in ENCODED.split("\n") for sql in line.split(" ; ")]
    result = []
    for sql in [*cases, WIDE]:
        parts, text = con.execute(f"SELECT variant_to_parquet_variant(v), v::JSON::VARCHAR FROM (SELECT ({sql})::VARIANT AS v)").fetchone()
        result.append({"sql": sql if sql != WIDE else "an object of 700 fields", "metadata": parts["metadata"].hex(), "value": parts["value"].hex(), "json": text})
    return result


def literal(name, row):
    return "'" + VALUES[name][row] + "'" if row < 2 else "NULL"


def write(out, name, content):
    with open(os.path.join(out, name), "w", encoding="utf-8", newline="\n") as file:
        json.dump(content, file, ensure_ascii=False, indent=0)
        file.write("\n")


def columns(path, casts):
    names = [row[0] for row in con.execute(f"DESCRIBE SELECT * FROM '{path}'").fetchall()]
    rows = con.execute(f"SELECT {', '.join(f'CAST({casts(name)} AS VARCHAR)' for name in names)} FROM '{path}'").fetchall()
    return {"columns": {name: [row[i] for row in rows] for i, name in enumerate(names)}}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", default=os.path.join(os.path.dirname(os.path.abspath(__file__)), "variants"))
    out = parser.parse_args().out
    os.makedirs(out, exist_ok=True)
    write(out, "encoded.json", encoded())
    shredded = os.path.join(out, "shredded.parquet")
    select = ", ".join(f"({sql})::VARIANT AS {name}" for name, sql in SHREDDED.items())
    con.execute(f"COPY (SELECT {select} FROM range({ROWS}) r(i) ORDER BY i) TO '{shredded}'")
    write(out, "shredded.json", columns(shredded, lambda name: f"{name}::JSON"))
    promoted = os.path.join(out, "promoted.parquet")
    rows = " UNION ALL ".join(
        "SELECT " + ", ".join(f"{literal(n, row)}::{t} AS \"{n}\"" for n, t in PROMOTED.items()) for row in range(3))
    con.execute(f"COPY ({rows}) TO '{promoted}'")
    write(out, "promoted.json", columns(promoted, lambda name: f'"{name}"::VARIANT::JSON'))


if __name__ == "__main__":
    main()
