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
    CorruptLakeError,
    DuckLakeError,
    InternalError,
    InvalidPredicateError,
    InvalidValueError,
    JvmError,
    NotFoundError,
    StorageError,
    UnsupportedFeatureError,
)
from .expressions import Column, Expression, col
from .scan import Plan, Scan
from .session import Session, connect
from .table import Table

__version__ = "0.1.0"

__all__ = [
    "AlreadyExistsError",
    "CatalogError",
    "CatalogNotInitializedError",
    "Changes",
    "Column",
    "CorruptLakeError",
    "DuckLakeError",
    "Expression",
    "InternalError",
    "InvalidPredicateError",
    "InvalidValueError",
    "JvmError",
    "NotFoundError",
    "Plan",
    "Scan",
    "Session",
    "StorageError",
    "Table",
    "UnsupportedFeatureError",
    "col",
    "connect",
]
