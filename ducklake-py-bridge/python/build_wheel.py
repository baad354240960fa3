"""Builds the wheel from the jars that Maven names; run by Maven in the phase package."""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--classpath-file", required=True, type=Path)
    parser.add_argument("--jar", required=True, type=Path)
    parser.add_argument("--into", required=True, type=Path)
    arguments = parser.parse_args()
    if sys.version_info < (3, 9):
        sys.exit(f"Python 3.9 or later is needed to build the wheel, not {sys.version.split()[0]}; choose one with -Dpython=…")

    environment = dict(os.environ)
    environment["QUACKLAKE_CLASSPATH_FILE"] = str(arguments.classpath_file.resolve())
    environment["QUACKLAKE_JAR"] = str(arguments.jar.resolve())
    # Jars and thus the wheel are the same for the same input: times come from the jars' own entries.
    environment.setdefault("SOURCE_DATE_EPOCH", "1795219200")
    with tempfile.TemporaryDirectory() as fresh:
        command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", fresh, str(Path(__file__).parent)]
        if subprocess.call(command, env=environment) != 0:
            sys.exit(f"Building the wheel failed: {' '.join(command)}")
        (wheel,) = Path(fresh).glob("*.whl")
        shutil.rmtree(arguments.into, ignore_errors=True)
        arguments.into.mkdir(parents=True)
        shutil.move(str(wheel), arguments.into / wheel.name)
    size = (arguments.into / wheel.name).stat().st_size
    print(f"{arguments.into / wheel.name}: {size / 1e6:.1f} MB")
    if size > 100_000_000:
        sys.exit("The wheel is larger than 100 MB, which package indexes refuse")


if __name__ == "__main__":
    main()
