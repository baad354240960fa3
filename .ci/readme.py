"""Prints a fenced block of README.md: `readme.py NAME` gives the one behind the comment `<!-- ci: NAME -->`."""

import re
import sys
from pathlib import Path

README = Path(__file__).resolve().parent.parent / "README.md"


def block(name: str) -> str:
    found = re.search(rf"<!-- ci: {re.escape(name)} -->\s*```\w*\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    if found is None:
        sys.exit(f"README.md has no block {name}")
    return found.group(1)


if __name__ == "__main__":
    print(block(sys.argv[1]), end="")
