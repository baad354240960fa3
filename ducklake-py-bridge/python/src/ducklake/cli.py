"""The ``ducklake`` command."""

from __future__ import annotations

import sys

from . import _jvm, errors


def main() -> int:
    """Runs the command with this process's arguments."""
    try:
        return _jvm.run_command_line(sys.argv[1:])
    except errors.JvmError as failure:
        print(f"ducklake: {failure}", file=sys.stderr)
        return 1
