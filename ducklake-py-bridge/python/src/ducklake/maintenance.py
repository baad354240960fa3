"""What keeps a lake in shape."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Callable, Optional

from . import _jvm
from .scan import _nothing


@dataclass(frozen=True)
class TableCompaction:
    """What was done to the data files of one table.

    Attributes:
        table: its name.
        files_processed: how many files are in the table no more.
        files_created: how many took their place.
        bytes_processed: the size of the former.
        bytes_created: the size of the latter; 0 in a dry run.
        snapshot_id: the snapshot that did it; None in a dry run.
    """

    table: str
    files_processed: int
    files_created: int
    bytes_processed: int
    bytes_created: int
    snapshot_id: Optional[int]


@dataclass(frozen=True)
class CompactionResult:
    """What was done to the data files of a lake.

    Attributes:
        tables: one entry for each table where there was something to do.
    """

    tables: tuple[TableCompaction, ...]

    @property
    def files_processed(self) -> int:
        """How many files are in their tables no more."""
        return sum(each.files_processed for each in self.tables)

    @property
    def files_created(self) -> int:
        """How many files took their place."""
        return sum(each.files_created for each in self.tables)


class Maintenance:
    """What keeps a lake in shape, ``session.maintenance``. Other programs may read and write the lake at the same time.

    Each method works on all tables, or on the one given as ``table``, and with ``dry_run=True`` only says what it would do.
    """

    def __init__(self, java_session: Any) -> None:
        self._session = java_session

    def merge_adjacent_files(self, table: Optional[str] = None, dry_run: bool = False) -> CompactionResult:
        """Makes one data file out of several small ones.

        Files that were written while the table had the same columns, for the same partition, and of which no row was ever deleted, are put
        together until they have the size that the option ``target_file_size`` says. Rows keep their ids, and all snapshots read as before.
        The old files are scheduled for deletion. Each table gets a snapshot of its own; tables whose option ``auto_compact`` is false are left
        out unless named.

        Raises:
            CommitConflictError: others deleted from the table, or merged its files, each time that it was tried.
        """
        return self._compaction(lambda java: java.mergeAdjacentFiles(table, dry_run))

    def _compaction(self, work: Callable[[Any], Any]) -> CompactionResult:
        return CompactionResult(tuple(TableCompaction(**each) for each in self._call(work)))

    def _call(self, work: Callable[[Any], Any]) -> Any:
        java = _jvm.direct(self._session.maintenance)
        return json.loads(str(_jvm.interruptible(lambda: work(java), cancel=java.cancel, discard=_nothing)))
