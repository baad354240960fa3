"""What can go wrong, one class for each exception of the Java side."""

from __future__ import annotations

from typing import Any, Optional


class DuckLakeError(Exception):
    """The root of everything that can go wrong with a lake.

    The message says what failed, why, and what to do. ``java_class`` is the full name of the Java exception it came from, or None.
    """

    java_class: Optional[str] = None


class NotFoundError(DuckLakeError):
    """A schema, table, view, column or snapshot that is not there. ``kind`` and ``name`` say which."""

    kind: Optional[str] = None
    name: Optional[str] = None


class AlreadyExistsError(DuckLakeError):
    """A schema, table, view, column or lake of that name is there already. ``kind`` and ``name`` say which."""

    kind: Optional[str] = None
    name: Optional[str] = None


class UnsupportedFeatureError(DuckLakeError):
    """Something in the lake that this version cannot read correctly and therefore refuses. ``feature`` is its name."""

    feature: Optional[str] = None


class CorruptLakeError(DuckLakeError):
    """The lake contradicts itself: a missing, truncated or damaged file, or catalog rows that cannot be true."""


class InvalidPredicateError(DuckLakeError):
    """A filter that cannot be read or does not fit the table; the message gives the position."""


class InvalidValueError(DuckLakeError):
    """A value that cannot be stored as what its column is."""


class CatalogError(DuckLakeError):
    """The catalog database failed: not there, locked, refused, or its SQL failed."""


class CatalogNotInitializedError(CatalogError):
    """The database holds no lake."""


class StorageError(DuckLakeError):
    """A file could not be read, listed or reached."""


class CommitConflictError(DuckLakeError):
    """Somebody else changed the same things since the transaction began. Nothing was committed; run it again on the new state."""


class CommitUnknownError(DuckLakeError):
    """The connection was lost while committing, so the changes may be there or not. Look at the snapshots before trying again."""
class KeyUnwrapError(DuckLakeError):
    """The key of an encrypted file could not be made from what the catalog has for it. The message shows no key."""


class JvmError(DuckLakeError):
    """No usable Java virtual machine: none found, too old, or this process was forked after it started."""


class InternalError(DuckLakeError):
    """An error that should not happen; please report it."""


_BY_JAVA_CLASS: dict[str, type[Exception]] = {
    "io.quacklake.format.DuckLakeException": DuckLakeError,
    "io.quacklake.format.NotFoundException": NotFoundError,
    "io.quacklake.format.AlreadyExistsException": AlreadyExistsError,
    "io.quacklake.format.UnsupportedFeatureException": UnsupportedFeatureError,
    "io.quacklake.format.CorruptLakeException": CorruptLakeError,
    "io.quacklake.format.InvalidPredicateException": InvalidPredicateError,
    "io.quacklake.format.InvalidValueException": InvalidValueError,
    "io.quacklake.catalog.CatalogException": CatalogError,
    "io.quacklake.catalog.CatalogNotInitializedException": CatalogNotInitializedError,
    "io.quacklake.catalog.OutcomeUnknownException": CatalogError,
    "io.quacklake.scan.KeyUnwrapException": KeyUnwrapError,
    "io.quacklake.storage.StorageException": StorageError,
    "io.quacklake.transact.CommitConflictException": CommitConflictError,
    "io.quacklake.transact.CommitUnknownException": CommitUnknownError,
    "java.lang.IllegalArgumentException": ValueError,
    "java.lang.IllegalStateException": RuntimeError,
    "java.lang.OutOfMemoryError": MemoryError,
    "org.apache.arrow.memory.OutOfMemoryException": MemoryError,
}


def from_java(failure: Any) -> Exception:
    """The Python exception for a Java one (a ``java.lang.Throwable`` held by JPype)."""
    java_class = failure.getClass()
    name = str(java_class.getName())
    text = failure.getMessage()
    message = name if text is None else str(text)
    while java_class is not None:
        python_class = _BY_JAVA_CLASS.get(str(java_class.getName()))
        if python_class is not None:
            break
        java_class = java_class.getSuperclass()
    else:
        python_class, message = InternalError, f"{name}: {message}"
    error = python_class(message)
    if isinstance(error, DuckLakeError):
        error.java_class = name
    if isinstance(error, (NotFoundError, AlreadyExistsError)):
        error.kind, error.name = str(failure.kind()), str(failure.name())
    if isinstance(error, UnsupportedFeatureError):
        error.feature = str(failure.feature())
    return error
