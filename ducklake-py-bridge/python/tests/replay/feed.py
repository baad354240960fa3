"""Quacklake's change feed of a lake, against arithmetic over the reference's reads and against the reference's own feed.

The changes of one snapshot must turn the rows that the reference reads before it into those that it reads at it, row id by row id: this
is what decides. The changes of a longer range must be those of its snapshots, in the columns of its last one. Where the reference's feed
names the same change, its values must be ours; where it names others, it departs from arithmetic (docs/decisions/0008-change-feed.md).
"""

from __future__ import annotations

import os
import random
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

import ducklake
import golden
from lab import SMALL, Expected

ALL_PAIRS = 12  # snapshots up to which every pair is asked
MORE_PAIRS = int(os.environ.get("QUACKLAKE_REPLAY_PAIRS", "12"))  # of longer histories
OWN = ["snapshot_id", "rowid", "change_type"]
WRITTEN = {"insert": 1, "update_postimage": 1, "delete": -1, "update_preimage": -1}

Row = tuple[Any, ...]


def differences(session: ducklake.Session, reads: Sequence[Expected], silent: set[tuple[int, int]], every_pair: bool) -> Iterator[str]:
    """How the feeds of all tables differ from what they must be.

    Args:
        silent: tables with the snapshots that only rewrote their files.
        every_pair: else every third snapshot is looked at, and few pairs.
    """
    histories: dict[int, list[Expected]] = defaultdict(list)
    for read in reads:
        histories[read.table_id].append(read)
    snapshots = sorted({read.snapshot for read in reads})
    for table_id, history in histories.items():
        try:
            ordered = sorted(history, key=lambda read: read.snapshot)
            looked_at = ordered if every_pair else ordered[::-3][::-1]
            yield from _History(session, looked_at, snapshots, silent).differences(every_pair)
        except ducklake.DuckLakeError as failure:
            yield f"changes of {history[-1].table}: {type(failure).__name__}: {failure}"


