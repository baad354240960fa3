"""Adds up the reports of all test runs and prints the line `N passed, N failed, N skipped`; fails if a test failed or none ran.

Further arguments NAME=passed or NAME=failed count as one test each. `--why` prints what failed tests say, and nothing else.
"""

import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LINES = 12


def main() -> None:
    total, failed, skipped = 0, {}, []
    reports = sorted(ROOT.glob("*/target/surefire-reports*/TEST-*.xml")) + sorted(ROOT.glob("*/target/pytest-reports/*.xml"))
    for report in reports:
        for case in ElementTree.parse(report).getroot().iter("testcase"):
            total += 1
            name = f"{case.get('classname')}.{case.get('name')}"
            for found in (*case.findall("failure"), *case.findall("error")):
                failed.setdefault(name, found.text or found.get("message") or "")
            for found in case.findall("skipped"):
                reason = found.get("message") or (found.text or "").strip() or "no reason given"
                skipped.append(f"{name}: {reason.splitlines()[0]}")
    if sys.argv[1:] == ["--why"]:
        for name, message in failed.items():
            lines = message.splitlines()
            print(f"\n{name}", *(lines if len(lines) <= 2 * LINES else [*lines[:LINES], "…", *lines[-LINES:]]), sep="\n  ")
        return
    for step in sys.argv[1:]:
        name, _, result = step.partition("=")
        total += 1
        if result != "passed":
            failed[name] = ""
    for each in skipped:
        print(f"skipped: {each}")
    for each in failed:
        print(f"failed: {each}")
    print(f"{total - len(failed) - len(skipped)} passed, {len(failed)} failed, {len(skipped)} skipped")
    sys.exit(1 if failed or not reports else 0)


if __name__ == "__main__":
    main()
