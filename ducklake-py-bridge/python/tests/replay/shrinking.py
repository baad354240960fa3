"""Makes a failing script smaller."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from lab import Step


def shrunk(steps: Sequence[Step], fails: Callable[[list[Step]], bool], most: int = 150) -> list[Step]:
    """Leaves out steps, and statements of steps, as long as the rest fails. ``most`` is how many scripts it tries."""
    current, size = list(steps), max(1, len(steps) // 2)
    tries = 0
    while tries < most:
        smaller = False
        at = len(current)
        while at > 0 and tries < most:
            start = max(0, at - size)
            candidate = current[:start] + current[at:]
            tries += 1
            if candidate and fails(candidate):
                current, smaller = candidate, True
            at = start
        if size == 1 and not smaller:
            break
        size = max(1, size // 2)
    return current
