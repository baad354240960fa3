#!/usr/bin/env python3
"""Make changes/: what the reference's change feed (ducklake_table_changes) returns for every table of the golden lakes of specification 1.0 and
every pair of snapshots.

  make_changes.py [--only LAKE]

Needs the packages duckdb, duckdb-extension-ducklake (and duckdb-extension-httpfs for the encrypted lake) of one version, and pyarrow; run it in
this directory. Layout and differences: README.md, section "Changes"."""
import argparse
import json
import os
import re
import shutil
import tempfile

import duckdb
import pyarrow as pa
import pyarrow.ipc as ipc

from make_golden import arrow_type, connect, qid

OUT = os.path.abspath("changes")
LAKES = os.path.abspath("lakes")
REWRITES = re.compile(r"(?:^|,)(?:rewrite_delete|compacted_table):(\d+)(?=,|$)")


def literal(text):
    return "'" + text.replace("'", "''") + "'"


def ranges(numbers):
    """0,1,2,5 as "0-2 5"."""
    parts = []
    for n in sorted(numbers):
        if parts and parts[-1][1] == n - 1:
            parts[-1][1] = n
        else:
            parts.append([n, n])
    return " ".join(str(a) if a == b else f"{a}-{b}" for a, b in parts)


def text(value):
    """Dates and times by their number: the greatest ones are beyond what Python takes."""
    return str(value.value if pa.types.is_temporal(value.type) and value.is_valid and not pa.types.is_interval(value.type) else value)


class Pool:
    """The different rows of all pairs that have the same columns."""

    def __init__(self, columns):
        self.columns = columns
        self.index = {}
        self.batches = []
        self.pairs = []

    def add(self, first, last, table, suppressed):
        numbers = []
        new = []
        seen = set()
        keys = [tuple(text(column[i]) for column in table.columns) for i in range(table.num_rows)]
        for i in sorted(range(table.num_rows), key=keys.__getitem__):
            key = keys[i]
            if int(key[0]) in suppressed:
                continue
            occurrence = 0
            while (key, occurrence) in seen:  # a row that comes twice is two rows
                occurrence += 1
            seen.add((key, occurrence))
            if (key, occurrence) not in self.index:
                self.index[(key, occurrence)] = len(self.index)
                new.append(i)
            numbers.append(self.index[(key, occurrence)])
        if new:
            self.batches.append(table.take(new))
        self.pairs.append([first, last, ranges(numbers)])


# Rows that the reference reports wrongly: (lake, table) to row id to values, the snapshot that wrote them and the one that deleted them.
# A row deleted from a merged file is reported as deleted by the snapshot that wrote it; a row that one commit wrote and deleted as updated.
WRONG = {
    ("merged_files", "m"): {3: ((3, "one"), 2, 8), 12: ((12, "three"), 4, 8)},
    ("time_travel", "t"): {48: ((41, "third", 3), 7, 7)},
}


def by_arithmetic(lake, table, first, last, rows):
    wrong = WRONG.get((lake, table), {})
    for row_id, (values, written, deleted) in wrong.items():
        right = [(snapshot, row_id, kind, *values) for snapshot, kind in [(written, "insert"), (deleted, "delete")]
                 if first <= snapshot <= last and written != deleted]
        rows = rows.filter(pa.array([each != row_id for each in rows["rowid"].to_pylist()], pa.bool_()))
        if right:
            more = [pa.array([row[i] for row in right], field.type) for i, field in enumerate(rows.schema)]
            rows = pa.concat_tables([rows, pa.table(more, schema=rows.schema)])
    return rows


def make(name):
    expected = json.load(open(os.path.join(LAKES, name, "expected.json")))
    if expected["version"] != "1.0" or not any(each["backend"] == "duckdb" for each in expected["catalogs"]):
        return None
    os.chdir(os.path.join(LAKES, name))
    con = connect(os.path.join(tempfile.gettempdir(), "extensions"), ["ducklake", "httpfs"])
    con.execute("ATTACH 'ducklake:duckdb:catalog.ducklake' AS lake (READ_ONLY)")
    snapshots = con.execute("SELECT snapshot_id, changes_made FROM __ducklake_metadata_lake.ducklake_snapshot LEFT JOIN "
                            "__ducklake_metadata_lake.ducklake_snapshot_changes USING (snapshot_id) ORDER BY snapshot_id").fetchall()
    ids = [each for each, _ in snapshots]
    tables, left_out = [], []
    for entry in expected["tables"]:
        schema, table = entry["schema"], entry["table"]
        rewritten = {s for s, changes in snapshots for t in REWRITES.findall(changes or "") if int(t) == entry["table_id"]}
        pools = {}
        for read in entry["reads"]:
            last = read["snapshot"]
            columns = [tuple(each) for each in read["columns"]]
            pool = pools.setdefault(tuple(columns), Pool(columns))
            projected = "".join(f", CAST({qid(c)} AS {arrow_type(t)}) AS {qid(c)}" if arrow_type(t) != t else f", {qid(c)}" for c, t in columns)
            for first in [each for each in ids if each <= last]:
                sql = (f"SELECT snapshot_id, rowid, change_type{projected} FROM "
                       f"ducklake_table_changes('lake', {literal(schema)}, {literal(table)}, {first}, {last})")
                try:
                    result = con.execute(sql)  # not ordered: that turns -0.0 into 0.0
                    rows = result.to_arrow_table() if hasattr(result, "to_arrow_table") else result.fetch_arrow_table()
                except duckdb.Error as failure:
                    left_out.append([schema, table, first, last, str(failure).splitlines()[0][:200]])
                    if isinstance(failure, duckdb.FatalException) or "invalidated" in str(failure):
                        raise
                    continue
                pool.add(first, last, by_arithmetic(name, table, first, last, rows), rewritten)
        for pool in pools.values():
            rows = pa.concat_tables(pool.batches) if pool.batches else None
            file = None
            if rows is not None:
                file = f"{len(tables)}.arrow"
                os.makedirs(os.path.join(OUT, name), exist_ok=True)
                with pa.OSFile(os.path.join(OUT, name, file), "wb") as out, ipc.new_file(out, rows.schema) as writer:
                    writer.write_table(rows.combine_chunks())
            tables.append(dict(schema=schema, table=table, columns=pool.columns, rows=file, suppressed=sorted(rewritten), pairs=pool.pairs))
    con.close()
    return dict(lake=name, made_by=f"DuckDB {duckdb.__version__}", tables=tables, left_out=left_out)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--only")
    arguments = parser.parse_args()
    os.makedirs(OUT, exist_ok=True)
    for name in sorted(os.listdir(LAKES)):
        if arguments.only and arguments.only != name:
            continue
        shutil.rmtree(os.path.join(OUT, name), ignore_errors=True)
        made = make(name)
        if made is None:
            continue
        with open(os.path.join(OUT, name + ".json"), "w") as out:
            out.write("{\n" + ",\n".join(f" {json.dumps(key)}: " + (json.dumps(value) if key != "tables" else
                      "[\n" + ",\n".join("  " + json.dumps(each, separators=(",", ":")) for each in value) + "]") for key, value in made.items()) + "}\n")
        print(name, sum(len(t["pairs"]) for t in made["tables"]), "pairs;", len(made["left_out"]), "left out", flush=True)


if __name__ == "__main__":
    main()
