"""What keeps a lake in shape."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Callable, Optional, Union

from . import _jvm
from .scan import _nothing

Age = Union[str, datetime.timedelta, None]


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


@dataclass(frozen=True)
class ExpiryResult:
    """Which snapshots are gone, or would be.

    Attributes:
        snapshots: their numbers, ascending.
    """

    snapshots: tuple[int, ...]


@dataclass(frozen=True)
class CleanupResult:
    """What was removed, or would be.

    Attributes:
        files: where the files were.
    """

    files: tuple[str, ...]


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

    def expire_snapshots(
        self,
        older_than: Union[Age, datetime.datetime] = None,
        keep_last: Optional[int] = None,
        snapshots: Optional[Iterable[int]] = None,
        dry_run: bool = False,
    ) -> ExpiryResult:
        """Forgets snapshots: the lake can no more be read as of them. The newest one stays always. What no other snapshot sees is removed
        from the catalog, and its files are scheduled for deletion, for :meth:`cleanup_old_files`. No snapshot is made.

        Several conditions must all hold; with none, what the lake's option ``expire_older_than`` says goes, or nothing.

        Args:
            older_than: those older than ``"30d"``, than a timedelta, or than a datetime (UTC where it has no zone).
            keep_last: so many of the newest stay.
            snapshots: only these numbers.
        """
        before = None
        if isinstance(older_than, datetime.datetime):
            aware = older_than if older_than.tzinfo is not None else older_than.replace(tzinfo=datetime.timezone.utc)
            before, older_than = aware.astimezone(datetime.timezone.utc).isoformat(), None
        age, numbers = _age(older_than), None if snapshots is None else [int(each) for each in snapshots]
        found = self._call(lambda java: java.expireSnapshots(age, before, _jvm.boxed(keep_last), numbers, dry_run))
        return ExpiryResult(tuple(found))

    def delete_orphaned_files(self, older_than: Age = None, dry_run: bool = False) -> CleanupResult:
        """Removes files below the data path that the catalog does not name at any snapshot: what a program left that was killed while it
        wrote, or whose commit had an unknown outcome.

        Only files are looked at whose names are those that lakes give. Several lakes that share a data path would take each other's files
        for orphans.

        Args:
            older_than: how long ago a file at least was modified, as ``"2d"``, ``"12h"`` or a timedelta; longer than any transaction lasts.
                None for what the lake's option ``delete_older_than`` says, or two days.
        """
        return self._cleanup(lambda java: java.deleteOrphanedFiles(_age(older_than), dry_run))

    def cleanup_old_files(self, older_than: Age = None, all: bool = False, dry_run: bool = False) -> CleanupResult:
        """Removes files that were scheduled for deletion, as :meth:`merge_adjacent_files` does with the old files.

        Args:
            older_than: how long ago a file at least was scheduled, as ``"2d"``, ``"12h"`` or a timedelta; longer than anybody reads who planned
                before that. None for what the lake's option ``delete_older_than`` says, or two days.
            all: whether files go however old they are.
        """
        if all and older_than is not None:
            raise ValueError("Give older_than or all, not both")
        age = "0s" if all else _age(older_than)
        return self._cleanup(lambda java: java.cleanupOldFiles(age, dry_run))

    def _cleanup(self, work: Callable[[Any], Any]) -> CleanupResult:
        return CleanupResult(tuple(self._call(work)))

    def _compaction(self, work: Callable[[Any], Any]) -> CompactionResult:
        return CompactionResult(tuple(TableCompaction(**each) for each in self._call(work)))

    def _call(self, work: Callable[[Any], Any]) -> Any:
        java = _jvm.direct(self._session.maintenance)
        return json.loads(str(_jvm.interruptible(lambda: work(java), cancel=java.cancel, discard=_nothing)))


def _age(value: Age) -> Optional[str]:
    return f"{max(0, int(value.total_seconds()))}s" if isinstance(value, datetime.timedelta) else value
