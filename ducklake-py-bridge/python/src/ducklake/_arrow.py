"""Arrow across the border to Java: structs of the C data interface, never copies."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import Any, Callable

import pyarrow as pa

from . import _jvm, errors
from ._texts import TextForm

_STREAM_WORDS = 5  # struct ArrowArrayStream: five pointers
_SCHEMA_WORDS = 9  # struct ArrowSchema: nine words


def _struct(words: int) -> Any:
    return (ctypes.c_uint64 * words)()


def import_schema(export: Callable[[int], object]) -> pa.Schema:
    """The schema that ``export`` puts at the address it is given."""
    struct = _struct(_SCHEMA_WORDS)
    address = ctypes.addressof(struct)
    _jvm.direct(lambda: export(address))
    return pa.Schema._import_from_c(address)


class Exported:
    """A struct that Java takes over at its address; it has to live until then."""

    def __init__(self, words: int, export: Callable[[int], object]) -> None:
        self._struct = _struct(words)
        self.address: int = ctypes.addressof(self._struct)
        export(self.address)


def exported_schema(schema: pa.Schema) -> Exported:
    """A schema for Java."""
    return Exported(_SCHEMA_WORDS, schema._export_to_c)


def exported_stream(reader: pa.RecordBatchReader) -> Exported:
    """Rows for Java."""
    return Exported(_STREAM_WORDS, reader._export_to_c)


class Stream:
    """Rows on their way from Java. Belongs to one thread at a time; closing it frees what Java holds for it."""

    def __init__(self, java_stream: Any) -> None:
        self._java = java_stream
        struct = _struct(_STREAM_WORDS)
        address = ctypes.addressof(struct)
        java_stream.export(address)
        self.reader: pa.RecordBatchReader = pa.RecordBatchReader._import_from_c(address)

    def next_batch(self) -> pa.RecordBatch:
        """The next batch.

        Raises:
            StopIteration: there is none.
            DuckLakeError: reading failed.
        """
        try:
            return self.reader.read_next_batch()
        except (OSError, pa.ArrowException) as failure:
            raise self._mapped(failure) from failure

    def drain(self) -> pa.Table:
        """All batches that are left; closes the stream."""
        batches = []
        try:
            while True:
                try:
                    batches.append(self.next_batch())
                except StopIteration:
                    return pa.Table.from_batches(batches, schema=self.reader.schema)
        finally:
            self.close()

    def close(self) -> None:
        """Frees the Java side."""
        self.reader.close()

    def cancel(self) -> None:
        """Asks the Java side to stop; may be called from another thread."""
        self._java.cancel()

    def _mapped(self, failure: Exception) -> Exception:
        java_failure = self._java.failure()
        return failure if java_failure is None else errors.from_java(java_failure)


def open_stream(open_java: Callable[[], Any]) -> Stream:
    """Opens a Java stream so that Ctrl-C works while it opens."""
    return _jvm.interruptible(lambda: Stream(open_java()), cancel=_nothing, discard=Stream.close)


def read_all(open_java: Callable[[], Any]) -> pa.Table:
    """All rows as a table; Ctrl-C ends it."""
    stream = open_stream(open_java)
    return _jvm.interruptible(stream.drain, cancel=stream.cancel, discard=_nothing)


def read_batches(open_java: Callable[[], Any], texts: TextForm) -> pa.RecordBatchReader:
    """A reader whose errors are ours and whose waits end at Ctrl-C."""
    stream = open_stream(open_java)
    return pa.RecordBatchReader.from_batches(texts.schema(stream.reader.schema), _batches(stream, texts))


def _batches(stream: Stream, texts: TextForm) -> Iterator[pa.RecordBatch]:
    def next_or_none() -> Any:
        try:
            return stream.next_batch()
        except StopIteration:
            return None

    interrupted = False

    def cancel() -> None:
        nonlocal interrupted
        interrupted = True
        stream.cancel()

    try:
        while True:
            batch = _jvm.interruptible(next_or_none, cancel, discard=lambda _: stream.close())
            if batch is None:
                return
            yield texts.cast(batch)
    finally:
        if not interrupted:
            stream.close()


def _nothing(*_: object) -> None:
    return None