class _History:
    """One table over the snapshots that are kept."""

    def __init__(self, session: ducklake.Session, reads: list[Expected], snapshots: list[int], silent: set[tuple[int, int]]) -> None:
        self.session, self.reads, self.snapshots, self.silent = session, reads, snapshots, silent
        self.oldest = session.snapshots()["snapshot_id"][0].as_py()

    def differences(self, every_pair: bool) -> Iterator[str]:
        whole: dict[int, pa.Table] = {}
        for read in self.reads:
            at = f"changes of {read.table} from {self.oldest} to {read.snapshot}"
            whole[read.snapshot] = changes = self.changes(self.oldest, read)
            for difference in (*self._step(read, changes), self._like_the_reference(read, changes)):
                if difference:
                    yield f"{at}: {difference}"
        for first, read in self._pairs(every_pair):
            part = self.changes(first, read)
            wanted = whole[read.snapshot]
            wanted = wanted.filter(pc.greater_equal(wanted["snapshot_id"], first))
            if not part.equals(wanted) and (part.num_rows > SMALL or golden.rows(part, part.schema) != golden.rows(wanted, part.schema)):
                yield f"changes of {read.table} from {first} to {read.snapshot}: {part.num_rows} rows, {wanted.num_rows} as part of all changes"
        yield from self._keys(whole)

    def changes(self, first: int, read: Expected) -> pa.Table:
        changes = self.session.table(read.table, snapshot=read.snapshot).changes(first, read.snapshot)
        return changes.to_arrow().combine_chunks()

    def _pairs(self, every_pair: bool) -> list[tuple[int, Expected]]:
        pairs = [(first, read) for read in self.reads for first in self.snapshots if self.oldest < first <= read.snapshot]
        if every_pair and len(self.reads) <= ALL_PAIRS:
            return pairs
        return random.Random(len(pairs)).sample(pairs, min(MORE_PAIRS if every_pair else 3, len(pairs)))

    def _before(self, read: Expected) -> Expected | None:
        at = self.reads.index(read)
        return self.reads[at - 1] if at else None

    def _step(self, read: Expected, changes: pa.Table) -> Iterator[str | None]:
        """The changes since the last snapshot before this one that is kept."""
        before = self._before(read)
        if before is None and read.begun < self.oldest:
            return  # the table is older than what is kept
        since = before.snapshot if before else read.begun - 1
        changes = changes.filter(pc.greater(changes["snapshot_id"], since))
        stable = [name for name, _ in read.types if before is None or before.columns.get(name) == read.columns[name]]
        if read.rows.num_rows > SMALL or changes.num_rows > SMALL:
            yield self._sum_of_many(before, read, changes, stable)
            return
        balance: Counter[Row] = Counter(_tuples(before.rows, ["rowid", *stable], changes.schema)) if before else Counter()
        net = Counter(balance)
        minus: dict[int, list[Row]] = defaultdict(list)
        plus: dict[int, list[Row]] = defaultdict(list)
        types: dict[int, set[str]] = defaultdict(set)
        kinds = changes["change_type"].to_pylist()
        for kind, row in zip(kinds, _tuples(changes, ["rowid", *stable], changes.schema)):
            net[row] += WRITTEN[kind]
            types[row[0]].add(kind)
            (plus if WRITTEN[kind] > 0 else minus)[row[0]].append(row)
        after = Counter(_tuples(read.rows, ["rowid", *stable], changes.schema))
        if {row: count for row, count in net.items() if count} != dict(after):
            left = {row: count - after[row] for row, count in net.items() if count != after[row]}
            left.update({row: -count for row, count in after.items() if row not in net})
            yield f"rows at {since} and the changes do not give rows at {read.snapshot}: {dict(list(left.items())[:3])}"
        if read.snapshot == since + 1:
            yield self._types(read, types)
            yield self._no_more_than_needed(read, plus, minus, stable)
            written = Counter(_tuples(changes.filter(pc.is_in(changes["change_type"], pa.array(["insert", "update_postimage"]))), read.rows.schema.names, changes.schema))
            all_after = Counter(_tuples(read.rows, read.rows.schema.names, changes.schema))
            if written - all_after:
                yield f"written rows that are not there: {list((written - all_after).elements())[:2]}"

    def _types(self, read: Expected, types: dict[int, set[str]]) -> str | None:
        for row_id, found in types.items():
            if found not in ({"insert"}, {"delete"}, {"update_preimage", "update_postimage"}):
                return f"row {row_id} is {sorted(found)} at snapshot {read.snapshot}"
        return None

    def _no_more_than_needed(self, read: Expected, plus: dict[int, list[Row]], minus: dict[int, list[Row]], stable: list[str]) -> str | None:
        """An update that changes nothing is one only if the reference shows it too, and snapshots that rewrite files show none."""
        ours = {row_id for row_id in plus if plus[row_id] == minus.get(row_id)} if len(stable) == len(read.types) else set()
        if (read.table_id, read.snapshot) in self.silent:
            return f"rows {sorted(ours)[:5]} change at snapshot {read.snapshot}, which rewrote files" if ours else None
        if read.changes is None:
            return None
        now = read.changes.filter(pc.equal(read.changes["snapshot_id"], read.snapshot))
        theirs = set(now.filter(pc.equal(now["change_type"], "update_postimage"))["rowid"].to_pylist())
        # It may show an update without its pre-image, as an insert, where a shorter range has both.
        unknown = ours - set(now["rowid"].to_pylist())
        if unknown:
            return f"rows {sorted(unknown)[:5]} are updated to themselves at snapshot {read.snapshot}, not so in the reference"
        before = self._before(read)
        there = set(before.rows["rowid"].to_pylist()) & set(read.rows["rowid"].to_pylist()) if before else set()
        missing = (theirs & there) - set(plus)
        return f"updates of rows {sorted(missing)[:5]} at snapshot {read.snapshot} are missing" if missing else None

    def _sum_of_many(self, before: Expected | None, read: Expected, changes: pa.Table, stable: list[str]) -> str | None:
        """The same for many rows, over the columns that Arrow can group by."""
        names = ["rowid", *(name for name in stable if not pa.types.is_nested(read.rows.schema.field(name).type))]
        names = [name for name in names if read.rows.schema.field(name).type == changes.schema.field(name).type]
        signs = pc.if_else(pc.is_in(changes["change_type"], pa.array(["insert", "update_postimage"])), 1, -1)
        parts = [changes.select(names).append_column("sign", signs.cast(pa.int64()))]
        for rows, sign in ((before.rows if before else None, 1), (read.rows, -1)):
            if rows is not None:
                parts.append(rows.select(names).append_column("sign", pa.array([sign] * rows.num_rows, pa.int64())))
        sums = pa.concat_tables([part.cast(parts[0].schema) for part in parts]).group_by(names).aggregate([("sign", "sum")])
        wrong = sums.filter(pc.not_equal(sums["sign_sum"], 0))
        return f"{wrong.num_rows} rows at {read.snapshot} are not what the changes give: {wrong.slice(0, 2).to_pylist()}" if wrong.num_rows else None

    def _like_the_reference(self, read: Expected, changes: pa.Table) -> str | None:
        """The values of the changes that both name, in the columns of the last snapshot."""
        theirs = read.changes
        if theirs is None or changes.num_rows > SMALL:
            return None
        if theirs.schema.names != changes.schema.names:
            return f"columns {changes.schema.names}, the reference has {theirs.schema.names}"
        ours_by, theirs_by = _by_key(changes, changes.schema), _by_key(theirs, changes.schema)
        for key in ours_by.keys() & theirs_by.keys():
            # It names a change twice where files cover each other, and one of the images of a row that one commit updated twice.
            if len(theirs_by[key]) == 1 and ours_by[key] != theirs_by[key]:
                return f"{key} is {ours_by[key][:2]}, the reference has {theirs_by[key][:2]}"
        return None

    def _keys(self, whole: dict[int, pa.Table]) -> Iterator[str]:
        """Which rows a snapshot changed does not depend on how far the range goes."""
        last = whole[self.reads[-1].snapshot].select(OWN)
        for read in self.reads[:-1]:
            wanted = last.filter(pc.less_equal(last["snapshot_id"], read.snapshot))
            found = whole[read.snapshot].select(OWN)
            if found.num_rows != wanted.num_rows or (not found.equals(wanted) and golden.rows(found, found.schema) != golden.rows(wanted, found.schema)):
                yield f"changes of {read.table} until {read.snapshot}: {found.num_rows}, {wanted.num_rows} in the feed until {self.reads[-1].snapshot}"


def _tuples(rows: pa.Table, names: list[str], schema: pa.Schema) -> list[Row]:
    columns = [[golden.canonical(value, schema.field(name).type) for value in rows[name]] for name in names]
    return list(zip(*columns))


def _by_key(changes: pa.Table, schema: pa.Schema) -> dict[Row, list[Row]]:
    found: dict[Row, list[Row]] = defaultdict(list)
    names = changes.schema.names
    for row in _tuples(changes, names, schema):
        found[row[:3]].append(row[3:])
    return found
