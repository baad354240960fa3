"""``python -m ducklake`` is the ``ducklake`` command."""

import sys

from .cli import main

sys.exit(main())
