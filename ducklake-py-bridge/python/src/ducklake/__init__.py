"""DuckLake for Python without DuckDB in the data path.

>>> import ducklake
>>> with ducklake.connect("duckdb:///lake.ducklake") as session:
...     df = session.table("analytics.events").to_pandas(where="amount > 100")
"""

from .changes import Changes
from .errors import (
    AlreadyExistsError,
    CatalogError,
    CatalogNotInitializedError,
    CommitConflictError,
    CommitUnknownError,
    CorruptLakeError,
    DuckLakeError,
    InternalError,
    InvalidPredicateError,
    InvalidValueError,
    JvmError,
    KeyUnwrapError,
    NotFoundError,
    StorageError,
    UnsupportedFeatureError,
)
from .expressions import Column, Expression, col
from .maintenance import CleanupResult, CompactionResult, ExpiryResult, Maintenance, TableCompaction
from .scan import Plan, Scan
from .session import Session, connect
from .table import Table
from .transaction import MergeResult, Transaction

__version__ = "0.1.0"

__all__ = [
    "AlreadyExistsError",
    "CatalogError",
    "CatalogNotInitializedError",
    "Changes",
    "CleanupResult",
    "Column",
    "CommitConflictError",
    "CommitUnknownError",
    "CompactionResult",
    "CorruptLakeError",
    "DuckLakeError",
    "ExpiryResult",
    "Expression",
    "InternalError",
    "InvalidPredicateError",
    "InvalidValueError",
    "JvmError",
    "KeyUnwrapError",
    "Maintenance",
    "MergeResult",
    "NotFoundError",
    "Plan",
    "Scan",
    "Session",
    "StorageError",
    "Table",
    "TableCompaction",
    "Transaction",
    "UnsupportedFeatureError",
    "col",
    "connect",
]
